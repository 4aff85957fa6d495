import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The single-file verifier: beside the bundle, or in the checkout. */
export function verifierFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  const folders = [join(here, 'verifier'), join(here, '..', '..', '..', 'verifier')]
  return folders.find((folder) => existsSync(join(folder, 'conclave_verify.py'))) ?? folders[0] ?? ''
}
