import { createHash } from 'node:crypto'

/** SHA-256 as 64 lowercase hex digits, natively: a list of a million entries is hashed many times. */
export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
