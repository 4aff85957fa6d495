import { equalBytes } from '../../shared/bytes.ts'
import { decodePemBlocks } from '../../shared/pki/pem.ts'
import { httpRequest } from '../apply/http.ts'
import type { Observation } from '../apply/observation.ts'
import { anchorsOf, type Authority, chainAbove, type Release } from '../release/release.ts'
import { selectIssuer } from '../release/select-issuer.ts'
import { pems } from '../release/tls-files.ts'
import { type Driver, type DriverTools, type PreparedFile, type TargetOf, textFile } from './driver.ts'

/**
 * cfssl serve: `-ca ca.pem -ca-key ca-key.pem`, for `bundle` also `-ca-bundle anchors.pem -int-bundle intermediates.pem`. It reads them
 * at its start only, so a reload is a restart. `ca.pem` must hold one certificate.
 */
export const cfssl: Driver<'cfssl'> = {
  publish: 'link',
  prepare(release, target) {
    const { authority, key } = selectIssuer(release, target)
    const chain = chainAbove(authority, release)
    const keyLink: readonly PreparedFile[] = key === null ? [] : [{ name: 'ca-key.pem', link: key }]
    return [
      textFile('ca.pem', authority.pem),
      ...keyLink,
      textFile('chain.pem', pems(chain)),
      textFile('anchors.pem', pems(anchorsOf(release))),
      textFile('intermediates.pem', pems(chain)),
    ]
  },
  verify: askApi,
}

/** What it says that it signs with: `info` of its HTTP API. */
async function askApi(
  release: Release,
  target: TargetOf<'cfssl'>,
  { timeoutMs }: DriverTools,
): Promise<readonly Observation[]> {
  if (target.api === undefined) return []
  const { authority } = selectIssuer(release, target)
  const url = `${target.api.replace(/\/$/, '')}/api/v1/cfssl/info`
  const answer = await httpRequest(url, { body: '{"label":""}', timeoutMs, caFile: target.api_ca })
  if (answer.status !== 200) return [{ ok: false, detail: `${url} answers ${answer.status}` }]
  const [served] = decodePemBlocks('CERTIFICATE', `${certificateIn(answer.body).trim()}\n`) ?? []
  if (served !== undefined && equalBytes(served, authority.facts.der))
    return [{ ok: true, detail: `${url} says that it signs with ${authority.name}${stopWords(release, authority)}` }]
  return [{ ok: false, detail: `${url} says that it signs with another certificate than ${authority.name}` }]
}

/** It cannot issue less: only its operator can stop it. */
function stopWords({ state }: Release, { facts }: Authority): string {
  const stopped = [...state.disabled, ...state.tainted].includes(facts.spkiSha256)
  return stopped ? ', WHICH IS TOLD TO ISSUE NOTHING MORE: stop the service' : ''
}

function certificateIn(body: Uint8Array): string {
  try {
    const answer = JSON.parse(Buffer.from(body).toString()) as { result?: { certificate?: unknown } } | null
    const certificate = answer?.result?.certificate
    return typeof certificate === 'string' ? certificate : ''
  } catch {
    return ''
  }
}
