import { marks } from './custody-text.ts'
import { CONTENT, CUSTODY, keyFile, MANIFEST, README, SUMS, signatureFile } from './names.ts'
import type { ContentManifest, PackageManifest } from './package.ts'

/** Whose signature stands over a list of digests. */
export interface SealSigner {
  /** "log", or the id of a person's credential; part of file names. */
  readonly name: string
  readonly words: string
  readonly algorithm: 'ed25519' | 'ecdsa-sha256' | 'ecdsa-sha384'
  /** SHA-256 of the public key, DER SubjectPublicKeyInfo. */
  readonly sha256: string
}

/** The name of the folder in the archive. */
export function contentFolder(packageName: string): string {
  return `${packageName}-content`
}

/** Run inside the folder in this order; each exits with 0 only if what it checks is true. OpenSSL 3.0 and coreutils. */
export function sealCommands(signers: readonly SealSigner[]): { signatures: string[]; content: string[] } {
  const outside = [...signers.map(({ name }) => signatureFile(name)), SUMS]
  return {
    signatures: signers.map(signatureCommand),
    content: [
      `sha256sum --quiet --strict -c ${SUMS}`,
      `test -z "$({ cut -c67- ${SUMS}; find . ! -type d${outside.map((path) => ` ! -path ./${path}`).join('')} | cut -c3-; } | sort | uniq -u)"`,
    ],
  }
}

function signatureCommand({ name, algorithm }: SealSigner): string {
  const [key, signature] = [keyFile(name), signatureFile(name)]
  if (algorithm === 'ed25519')
    return `openssl pkeyutl -verify -pubin -inkey ${key} -rawin -in ${SUMS} -sigfile ${signature}`
  return `openssl dgst -${algorithm.slice('ecdsa-'.length)} -verify ${key} -signature ${signature} ${SUMS}`
}

/** Opens the content with the certificate and key of one recipient, which lie beside the package. */
export function openCommands({ content }: Pick<PackageManifest, 'content'>): string[] {
  return [
    `for part in ${CONTENT}.*.cms; do openssl cms -decrypt -binary -inform DER -in "$part" -recip ../recipient.pem -inkey ../recipient.key || exit 1; done > ../${CONTENT}`,
    `test "$(sha256sum < ../${CONTENT} | cut -c1-64)" = ${content.sha256}`,
    `tar -xf ../${CONTENT} -C ..`,
  ]
}

/** README.txt beside the encrypted parts. Lines that start with '$ ' are commands, word for word. */
export function packageReadme(manifest: PackageManifest, signers: readonly SealSigner[]): string {
  const { signatures, content } = sealCommands(signers)
  return text([
    ...marks(manifest),
    `${manifest.name}: sealed evidence, and how to check and open it with stock tools`,
    '',
    `Sealed at ${manifest.sealedAt} (UTC) by ${manifest.facilityName} (${manifest.facility}), ${manifest.run}, ${manifest.step}.`,
    `${String(manifest.content.items)} items, ${String(manifest.content.size)} bytes before encryption, in ${String(manifest.content.parts.length)} parts.`,
    'Needed: OpenSSL 3.0 or newer, coreutils, tar. Run the commands inside this folder; each must end with exit code 0.',
    '',
    '1. Who sealed it',
    '',
    ...signers.map(({ name, words, sha256 }) => `  ${name}: ${words}\n    SHA-256 of the public key: ${sha256}`),
    '',
    ...signatures.map((command) => `$ ${command}`),
    '',
    'The keys in this folder prove nothing by themselves. Compare their digests with those on the genesis page of the facility, or in its log:',
    '',
    ...signers.map(({ name }) => `$ openssl pkey -pubin -in ${keyFile(name)} -outform DER | sha256sum`),
    '',
    '2. Nothing was changed, nothing is missing, nothing was added',
    '',
    ...content.map((command) => `$ ${command}`),
    '',
    `The log of the facility names this package by the SHA-256 of ${SUMS}:`,
    '',
    `$ sha256sum ${SUMS}`,
    '',
    '3. Opening it',
    '',
    'It is encrypted to these certificates; the key of any one of them opens it:',
    '',
    ...manifest.recipients.map(
      ({ subject, sha256, algorithm }) => `  ${subject} (${algorithm})\n    SHA-256 of the certificate: ${sha256}`,
    ),
    '',
    'Put your certificate beside this folder as recipient.pem and your key as recipient.key. Each part takes about 600 MB of memory.',
    '',
    ...openCommands(manifest).map((command) => `$ ${command}`),
    '',
    `The content is now in ../${contentFolder(manifest.name)}; its ${README} says how to check it again, and ${CUSTODY} what each item is.`,
  ])
}

/** README.txt in the content. */
export function contentReadme(manifest: ContentManifest, signers: readonly SealSigner[]): string {
  const { signatures, content } = sealCommands(signers)
  return text([
    ...marks(manifest),
    `${manifest.name}: the evidence, and how to check it with stock tools`,
    '',
    `${CUSTODY} is the custody record for people, ${MANIFEST} and collections/ the same for programs, items/ the evidence.`,
    'Each item was hashed while it was acquired, and again from the sealed package. Run the commands inside this folder.',
    '',
    ...signers.map(({ name, words, sha256 }) => `  ${name}: ${words}\n    SHA-256 of the public key: ${sha256}`),
    '',
    ...signatures.map((command) => `$ ${command}`),
    ...content.map((command) => `$ ${command}`),
  ])
}

/** The commands that a README prints, word for word. */
export function printedCommands(readme: string): readonly string[] {
  return readme.split('\n').flatMap((line) => (line.startsWith('$ ') ? [line.slice(2)] : []))
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}
