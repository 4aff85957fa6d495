import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes } from '../bytes.ts'
import { canonicalBytes } from '../ledger/canonical-json.ts'

/** SHA-256 of canonical JSON {custodian, set, share}, hex: what the log knows of a share. */
export function shareCommitment(set: string, custodian: string, share: Uint8Array): string {
  return digestWithSecret({ custodian, set, share: '' }, share)
}

/** What a custodian signs who takes a share: which one it is. */
export function shareNote(set: string, commitment: string): string {
  return `${set} ${commitment}`
}

/** SHA-256 of canonical JSON {set, whole}, hex: what the log knows of the block that the shares give together. */
export function pinCommitment(set: string, block: Uint8Array): string {
  return digestWithSecret({ set, whole: '' }, block)
}

/**
 * The last member, empty in `open`, is filled with the hex of the secret. Through bytes only: a string that held it could
 * never be wiped.
 */
function digestWithSecret(open: Record<string, string>, secret: Uint8Array): string {
  const around = canonicalBytes(open)
  const end = around.length - 2
  const digits = asciiHex(secret)
  const text = concatBytes(around.subarray(0, end), digits, around.subarray(end))
  try {
    return bytesToHex(sha256(text))
  } finally {
    digits.fill(0)
    text.fill(0)
  }
}

function asciiHex(bytes: Uint8Array): Uint8Array {
  const digits = new Uint8Array(bytes.length * 2)
  bytes.forEach((octet, at) => {
    digits[2 * at] = hexDigit(octet >> 4)
    digits[2 * at + 1] = hexDigit(octet & 15)
  })
  return digits
}

function hexDigit(value: number): number {
  return value < 10 ? 0x30 + value : 0x57 + value
}
