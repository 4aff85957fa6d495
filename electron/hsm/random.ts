import type { Handle, PKCS11 } from 'pkcs11js'
import { fail } from '../../shared/failure.ts'

/** Bytes of C_GenerateRandom. */
export function generateRandom(cryptoki: PKCS11, handle: Handle, length: number): Uint8Array {
  const random = Uint8Array.from(cryptoki.C_GenerateRandom(handle, Buffer.alloc(length)))
  // A module that says it succeeded and fills nothing in would make every serial number the same.
  if (length >= 8 && random.every((octet) => octet === 0)) {
    throw fail('hsm-refused', 'The token returned only zeros as random bytes.', { remedy: 'Do not use this token.' })
  }
  return random
}
