import { hexToBytes } from '../bytes.ts'
import { toWords } from '../ledger/words.ts'
import {
  CHECKSUMS_PATH,
  handoffName,
  LOG_ENTRY_PATH,
  LOG_POLICY_PATH,
  LOG_PROOF_PATH,
  signaturePath,
  signerCertificatePath,
} from './names.ts'

export interface ReadmeFacts {
  readonly practice: boolean
  readonly domain: string
  readonly epoch: number
  readonly sequence: number
  readonly threshold: number
  /** Whether a proof that the signing is in the log lies beside the manifest. */
  readonly logged: boolean
  readonly signers: readonly { readonly name: string; readonly sha256: string }[]
  readonly anchors: string
  /** Null when the hand-off has no CRL at all. */
  readonly crls: string | null
  readonly issuing: readonly {
    readonly name: string
    readonly certificate: string
    readonly chain: string
    readonly crlIncluded: boolean
  }[]
  readonly roots: readonly { readonly name: string; readonly certificate: string; readonly hasCrl: boolean }[]
}

/** Where the commands look for the signers' certificates that the receiver already trusts: beside the hand-off, not in it. */
export const PINNED_SIGNERS_FOLDER = 'handoff-signers'

export interface VerifyCommands {
  readonly signatures: readonly string[]
  readonly content: readonly string[]
  readonly hierarchy: readonly string[]
}

/**
 * The stock commands for this very hand-off, to be run inside its folder in this order: OpenSSL 3.0, coreutils, GnuTLS. Each exits
 * with 0 only if what it checks is true.
 */
export function verifyCommands(facts: ReadmeFacts): VerifyCommands {
  const beside = facts.logged ? ` ! -path ./${LOG_ENTRY_PATH} ! -path ./${LOG_PROOF_PATH}` : ''
  return {
    // -partial_chain: the pinned certificate is trusted itself, whether it is self-signed or was issued by somebody.
    signatures: facts.signers.map(({ name }) => {
      const pinned = `../${PINNED_SIGNERS_FOLDER}/${name}.pem`
      return `openssl cms -verify -binary -inform DER -in ${signaturePath(name)} -content manifest.json -partial_chain -CAfile ${pinned} -out /dev/null`
    }),
    content: [
      // Member order and spacing are those of canonical JSON, so this is the one way the line can be written.
      `grep -qF '"path":"${CHECKSUMS_PATH}","serial":null,"sha256":"'"$(sha256sum ${CHECKSUMS_PATH} | cut -c1-64)"'"' manifest.json`,
      `sha256sum --quiet --strict -c ${CHECKSUMS_PATH}`,
      `test -z "$({ cut -c67- ${CHECKSUMS_PATH}; find . ! -type d ! -path './signatures/*.p7s' ! -path ./manifest.json${beside} ! -path ./${CHECKSUMS_PATH} | cut -c3-; } | sort | uniq -u)"`,
    ],
    hierarchy: [
      ...facts.roots.map(({ certificate, hasCrl }) => opensslVerify(facts, certificate, null, hasCrl)),
      ...facts.issuing.map(({ certificate, chain }) => opensslVerify(facts, certificate, chain, true)),
      ...facts.issuing.map(({ chain }) => certtoolVerify(facts, chain)),
    ],
  }
}

function opensslVerify(facts: ReadmeFacts, certificate: string, chain: string | null, withCrl: boolean): string {
  const untrusted = chain === null ? '' : ` -untrusted ${chain}`
  const crls = facts.crls === null || !withCrl ? '' : ` -crl_check_all -CRLfile ${facts.crls}`
  return `openssl verify -x509_strict${crls} -CAfile ${facts.anchors}${untrusted} ${certificate}`
}

function certtoolVerify(facts: ReadmeFacts, chain: string): string {
  const crls = facts.crls === null ? '' : ` --load-crl ${facts.crls}`
  return `certtool --verify --load-ca-certificate ${facts.anchors}${crls} --infile ${chain}`
}

/** The commands that a README-VERIFY.txt prints, word for word. */
export function printedCommands(readme: string): readonly string[] {
  return readme.split('\n').flatMap((line) => (line.startsWith('$ ') ? [line.slice(2)] : []))
}

/** README-VERIFY.txt. Lines that start with '$ ' are commands, word for word. */
export function verifyReadme(facts: ReadmeFacts): string {
  const commands = verifyCommands(facts)
  const online = facts.issuing.filter((authority) => !authority.crlIncluded).map((authority) => authority.name)
  const lines = [
    ...(facts.practice ? PRACTICE : []),
    `${handoffName(facts)}: how to check it with stock tools`,
    '',
    `For ${facts.domain}, epoch ${facts.epoch}, sequence ${facts.sequence}. Needs OpenSSL 3.0 or newer, sha256sum, and GnuTLS certtool.`,
    'Run the lines that start with "$ " in this folder, in this order, without the "$ ". Each must exit with 0;',
    `of the signatures, at least ${facts.threshold} must.`,
    '',
    'Before the first time: pin the signers',
    '',
    ...wrap(
      `Trust nothing in this folder about who signed it. Put the certificate of each signer into ../${PINNED_SIGNERS_FOLDER}/, one file each, from a source that is not this hand-off. If you have none yet: take signatures/<name>.pem, compute its SHA-256 as below, call somebody who was in the room on a number that you know, and let them read the words of the fingerprint from their printed record. Only if every word is the same, copy the file.`,
    ),
    '',
    ...facts.signers.flatMap((signer) => [
      `  ${signer.name}: openssl x509 -in ${signerCertificatePath(signer.name)} -noout -fingerprint -sha256`,
      `    ${(signer.sha256.toUpperCase().match(/../g) ?? []).join(':')}`,
      ...wrap(toWords(hexToBytes(signer.sha256)).join(' '), '    '),
    ]),
    '',
    `1. Signatures: at least ${facts.threshold} of these ${facts.signers.length} must pass, each with its own pinned certificate`,
    '',
    ...asCommands(commands.signatures),
    '',
    '2. Content: the manifest names SHA256SUMS, SHA256SUMS names every other file, and there is no file besides',
    '',
    ...asCommands(commands.content),
    '',
    '3. Certificates and CRLs',
    '',
    ...asCommands(commands.hierarchy),
    '',
    ...(online.length === 0
      ? []
      : [
          ...wrap(
            `${online.join(', ')} will publish CRLs online. A server that checks the whole chain of a leaf needs those too: append them to a copy of ${facts.crls ?? 'the CRL file'}.`,
          ),
          '',
        ]),
    'What these lines cannot tell',
    '',
    ...wrap(
      'Whether this is the newest hand-off: compare epoch, sequence and previous_manifest_sha256 in manifest.json with the last one that you applied, and expires_at with your clock. "conclave handoff verify" does all of it.',
    ),
    ...(facts.logged
      ? [
          '',
          ...wrap(
            `Whether the signing is recorded in the log of the facility: ${LOG_PROOF_PATH} (C2SP tlog-proof) leads from ${LOG_ENTRY_PATH} to a checkpoint that the key in ${LOG_POLICY_PATH} signed. "conclave handoff verify" follows it.`,
          ),
        ]
      : []),
  ]
  return `${lines.join('\n')}\n`
}

const PRACTICE: readonly string[] = [
  'PRACTICE  PRACTICE  PRACTICE  PRACTICE  PRACTICE  PRACTICE  PRACTICE  PRACTICE',
  'This comes from a practice facility. Its keys are not protected. Never install it.',
  '',
]

function asCommands(commands: readonly string[]): readonly string[] {
  return commands.map((command) => `$ ${command}`)
}

function wrap(text: string, indent = ''): readonly string[] {
  const lines: string[] = []
  let line = indent
  for (const word of text.split(' ')) {
    if (line.length > indent.length && line.length + 1 + word.length > 100) {
      lines.push(line)
      line = indent
    }
    line += line === indent ? word : ` ${word}`
  }
  return [...lines, line]
}
