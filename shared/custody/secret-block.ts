import { fail } from '../failure.ts'

/** A secret is split as one block of this size: no share tells how long the PIN is. */
export const BLOCK_BYTES = 32
/** The rest of the block is random. A PIN of six digits alone could be found by trying all against a commitment. */
const MINIMUM_SALT = 16
/** One octet is the length. */
export const PIN_BYTES_MAX = BLOCK_BYTES - 1 - MINIMUM_SALT
/** One more octet names the share (its coordinate), after the block. */
export const SHARE_BYTES = BLOCK_BYTES + 1

/**
 * The length of the PIN, the PIN, and random octets up to 32, at least 16 of them. `salt` is 31 random bytes, of which the
 * first are not used. A new buffer; the caller wipes all three. Fails with `pin-length`.
 */
export function secretBlock(pin: Uint8Array, salt: Uint8Array): Uint8Array {
  if (pin.length < 1 || pin.length > PIN_BYTES_MAX) throw pinLength()
  if (salt.length !== BLOCK_BYTES - 1) throw fail('internal', 'A secret to be split has too little randomness.')
  const block = new Uint8Array(BLOCK_BYTES)
  block[0] = pin.length
  block.set(salt, 1)
  block.set(pin, 1)
  return block
}

/** The PIN in a block, a new buffer. Null when this is no block. */
export function pinOfBlock(block: Uint8Array): Uint8Array | null {
  const length = block[0] ?? 0
  if (block.length !== BLOCK_BYTES || length < 1 || length > PIN_BYTES_MAX) return null
  return block.slice(1, 1 + length)
}

function pinLength() {
  return fail('pin-length', `A PIN that is split has 1 to ${PIN_BYTES_MAX} characters. Nothing was split.`, {
    remedy: 'Choose a shorter PIN for this token.',
    detail: { min: 1, max: PIN_BYTES_MAX },
  })
}
