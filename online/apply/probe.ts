import { sha256Hex } from '../../shared/bytes.ts'
import { readFileCapped } from '../../electron/core/files/host-files.ts'
import {
  type CertificateFacts,
  isIssuedBy,
  isRevokedIn,
  readCertificateFacts,
} from '../../electron/core/handoff/x509-facts.ts'
import type { Probe } from '../config/common.ts'
import { anchorsOf, type Release } from '../release/release.ts'
import { pems } from '../release/tls-files.ts'
import { type Handshake, shakeHands } from './handshake.ts'
import type { Observation } from './observation.ts'

const MAX_PEM_BYTES = 1024 * 1024

/** The handshake that a probe describes, against the roots of a hand-off. */
export function probeHandshake(release: Release, probe: Probe, timeoutMs: number): Promise<Handshake> {
  const { client_certificate: certificate, client_key: key } = probe
  const read = (path: string): Uint8Array => readFileCapped(path, MAX_PEM_BYTES)
  return shakeHands({
    address: probe.connect,
    serverName: probe.server_name,
    anchors: pems(anchorsOf(release)),
    client:
      certificate === undefined || key === undefined ? undefined : { certificate: read(certificate), key: read(key) },
    http: probe.http,
    timeoutMs,
  })
}

/** Whether the server does what the probe expects: in the handshake, and in who stands in its chain. */
export async function runProbe(release: Release, probe: Probe, timeoutMs: number): Promise<Observation> {
  const seen = await probeHandshake(release, probe, timeoutMs)
  const say = (ok: boolean, what: string): Observation => ({ ok, detail: `${probe.connect}: ${what}` })
  if (probe.expect === 'refused') {
    if (seen.outcome === 'refused') return say(true, `turns the client away, as it should (${seen.detail})`)
    return say(false, `does not turn the client away: ${seen.outcome}, ${seen.detail}`)
  }
  if (seen.outcome !== 'accepted') return say(false, `${seen.outcome}: ${seen.detail}`)
  return say(...judgeChain(release, seen, probe))
}

/** Only whether the server shakes hands at all, with a chain that is believed: whom it lets in is not asked. */
export async function probeService(release: Release, probe: Probe, timeoutMs: number): Promise<Observation> {
  const { outcome, detail } = await probeHandshake(release, probe, timeoutMs)
  const ok = outcome === 'accepted' || outcome === 'refused'
  return { ok, detail: `${probe.connect}: ${ok ? 'it shakes hands' : outcome} (${detail})` }
}

/** CA certificates only: whether a leaf is revoked is told by the lists of online CAs. */
function judgeChain(release: Release, { chain, detail }: Handshake, probe: Probe): readonly [boolean, string] {
  const facts = chain.map(readCertificateFacts)
  const revoked = facts.find((certificate) => isRevoked(release, certificate))
  if (revoked !== undefined) return [false, `a certificate in its chain is revoked: serial ${revoked.serial}`]
  const distrusted = facts.find(({ spkiSha256 }) => release.state.distrusted.includes(spkiSha256))
  if (distrusted !== undefined) return [false, `a key in its chain is distrusted: ${distrusted.spkiSha256}`]
  if (probe.issued_by !== undefined) {
    const wanted = release.authorities.find(({ name }) => name === probe.issued_by)
    if (wanted === undefined) return [false, `the hand-off has no authority "${probe.issued_by}"`]
    if (!facts.some(({ sha256 }) => sha256 === wanted.facts.sha256)) {
      return [false, `${probe.issued_by} is not in its chain`]
    }
  }
  const own = chain[0] === undefined ? '' : `, certificate ${sha256Hex(chain[0]).slice(0, 16)}`
  return [true, `${detail}${own}`]
}

function isRevoked({ authorities, crls }: Release, certificate: CertificateFacts): boolean {
  const issuer = authorities.find(({ facts }) => isIssuedBy(certificate, facts))
  return crls.some((crl) => crl.issuer === issuer?.name && isRevokedIn(crl.facts, certificate.serial))
}
