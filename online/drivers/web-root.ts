import { equalBytes } from '../../shared/bytes.ts'
import { httpRequest } from '../apply/http.ts'
import type { Observation } from '../apply/observation.ts'
import type { Release } from '../release/release.ts'
import type { Driver, DriverTools, PreparedFile, TargetOf } from './driver.ts'

/**
 * The static files behind CDP and AIA addresses: `<authority>.crl` and `<authority>.crt`, DER as RFC 5280 §4.2.1.13 and §4.2.2.1 want it.
 * Serve them as application/pkix-crl and application/pkix-cert.
 */
export const webRoot: Driver<'web-root'> = {
  publish: 'files',
  keepsOld: true,
  prepare: (release) => webFiles(release),
  verify: fetchAll,
}

function webFiles({ authorities, crls }: Release): readonly PreparedFile[] {
  return [
    ...authorities.map(({ name, facts }): PreparedFile => ({ name: `${name}.crt`, bytes: facts.der, mode: 0o644 })),
    ...crls.map(({ issuer, facts }): PreparedFile => ({ name: `${issuer}.crl`, bytes: facts.der, mode: 0o644 })),
  ]
}

/** Every file again, as a client gets it. */
async function fetchAll(
  release: Release,
  target: TargetOf<'web-root'>,
  { timeoutMs }: DriverTools,
): Promise<readonly Observation[]> {
  const { base_url: base } = target
  if (base === undefined) return []
  const observations: Observation[] = []
  for (const { name, bytes } of webFiles(release)) {
    const url = new URL(target.names?.[name] ?? name, base.endsWith('/') ? base : `${base}/`).href
    const { status, body } = await httpRequest(url, { timeoutMs, maxBytes: (bytes?.length ?? 0) + 1 })
    const ok = status === 200 && bytes !== undefined && equalBytes(body, bytes)
    const what = status === 200 ? (ok ? 'serves the new file' : 'serves other bytes') : `answers ${status}`
    observations.push({ ok, detail: `${url} ${what}` })
  }
  return observations
}
