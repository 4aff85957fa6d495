import { fail } from '../../../shared/failure.ts'
import { readCertificateFields } from '../../../shared/pki/certificate-fields.ts'
import { equalBytes } from '../../../shared/bytes.ts'
import { checkCrlSuccession, type SuccessionProblem } from '../../../shared/pki/crl-succession.ts'
import { decodePem } from '../../../shared/pki/pem.ts'
import { readFileCapped } from '../../core/files/host-files.ts'
import { serialKey } from '../../core/revocation/collector.ts'
import { describeCrl } from '../../core/x509/crl.ts'
import { verifyCrlSignature } from '../../core/x509/verify.ts'
import type { Call, Command, Outcome } from '../command.ts'
import { readExpiry } from '../crl/expiry-file.ts'
import { type CrlFile, readCrlFile } from '../crl/read-crl-file.ts'
import { paragraphs, rows, wrapped } from '../format.ts'

export const crlCheck: Command = {
  name: 'crl check',
  takes: 'NEW',
  summary: "Checks that a CRL may follow the one before it: anybody's CRLs, DER or PEM.",
  details: [
    'Number and thisUpdate are greater, no entry is lost that is not known to have expired, no reason gets weaker, nothing is revoked in the future, no serial number is there twice, issuer and scope are the same.',
    'Without --issuer no signature is checked. Without --expiry every entry that left is a problem: a CRL does not say when its certificates end.',
  ],
  examples: ['conclave crl check new.crl --previous old.crl --issuer ca.pem'],
  options: {
    previous: { type: 'string', value: 'OLD', help: 'The CRL before it. Left out: only what a CRL says of itself.' },
    issuer: { type: 'string', value: 'CERT', help: 'Certificate of the CA: both signatures, its name, and its end.' },
    expiry: {
      type: 'string',
      value: 'FILE',
      help: 'Lines of SERIAL NOT-AFTER, or the rows of an inventory: whose entries may leave.',
    },
  },
  positionals: { min: 1, max: 1 },
  run: check,
}

async function check(call: Call): Promise<Outcome> {
  const next = readCrlFile(call.positionals[0] ?? '')
  const previousPath = call.option('previous')
  const previous = previousPath === undefined ? null : readCrlFile(previousPath)
  const issuer = readIssuer(call.option('issuer'))
  const expiryPath = call.option('expiry')
  const ends =
    expiryPath === undefined || previous === null
      ? new Map<string, number>()
      : await readExpiry(expiryPath, next.fields, previous.fields)
  const problems = [
    ...[next, ...(previous === null ? [] : [previous])].flatMap((crl) => signatureProblems(crl, issuer)),
    ...checkCrlSuccession(next.fields, previous?.fields ?? null, {
      notAfterOf: (serial) => ends.get(serialKey(serial)),
      ...(issuer === null ? {} : { issuerNotAfter: issuer.notAfter.milliseconds }),
    }),
  ]
  return outcome(next, previous, issuer !== null, problems)
}

function outcome(
  next: CrlFile,
  previous: CrlFile | null,
  isVerified: boolean,
  problems: readonly SuccessionProblem[],
): Outcome {
  const ok = problems.length === 0
  const signature = isVerified ? (ok ? 'verified' : 'checked') : 'not checked'
  const [described, before] = [describeCrl(next.der), previous === null ? null : describeCrl(previous.der)]
  const facts = [described, ...(before === null ? [] : [before])].map(
    ({ number, thisUpdate, nextUpdate, entries, issuer }, at): [string, string] => [
      at === 0 ? 'New' : 'Previous',
      `number ${number ?? 'absent'}, ${thisUpdate} to ${nextUpdate ?? 'no end'}, ${entries.toLocaleString('en')} entries\n${issuer}`,
    ],
  )
  const verdict = ok
    ? `This CRL ${previous === null ? 'is in order by itself' : 'may follow the previous one'}; signature ${signature}.`
    : `This CRL ${previous === null ? 'is not in order' : 'may not follow the previous one'}:`
  return {
    json: { ok, signature, new: described, previous: before, problems },
    text: paragraphs(
      rows(facts),
      verdict,
      problems.map(({ rule, citation, message }) => wrapped(`${rule}: ${message} (${citation})`, '  ')).join('\n'),
    ),
    failure: ok
      ? undefined
      : fail(
          'crl-rule-violated',
          `${next.path} breaks ${String(new Set(problems.map(({ rule }) => rule)).size)} rules.`,
          {
            remedy: 'Do not publish it. Build it again from the last CRL.',
          },
        ).failure,
  }
}

type Issuer = ReturnType<typeof readCertificateFields>

function signatureProblems({ path, der, fields }: CrlFile, issuer: Issuer | null): SuccessionProblem[] {
  if (issuer === null) return []
  if (!equalBytes(fields.issuer, issuer.subject))
    return [
      {
        rule: 'issuer-certificate',
        citation: 'RFC 5280 §5.1.2.3',
        message: `the issuer of ${path} is not byte for byte the subject of the certificate`,
      },
    ]
  if (verifyCrlSignature(der, issuer.subjectPublicKey)) return []
  return [
    {
      rule: 'signature',
      citation: 'RFC 5280 §5.1.1.3',
      message: `the signature of ${path} is not by the key of the certificate`,
    },
  ]
}

function readIssuer(path: string | undefined): Issuer | null {
  if (path === undefined) return null
  const bytes = readFileCapped(path, 1 << 20)
  const der = bytes[0] === 0x30 ? bytes : decodePem('CERTIFICATE', new TextDecoder().decode(bytes))
  try {
    if (der !== null) return readCertificateFields(der)
  } catch {
    // It is said below.
  }
  throw fail('certificate-malformed', `${path} is not one certificate, in DER or PEM.`, {
    remedy: 'Check that this is the file you meant.',
  })
}
