import { concatBytes, sha256Hex, utf8ToBytes } from '../bytes.ts'
import { encodePem } from '../pki/pem.ts'
import {
  authoritiesThatNeedCrl,
  chainOf,
  type HandoffCertificate,
  type HandoffCrl,
  isAnchor,
  issuingCertificates,
} from './authority.ts'
import { type ArtifactFacts, type HandoffFile, handoffFile } from './handoff-file.ts'
import { CERTIFICATE_MEDIA_TYPE, CRL_MEDIA_TYPE, PEM_MEDIA_TYPE } from './manifest.ts'
import { type BlockedCertificate, opensslReject, p11KitBlock } from './blocklist.ts'
import { consumerFiles } from './consumers/all.ts'
import { consumerFacts, type StoppedAuthority } from './consumers/facts.ts'
import {
  CHECKSUMS_PATH,
  LOG_POLICY_PATH,
  practiceMark,
  README_PATH,
  signerCertificatePath,
  TRUST_STATE_PATH,
} from './names.ts'
import { type ReadmeFacts, verifyReadme } from './readme.ts'
import { type TrustState, trustStateBytes } from './trust-state.ts'

export interface LayoutInput {
  readonly practice: boolean
  readonly domain: string
  readonly epoch: number
  readonly sequence: number
  readonly threshold: number
  readonly certificates: readonly HandoffCertificate[]
  readonly crls: readonly HandoffCrl[]
  readonly signers: readonly { readonly name: string; readonly der: Uint8Array }[]
  readonly state: TrustState
  /** Every certificate of the keys that the state distrusts. */
  readonly blocked?: readonly BlockedCertificate[]
  /** What was stopped, and what the lists of this hand-off revoke anew. */
  readonly stopped?: readonly StoppedAuthority[]
  readonly revoked?: readonly { readonly issuerSpki: string; readonly serial: string; readonly reason: string }[]
  /** Further files: log proofs, the requests that are answered. Paths start with `log/` or `requests/`. */
  readonly extra?: readonly {
    readonly path: string
    readonly bytes: Uint8Array
    readonly mediaType: string
    readonly kind: 'log' | 'request'
  }[]
}

/** RFC 8555 §9.1. */
const CHAIN = 'application/pem-certificate-chain'

/**
 * All files of a hand-off but the manifest and the signatures, sorted by path. Plain files for any consumer; whoever wants the root at
 * the end of a chain (cert-manager, AWS Private CA) appends `trust/anchors.pem`, because everybody else is hurt by it.
 */
export function layoutFiles(input: LayoutInput): readonly HandoffFile[] {
  const mark = practiceMark(input.practice)
  const files = [
    ...input.certificates.flatMap((certificate) => certificateFiles(mark, certificate, input.certificates)),
    ...issuingCertificates(input.certificates).map((leaf) => chainFile(mark, leaf, input.certificates)),
    ...crlFiles(mark, input.crls, input.certificates),
    handoffFile(`trust/${mark}anchors.pem`, 'trust-anchors', PEM_MEDIA_TYPE, pems(input.certificates.filter(isAnchor))),
    ...(input.blocked ?? []).flatMap((blocked) => blockedFiles(mark, blocked)),
    handoffFile(TRUST_STATE_PATH, 'trust-state', 'application/json', trustStateBytes(input.state)),
    // For people who compare fingerprints, not for trust: a receiver pins signers that came another way.
    ...input.signers.map((signer) =>
      handoffFile(
        signerCertificatePath(signer.name),
        'signer-certificate',
        PEM_MEDIA_TYPE,
        encodePemBytes('CERTIFICATE', signer.der),
      ),
    ),
    ...forConsumers(input),
    ...(input.extra ?? []).map((extra) => handoffFile(extra.path, extra.kind, extra.mediaType, extra.bytes)),
    handoffFile(README_PATH, 'readme', 'text/plain', utf8ToBytes(verifyReadme(readmeFacts(input, mark)))),
  ]
  return [...files, checksumsFile(files)].toSorted(byPath)
}

/** What each kind of consumer does with it, and the few files that only one of them wants. */
function forConsumers(input: LayoutInput): readonly HandoffFile[] {
  const { certificates, stopped = [], revoked = [], blocked = [] } = input
  const roots = certificates.filter(isAnchor)
  const pem = {
    anchors: pemText(roots),
    rootOf: Object.fromEntries(roots.map((root) => [root.name, pemText([root])])),
    chainOf: Object.fromEntries(
      issuingCertificates(certificates).map((leaf) => [leaf.name, pemText(chainOf(leaf, certificates))]),
    ),
  }
  const facts = consumerFacts({ ...input, stopped, revoked, blocked, pem })
  return consumerFiles(facts).map(({ path, mediaType, text }) =>
    handoffFile(path, 'consumer', mediaType, utf8ToBytes(text)),
  )
}

function certificateFiles(
  mark: string,
  certificate: HandoffCertificate,
  all: readonly HandoffCertificate[],
): readonly HandoffFile[] {
  const issuer = all.find((candidate) => candidate.name === certificate.issuer)
  const facts: ArtifactFacts = { issuer_spki_sha256: issuer?.spkiSha256 ?? null, serial: certificate.serial }
  const base = `certs/${mark}${certificate.name}`
  return [
    handoffFile(`${base}.der`, 'certificate', CERTIFICATE_MEDIA_TYPE, certificate.der, facts),
    handoffFile(`${base}.pem`, 'certificate', PEM_MEDIA_TYPE, pems([certificate]), facts),
  ]
}

function chainFile(mark: string, leaf: HandoffCertificate, all: readonly HandoffCertificate[]): HandoffFile {
  return handoffFile(`chains/${mark}${leaf.name}-chain.pem`, 'chain', CHAIN, pems(chainOf(leaf, all)))
}

/** The plain certificate for a blocklist folder (RHEL, p11-kit), and the two forms that say by themselves that it is distrusted. */
function blockedFiles(mark: string, blocked: BlockedCertificate): readonly HandoffFile[] {
  const base = `trust/blocklist/${mark}${blocked.name}`
  return [
    handoffFile(`${base}.pem`, 'blocklist', PEM_MEDIA_TYPE, encodePemBytes('CERTIFICATE', blocked.der)),
    handoffFile(`${base}.p11-kit`, 'blocklist', 'text/plain', p11KitBlock(blocked)),
    handoffFile(`${base}.openssl-reject.pem`, 'blocklist', PEM_MEDIA_TYPE, opensslReject(blocked)),
  ]
}

/** DER for the distribution point, PEM for servers, and one PEM with all of them for servers that check the whole chain. */
function crlFiles(
  mark: string,
  crls: readonly HandoffCrl[],
  all: readonly HandoffCertificate[],
): readonly HandoffFile[] {
  const single = crls.flatMap((crl) => {
    const issuer = all.find((candidate) => candidate.name === crl.issuer)
    const facts: ArtifactFacts = {
      issuer_spki_sha256: issuer?.spkiSha256 ?? null,
      crl_number: crl.number,
      this_update: crl.thisUpdate,
      next_update: crl.nextUpdate,
    }
    const base = `crls/${mark}${crl.issuer}`
    return [
      handoffFile(`${base}.crl`, 'crl', CRL_MEDIA_TYPE, crl.der, facts),
      handoffFile(`${base}.pem`, 'crl', PEM_MEDIA_TYPE, encodePemBytes('X509 CRL', crl.der), facts),
    ]
  })
  const everything = concatBytes(...crls.map((crl) => encodePemBytes('X509 CRL', crl.der)))
  return crls.length === 0
    ? single
    : [...single, handoffFile(`crls/${mark}crls-all.pem`, 'crl-set', PEM_MEDIA_TYPE, everything)]
}

/** `sha256sum -c` format. It cannot list itself; the manifest does. */
function checksumsFile(files: readonly HandoffFile[]): HandoffFile {
  const lines = files.toSorted(byPath).map(({ artifact }) => `${artifact.sha256}  ${artifact.path}\n`)
  return handoffFile(CHECKSUMS_PATH, 'checksums', 'text/plain', utf8ToBytes(lines.join('')))
}

function readmeFacts(input: LayoutInput, mark: string): ReadmeFacts {
  const needed = new Set(authoritiesThatNeedCrl(input.certificates).map((authority) => authority.name))
  return {
    practice: input.practice,
    domain: input.domain,
    epoch: input.epoch,
    sequence: input.sequence,
    threshold: input.threshold,
    logged: (input.extra ?? []).some(({ path }) => path === LOG_POLICY_PATH),
    signers: input.signers.map((signer) => ({ name: signer.name, sha256: sha256Hex(signer.der) })),
    anchors: `trust/${mark}anchors.pem`,
    crls: input.crls.length === 0 ? null : `crls/${mark}crls-all.pem`,
    issuing: issuingCertificates(input.certificates).map((leaf) => ({
      name: leaf.name,
      certificate: `certs/${mark}${leaf.name}.pem`,
      chain: `chains/${mark}${leaf.name}-chain.pem`,
      crlIncluded: input.crls.some((crl) => crl.issuer === leaf.name),
    })),
    roots: input.certificates.filter(isAnchor).map((root) => ({
      name: root.name,
      certificate: `certs/${mark}${root.name}.pem`,
      hasCrl: needed.has(root.name) || input.crls.some((crl) => crl.issuer === root.name),
    })),
  }
}

function pems(certificates: readonly HandoffCertificate[]): Uint8Array {
  return utf8ToBytes(pemText(certificates))
}

function pemText(certificates: readonly HandoffCertificate[]): string {
  return certificates.map(({ der }) => encodePem('CERTIFICATE', der)).join('')
}

function encodePemBytes(label: 'CERTIFICATE' | 'X509 CRL', der: Uint8Array): Uint8Array {
  return utf8ToBytes(encodePem(label, der))
}

function byPath(a: HandoffFile, b: HandoffFile): number {
  return a.artifact.path < b.artifact.path ? -1 : 1
}
