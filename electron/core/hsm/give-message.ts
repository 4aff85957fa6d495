import type { SignatureAlgorithm } from '../../../shared/pki/algorithms.ts'
import type { Hsm } from './hsm.ts'

/** Larger messages reach the hsm process in parts of this size. */
const PART = 1 << 20

/**
 * What `key.sign` takes for these bytes: themselves, or, where they are many, the parts that were given to the hsm process here. It
 * hashes them itself and signs only what hashes to `approved`. Rejects with what `call` rejects with; nothing was asked of a token.
 */
export async function giveMessage(
  hsm: Hsm,
  message: { readonly bytes: Uint8Array; readonly approved: string; readonly algorithm: SignatureAlgorithm },
): Promise<{ readonly data: Uint8Array } | { readonly parts: true }> {
  const { bytes, approved, algorithm } = message
  if (bytes.length <= PART) return { data: bytes }
  for (let at = 0; at < bytes.length; at += PART)
    await hsm.call('message.add', { approved, algorithm, at, part: bytes.subarray(at, at + PART) })
  return { parts: true }
}
