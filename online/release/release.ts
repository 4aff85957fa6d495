import { sha256Hex } from '../../shared/bytes.ts'
import { fail } from '../../shared/failure.ts'
import { CERTIFICATE_MEDIA_TYPE, CRL_MEDIA_TYPE, type HandoffManifest } from '../../shared/handoff/manifest.ts'
import { MANIFEST_PATH, practiceMark, TRUST_STATE_PATH } from '../../shared/handoff/names.ts'
import type { HandoffPosition } from '../../shared/handoff/status.ts'
import { type TrustState, trustState } from '../../shared/handoff/trust-state.ts'
import { parseCanonical } from '../../shared/ledger/canonical-json.ts'
import { encodePem } from '../../shared/pki/pem.ts'
import type { HandoffContainer } from '../../electron/core/handoff/container.ts'
import { readManifest } from '../../electron/core/handoff/verify-manifest.ts'
import {
  type CertificateFacts,
  type CrlFacts,
  isIssuedBy,
  readCertificateFacts,
  readCrlFacts,
} from '../../electron/core/handoff/x509-facts.ts'

/** A CA certificate of a hand-off. */
export interface Authority {
  /** What the hand-off calls it: a slug. */
  readonly name: string
  readonly facts: CertificateFacts
  readonly pem: string
  /** Name of the authority that signed it; its own for a root. */
  readonly issuer: string
}

export interface ReleaseCrl {
  /** Name of the authority whose list it is. */
  readonly issuer: string
  readonly issuerSpki: string
  readonly facts: CrlFacts
  readonly pem: string
}

/** What a verified hand-off brings, in the shape in which drivers need it. */
export interface Release {
  readonly position: HandoffPosition
  readonly practice: boolean
  readonly domain: string
  readonly stateDigest: string
  readonly state: TrustState
  readonly manifest: HandoffManifest
  readonly authorities: readonly Authority[]
  readonly crls: readonly ReleaseCrl[]
  readonly files: ReadonlyMap<string, Uint8Array>
}

/** Only of a container that was verified. */
export function readRelease(container: HandoffContainer): Release {
  const { manifest } = readManifest(container)
  const bytes = container.files.get(MANIFEST_PATH)
  if (manifest === null || bytes === undefined) throw fail('handoff-malformed', 'The hand-off has no manifest.')
  const { files } = container
  const mark = practiceMark(manifest.practice)
  const state = trustState.parse(parseCanonical(files.get(TRUST_STATE_PATH) ?? new Uint8Array()))
  const authorities = readAuthorities(manifest, files, mark)
  return {
    position: { epoch: manifest.epoch, sequence: manifest.sequence, manifest_sha256: sha256Hex(bytes) },
    practice: manifest.practice,
    domain: manifest.domain,
    stateDigest: manifest.state_digest,
    state,
    manifest,
    authorities,
    crls: readCrls(manifest, files, authorities),
    files,
  }
}

function readAuthorities(
  manifest: HandoffManifest,
  files: ReadonlyMap<string, Uint8Array>,
  mark: string,
): readonly Authority[] {
  const found = manifest.artifacts
    .filter(({ kind, media_type: type }) => kind === 'certificate' && type === CERTIFICATE_MEDIA_TYPE)
    .map(({ path }) => ({
      name: (path.split('/').at(-1) ?? path).replace(/\.der$/, '').slice(mark.length),
      facts: readCertificateFacts(files.get(path) ?? new Uint8Array()),
    }))
  return found.map(({ name, facts }) => ({
    name,
    facts,
    pem: encodePem('CERTIFICATE', facts.der),
    issuer: found.find((candidate) => isIssuedBy(facts, candidate.facts))?.name ?? name,
  }))
}

function readCrls(
  manifest: HandoffManifest,
  files: ReadonlyMap<string, Uint8Array>,
  authorities: readonly Authority[],
): readonly ReleaseCrl[] {
  return manifest.artifacts
    .filter(({ kind, media_type: type }) => kind === 'crl' && type === CRL_MEDIA_TYPE)
    .map(({ path, issuer_spki_sha256: spki }) => {
      const facts = readCrlFacts(files.get(path) ?? new Uint8Array())
      const issuer = authorities.find((authority) => authority.facts.spkiSha256 === spki)
      return {
        issuer: issuer?.name ?? '',
        issuerSpki: spki ?? '',
        facts,
        pem: encodePem('X509 CRL', facts.der),
      }
    })
}

export function isAnchor(authority: Authority): boolean {
  return authority.issuer === authority.name
}

export function anchorsOf({ authorities }: Release): readonly Authority[] {
  return authorities.filter(isAnchor)
}

/** From `leaf` upwards, without the root. */
export function chainAbove(leaf: Authority, { authorities }: Release): readonly Authority[] {
  const chain: Authority[] = []
  let at: Authority | undefined = leaf
  while (at !== undefined && !isAnchor(at) && !chain.includes(at)) {
    chain.push(at)
    const { issuer }: Authority = at
    at = authorities.find(({ name }) => name === issuer)
  }
  return chain
}

/** CAs below the roots that issue nothing in this hand-off and were not told to stop: what an online CA installs. */
export function issuingAuthorities(release: Release): readonly Authority[] {
  const stopped = new Set([...release.state.disabled, ...release.state.tainted, ...release.state.distrusted])
  return issuers(release).filter(({ facts }) => !stopped.has(facts.spkiSha256))
}

/**
 * Those that issue nothing more and are trusted as before: an online CA keeps the files that it has. One whose certificates are to be
 * replaced now is among them only while there is nothing to replace it with.
 */
export function stoppedIssuers(release: Release): readonly Authority[] {
  const { disabled, tainted, distrusted } = release.state
  const others = issuingAuthorities(release).length > 0 ? [...distrusted, ...tainted] : distrusted
  return issuers(release).filter(
    ({ facts }) => [...disabled, ...tainted].includes(facts.spkiSha256) && !others.includes(facts.spkiSha256),
  )
}

function issuers({ authorities }: Release): readonly Authority[] {
  return authorities.filter((one) => !isAnchor(one) && !authorities.some(({ issuer }) => issuer === one.name))
}
