import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

// The build puts the digest of the sources here; run from source, there is no such constant.
declare const CONCLAVE_SOURCES: string

let digestOnce: string | undefined

/** Changes with every change of the code that folds a log: what another version folded is not read. */
export function programDigest(): string {
  digestOnce ??= typeof CONCLAVE_SOURCES === 'string' ? CONCLAVE_SOURCES : digestOfSources()
  return digestOnce
}

function digestOfSources(): string {
  const hash = createHash('sha256')
  const shared = join(import.meta.dirname, '..', '..', 'shared')
  for (const path of readdirSync(shared, { recursive: true, encoding: 'utf8' }).toSorted()) {
    if (path.endsWith('.ts')) hash.update(`${path}\0`).update(readFileSync(join(shared, path)))
  }
  return hash.digest('hex')
}
