import { hash } from 'node:crypto'
import type { Sha256 } from '../../../shared/ledger/merkle.ts'

/** The one-shot native hash. Its bytes come as a string: a Buffer takes Node longer to make than the hash itself. */
export const nativeSha256: Sha256 = (bytes) => {
  const text = hash('sha256', bytes, 'binary')
  const digest = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) digest[at] = text.charCodeAt(at)
  return digest
}
