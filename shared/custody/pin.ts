import { fail } from '../failure.ts'
import type { z } from '../zod.ts'
import type { pinCharacters } from './custody-act.ts'
import { PIN_BYTES_MAX } from './secret-block.ts'

/** What a PIN is made of. Nothing that looks like another: it may have to be read from paper one day. */
const ALPHABETS = {
  digits: '0123456789',
  alphanumeric: '23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz',
} as const satisfies Record<z.infer<typeof pinCharacters>, string>
export type PinAlphabet = keyof typeof ALPHABETS

/**
 * The longest PIN that the token takes and that can be split. `limits` is what the token says; zero stands for not said.
 * Fails with `pin-length` when the token wants longer ones.
 */
export function splitPinLength(limits: { readonly min: number; readonly max: number }): number {
  if (limits.min > PIN_BYTES_MAX) {
    throw fail(
      'pin-length',
      `This token wants PINs of ${limits.min} characters or more; one that is split has ${PIN_BYTES_MAX} at most.`,
      { remedy: 'Keep the PIN of this token without split custody.', detail: { min: limits.min, max: PIN_BYTES_MAX } },
    )
  }
  return limits.max > 0 ? Math.min(limits.max, PIN_BYTES_MAX) : PIN_BYTES_MAX
}

/** How many random bytes `pinFromRandom` asks for: with these, less than one draw in 2^50 fails. */
export function pinRandomBytes(length: number): number {
  return 2 * length + 16
}

/**
 * A PIN, ASCII, each character as probable as any other: an octet that would favour some is left out. `random` comes from the
 * HSM, and is the caller's to wipe, like the PIN. Fails with `pin-length`, and with `invalid-request` for too few usable octets.
 */
export function pinFromRandom(random: Uint8Array, length: number, alphabet: PinAlphabet): Uint8Array {
  if (!Number.isInteger(length) || length < 4 || length > PIN_BYTES_MAX) {
    throw fail('pin-length', `A PIN that is made here has 4 to ${PIN_BYTES_MAX} characters.`, {
      detail: { min: 4, max: PIN_BYTES_MAX },
    })
  }
  const characters = ALPHABETS[alphabet]
  const fair = 256 - (256 % characters.length)
  const pin = new Uint8Array(length)
  let filled = 0
  for (const octet of random) {
    if (filled === length) break
    if (octet < fair) pin[filled++] = characters.charCodeAt(octet % characters.length)
  }
  if (filled === length) return pin
  pin.fill(0)
  throw fail('invalid-request', 'The HSM gave too few usable random bytes for a PIN. No PIN was made.', {
    remedy: 'Try again. If it happens again, have the HSM tested.',
  })
}
