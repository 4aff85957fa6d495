import { equalBytes, sha256Hex } from '../../../shared/bytes.ts'
import type { FailureCode } from '../../../shared/failure.ts'
import { type HandoffManifest, type ManifestArtifact, PEM_MEDIA_TYPE } from '../../../shared/handoff/manifest.ts'
import { EXTENSION_OID } from '../../../shared/pki/oids.ts'
import { decodePem, decodePemBlocks, type PemLabel } from '../../../shared/pki/pem.ts'
import { attempt, type Finding, type HandoffProblem } from './findings.ts'
import {
  type CertificateFacts,
  type CrlFacts,
  isCrlOf,
  isIssuedBy,
  isRevokedIn,
  readCertificateFacts,
  readCrlFacts,
} from './x509-facts.ts'

const CODE: FailureCode = 'handoff-trust-invalid'
const CLOCK_SKEW = 5 * 60_000

export interface Hierarchy {
  /** By SHA-256 of the certificate, once each. */
  readonly certificates: ReadonlyMap<string, CertificateFacts>
  readonly anchors: readonly CertificateFacts[]
  readonly issuers: ReadonlyMap<CertificateFacts, CertificateFacts>
}

type Files = ReadonlyMap<string, Uint8Array>

/** Certificates, chains and anchors: well-formed, as the manifest says, each signed by the next up to a self-signed root, valid now. */
export function checkCertificates(
  manifest: HandoffManifest,
  files: Files,
  now: string,
): Finding & { readonly hierarchy: Hierarchy } {
  const problems: HandoffProblem[] = []
  const certificates = new Map<string, CertificateFacts>()
  const issuers = new Map<CertificateFacts, CertificateFacts>()
  const listed = manifest.artifacts.filter((artifact) => artifact.kind === 'certificate')
  const read = listed.flatMap((artifact) => {
    const facts = attempt(problems, CODE, artifact.path, () =>
      readCertificateFacts(derOf(artifact, files, 'CERTIFICATE')),
    )
    if (facts !== null) certificates.set(facts.sha256, certificates.get(facts.sha256) ?? facts)
    return facts === null ? [] : [{ artifact, facts }]
  })
  for (const certificate of certificates.values()) {
    const issuer = [...certificates.values()].find((candidate) => isIssuedBy(certificate, candidate))
    if (issuer !== undefined) issuers.set(certificate, issuer)
  }
  const say = (message: string): void => void problems.push({ code: CODE, message })
  const early = (what: string): void => void problems.push(notYet(what, now))
  for (const { artifact, facts } of read) {
    const issuer = issuers.get(certificates.get(facts.sha256) ?? facts)
    if (issuer === undefined) say(`${artifact.path}: the certificate above it is not in the hand-off.`)
    else if (issuer.spkiSha256 !== artifact.issuer_spki_sha256 || facts.serial !== artifact.serial) {
      say(`${artifact.path} is another certificate than the manifest says.`)
    }
    if (!facts.x509.ca) say(`${artifact.path} is not a CA certificate.`)
    if (Date.parse(facts.notBefore) > Date.parse(now) + CLOCK_SKEW)
      early(`${artifact.path} is valid from ${facts.notBefore}`)
    if (now > facts.notAfter) say(`${artifact.path} was valid until ${facts.notAfter}.`)
  }
  const anchors = [...certificates.values()].filter((certificate) => issuers.get(certificate) === certificate)
  const hierarchy = { certificates, anchors, issuers }
  for (const artifact of manifest.artifacts) {
    if (artifact.kind === 'trust-anchors') checkAnchors(artifact, files, hierarchy).forEach(say)
    if (artifact.kind === 'chain') checkChain(artifact, files, hierarchy).forEach(say)
  }
  for (const { name, certificate_sha256: expected } of manifest.signers_required.keys) {
    const path = `signatures/${name}.pem`
    const der = decodePem('CERTIFICATE', textOf(files.get(path)))
    if (der === null || sha256Hex(der) !== expected) say(`${path} is not the certificate of ${name}.`)
  }
  return {
    hierarchy,
    problems,
    detail: `${certificates.size} CA certificates, ${anchors.length} of them trust anchors.`,
  }
}

/** CRLs: signed by their authority, current, one for every authority that issued something, revoking nothing that is handed over. */
export function checkCrls(manifest: HandoffManifest, files: Files, hierarchy: Hierarchy, now: string): Finding {
  const problems: HandoffProblem[] = []
  const say = (message: string): void => void problems.push({ code: CODE, message })
  const { certificates, issuers } = hierarchy
  const crls = new Map<string, CrlFacts>()
  for (const artifact of manifest.artifacts.filter(({ kind }) => kind === 'crl')) {
    const { path, issuer_spki_sha256: spki } = artifact
    const crl = attempt(problems, CODE, path, () => readCrlFacts(derOf(artifact, files, 'X509 CRL')))
    if (crl === null) continue
    const issuer = [...certificates.values()].find(
      (candidate) => candidate.spkiSha256 === spki && isCrlOf(crl, candidate),
    )
    if (issuer === undefined) say(`${path} was not signed by an authority of this hand-off.`)
    else {
      const twin = crls.get(issuer.spkiSha256)
      if (twin !== undefined && !equalBytes(twin.der, crl.der)) say(`${path} and another list are of one authority.`)
      crls.set(issuer.spkiSha256, crl)
    }
    if (isLimited(crl)) say(`${path} does not cover everything that its authority revoked.`)
    if (!matches(artifact, crl)) say(`${path} is another list than the manifest says.`)
    if (Date.parse(crl.thisUpdate) > Date.parse(now) + CLOCK_SKEW)
      problems.push(notYet(`${path} is of ${crl.thisUpdate}`, now))
    if (now >= crl.nextUpdate)
      problems.push({ code: 'handoff-expired', message: `${path} was valid until ${crl.nextUpdate}.` })
  }
  for (const [certificate, issuer] of issuers) {
    const crl = crls.get(issuer.spkiSha256)
    if (crl === undefined) say(`The revocation list of ${nameOf(issuer)} is missing.`)
    else if (attempt(problems, CODE, nameOf(issuer), () => isRevokedIn(crl, certificate.serial)) === true) {
      say(`${nameOf(certificate)} is revoked.`)
    }
  }
  for (const { kind, target } of manifest.actions) {
    const [spki = '', serial = ''] = target.split(':')
    const crl = crls.get(spki)
    if (kind === 'revoke' && (crl === undefined || !isRevokedIn(crl, serial)))
      say(`The action revoke ${target} rests on no revocation list of this hand-off.`)
  }
  for (const { path, kind } of manifest.artifacts) {
    if (kind !== 'crl-set') continue
    const blocks = decodePemBlocks('X509 CRL', textOf(files.get(path))) ?? []
    const same =
      blocks.length === crls.size &&
      [...crls.values()].every((crl) => blocks.some((block) => equalBytes(block, crl.der)))
    if (!same) say(`${path} does not hold exactly the lists of the other files.`)
  }
  return { problems, detail: `${crls.size} revocation lists, one for every authority that signed a certificate here.` }
}

/** The clock of the offline side was ahead: published now, every consumer would refuse it. */
function notYet(what: string, now: string): HandoffProblem {
  return { code: 'handoff-not-yet-valid', message: `${what}; this clock says ${now}.` }
}

const LIMITING = new Set<string>([EXTENSION_OID.issuingDistributionPoint, EXTENSION_OID.deltaCRLIndicator])

/** What narrows a list is critical or one of these (RFC 5280 §5.2.4, §5.2.5): an absent serial would mean nothing. */
function isLimited({ fields }: CrlFacts): boolean {
  return fields.extensions.some(({ oid, critical }) => critical || LIMITING.has(oid))
}

function matches(artifact: ManifestArtifact, crl: CrlFacts): boolean {
  return (
    artifact.crl_number === crl.number &&
    artifact.this_update === crl.thisUpdate &&
    artifact.next_update === crl.nextUpdate
  )
}

function checkAnchors({ path }: ManifestArtifact, files: Files, { anchors }: Hierarchy): readonly string[] {
  const blocks = decodePemBlocks('CERTIFICATE', textOf(files.get(path))) ?? []
  const found = blocks.map(sha256Hex).toSorted().join()
  const expected = anchors
    .map((anchor) => anchor.sha256)
    .toSorted()
    .join()
  return found === expected && found !== '' ? [] : [`${path} does not hold exactly the self-signed roots.`]
}

/** Issuing CA first, each signed by the next, the last one by an anchor; the anchor itself is not in it. */
function checkChain(
  { path }: ManifestArtifact,
  files: Files,
  { certificates, anchors, issuers }: Hierarchy,
): readonly string[] {
  const blocks = decodePemBlocks('CERTIFICATE', textOf(files.get(path))) ?? []
  const chain = blocks.map((block) => certificates.get(sha256Hex(block)))
  if (chain.length === 0 || chain.includes(undefined))
    return [`${path} holds something else than the certificates here.`]
  const broken = chain.some((certificate, index) => {
    if (certificate === undefined || anchors.includes(certificate)) return true
    const issuer = issuers.get(certificate)
    return index + 1 < chain.length ? issuer !== chain[index + 1] : issuer === undefined || !anchors.includes(issuer)
  })
  return broken ? [`${path} is not a chain from an issuing CA up to below its root.`] : []
}

function derOf({ path, media_type: type }: ManifestArtifact, files: Files, label: PemLabel): Uint8Array {
  const bytes = files.get(path) ?? new Uint8Array()
  return type === PEM_MEDIA_TYPE ? (decodePem(label, textOf(bytes)) ?? new Uint8Array()) : bytes
}

function textOf(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('latin1')
}

function nameOf(certificate: CertificateFacts): string {
  return certificate.x509.subject.replaceAll('\n', ', ')
}
