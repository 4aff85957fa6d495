import { fail } from '../../../../shared/failure.ts'
import { assembleCertificate } from '../../../../shared/pki/certificate.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import type { DocumentItem } from '../../../../shared/procedure/approval.ts'
import type { Reissue } from '../../../../shared/reissue/document.ts'
import { type ListedCertificate, listedCertificates } from '../../reissue/approved-list.ts'
import { certificateLinter } from '../../x509/lint/certificate-lint.ts'
import { BackgroundVerifier } from '../../reissue/background-verifier.ts'
import { assertApproved } from '../approvals.ts'
import { assertNotRevoked, findIssuer, planProfile } from '../issuers.ts'
import type { StepContext } from '../step-context.ts'
import { type SignedBatch, signList } from './sign-many.ts'

type Context = StepContext<'reissue-many'>

/** approved list -> lint -> signatures, batch by batch -> each verified by OpenSSL -> certificates -> lint again -> artifacts. */
export async function reissueMany(context: Context): Promise<StepOutput<'reissue-many'>> {
  const { step, services, facility, run } = context
  const { artifacts } = services.facility
  const { item, reissue: document } = context.output(step.reissue, 'prepare-reissue')
  assertNotRevoked(facility, document.issuer)
  assertApproved(facility, run, context.referred(step.approval), item, artifacts.get(item.tbs))
  const listed = listedCertificates(artifacts, document)
  // Its thread starts while this one lints.
  const verifier = new BackgroundVerifier(document.signatureAlgorithm, artifacts.get(document.spki))
  try {
    lint(
      context,
      document,
      listed.map(({ tbs }) => tbs),
    )
    const { certificates, recovered } = await signAll(context, { document, item, listed, verifier })
    services.progress(`Keeping ${String(certificates.length)} certificates`)
    lint(context, document, certificates)
    const { issuer: signingKey, profile, notBefore, notAfter } = document
    return {
      reissue: item.tbs,
      signingKey,
      profile,
      notBefore,
      notAfter,
      certificates: await artifacts.putAll(certificates),
      recovered,
    }
  } finally {
    await verifier.end()
  }
}

interface ToSign {
  readonly document: Reissue
  readonly item: DocumentItem
  readonly listed: readonly ListedCertificate[]
  readonly verifier: BackgroundVerifier
}

/** The certificates in the order of the list. Throws signature-invalid. */
async function signAll(
  context: Context,
  { document, item, listed, verifier }: ToSign,
): Promise<{ certificates: Uint8Array[]; recovered: boolean }> {
  const certificates: Uint8Array[] = []
  let anyRecovered = false
  const take = async ({ from, listed: batch, signatures, recovered }: SignedBatch): Promise<void> => {
    anyRecovered ||= recovered
    const tbs = batch.map((one) => one.tbs)
    if (!(await verifier.verify(tbs, signatures)))
      throw fail(
        'signature-invalid',
        `A signature that ${document.issuer} returned does not verify. It is in the log and was not used.`,
        { remedy: 'Record an exception. Do not use this token before its fault is known.' },
      )
    for (const [index, bytes] of tbs.entries())
      certificates[from + index] = assembleCertificate(
        bytes,
        document.signatureAlgorithm,
        signatures[index] ?? new Uint8Array(),
      )
  }
  await signList(context, document, item, listed, take)
  return { certificates, recovered: anyRecovered }
}

/** The same rules over what is about to be signed, and was: an approval may be days old. Throws lint-failed. */
function lint({ services, facility, run, state }: Context, document: Reissue, all: readonly Uint8Array[]): void {
  const profile = planProfile(run.plan, document.profile)
  const issuer = findIssuer(facility, services.facility.artifacts, document.issuer)
  const signed = state.intents.find(({ outcome }) => outcome === 'recorded')
  const at = signed === undefined ? services.facility.clock.now() : Date.parse(signed.time)
  const { kind, checkedAgainst } = profile
  const read = certificateLinter({ kind, at, issuer: issuer.der, checkedAgainst })
  for (const der of all) {
    const errors = read(der).findings.filter(({ severity }) => severity === 'error')
    if (errors.length > 0)
      throw fail(
        'lint-failed',
        `A certificate of the list breaks: ${errors.map(({ message, citation }) => `${message} (${citation})`).join('; ')}.`,
        { remedy: 'Record an exception and abort the run. What was signed is in the log; nothing was issued.' },
      )
  }
}
