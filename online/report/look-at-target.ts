import { join } from 'node:path'
import type { SeenEndpoint, StatusTarget } from '../../shared/handoff/status.ts'
import { visible } from '../../shared/spoken-text.ts'
import { readFileCapped } from '../../electron/core/files/host-files.ts'
import { type CertificateFacts, readCertificateFacts } from '../../electron/core/handoff/x509-facts.ts'
import { placeOf, toolsOf } from '../apply/context.ts'
import { probeHandshake } from '../apply/probe.ts'
import type { Surroundings } from '../apply/run.ts'
import { wordsOf } from '../apply/target.ts'
import type { Probe } from '../config/common.ts'
import type { Target } from '../config/schema.ts'
import { verifyConsumer } from '../drivers/table.ts'
import { type Contents, contentsOf, together } from '../files/contents.ts'
import { isInPlace, present, servedFolder } from '../files/place.ts'
import type { Release } from '../release/release.ts'
import type { Generation } from '../state/journal.ts'
import { isSelfIssued, seenCertificate, seenCrl } from './seen.ts'

const MAX_FILE_BYTES = 256 * 1024 * 1024

export interface LookInput {
  readonly around: Surroundings
  readonly target: Target
  /** The last hand-off; null before the first. */
  readonly release: Release | null
  readonly current: Generation | null
  readonly previous: Generation | null
}

/** What a target has on its disk and shows in handshakes at this moment. */
export async function lookAt({ around, target, release, current, previous }: LookInput): Promise<StatusTarget> {
  const contents = filesOf(target, current ?? previous)
  const own = release?.authorities.map(({ facts }) => facts) ?? []
  const known = [...own, ...contents.certificates]
  // A server's own certificate is told by handshakes.
  const authorities = contents.certificates.filter(({ x509 }) => x509.ca)
  const problems: string[] = []
  const endpoints: SeenEndpoint[] = []
  for (const probe of target.probes.filter(({ expect }) => expect === 'accepted')) {
    const endpoint = await lookAtEndpoint(around, release, probe, known)
    endpoints.push(endpoint)
    if (!endpoint.ok) problems.push(`${endpoint.address}: ${endpoint.detail}`)
  }
  const files = filesState(target, current, previous)
  if (files === 'mixed' || files === 'changed') problems.push(`its files are ${files}`)
  if (release !== null) problems.push(...(await consumerProblems(around, target, release)))
  const now = new Date(around.clock.now()).toISOString()
  for (const crl of contents.crls) {
    if (crl.nextUpdate !== null && crl.nextUpdate <= now)
      problems.push(`a revocation list with number ${crl.number ?? 'none'} was valid until ${crl.nextUpdate}`)
  }
  return {
    target: target.name,
    driver: target.driver,
    files,
    endpoints,
    certificates: authorities.slice(0, 500).map((facts) => seenCertificate(facts, known)),
    crls: contents.crls.slice(0, 500).map((crl) => seenCrl(crl, known)),
    anchors: [...new Set(authorities.filter(isSelfIssued).map(({ spkiSha256 }) => spkiSha256))].slice(0, 500),
    problems: problems.slice(0, 100).map((problem) => visible(problem).slice(0, 500)),
  }
}

function filesState(target: Target, current: Generation | null, previous: Generation | null): StatusTarget['files'] {
  const place = placeOf(target)
  if (current !== null && isInPlace(place, current)) return 'new'
  if (previous !== null && isInPlace(place, previous)) return 'old'
  const some = [current, previous].some((generation) => generation !== null && present(place, generation).length > 0)
  if (some) return 'mixed'
  return current === null && previous === null ? 'none' : 'changed'
}

function filesOf(target: Target, generation: Generation | null): Contents {
  const folder = servedFolder(placeOf(target))
  const names = (generation?.files ?? []).filter(({ link }) => link === null).map(({ name }) => name)
  return together(
    names.map((name) => {
      try {
        return contentsOf(readFileCapped(join(folder, name), MAX_FILE_BYTES))
      } catch {
        // Missing or unreadable: told by the state of its files.
        return { certificates: [], crls: [] }
      }
    }),
  )
}

async function lookAtEndpoint(
  { config }: Surroundings,
  release: Release | null,
  probe: Probe,
  known: readonly CertificateFacts[],
): Promise<SeenEndpoint> {
  if (release === null)
    return { address: probe.connect, ok: false, detail: 'no hand-off says what to expect', chain: [] }
  try {
    const seen = await probeHandshake(release, probe, config.settings.probe_timeout_ms)
    const facts = seen.chain.map(readCertificateFacts)
    return {
      address: probe.connect,
      ok: seen.outcome === 'accepted',
      detail: visible(`${seen.outcome}: ${seen.detail}`).slice(0, 500),
      chain: facts.map((one) => seenCertificate(one, [...known, ...facts])),
    }
  } catch (error) {
    return { address: probe.connect, ok: false, detail: visible(wordsOf(error)).slice(0, 500), chain: [] }
  }
}

async function consumerProblems(around: Surroundings, target: Target, release: Release): Promise<readonly string[]> {
  try {
    const seen = await verifyConsumer(release, target, toolsOf(around))
    return seen.filter(({ ok }) => !ok).map(({ detail }) => detail)
  } catch (error) {
    return [wordsOf(error)]
  }
}
