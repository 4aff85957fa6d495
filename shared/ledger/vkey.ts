import { bytesToHex, concatBytes, fromBase64, toBase64, utf8ToBytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import { sha256 } from './merkle.ts'

/** C2SP signed-note signature types that Conclave reads. */
export const ED25519 = 0x01
export const ED25519_COSIGNATURE = 0x04

export type KeyType = typeof ED25519 | typeof ED25519_COSIGNATURE

/** A verifier key as C2SP signed-note spells it: who signs, with what. */
export interface NoteKey {
  readonly name: string
  /** 8 hex digits. */
  readonly keyId: string
  readonly type: KeyType
  /** 32 bytes. */
  readonly publicKey: Uint8Array
}

const KEY_TYPES: ReadonlySet<number> = new Set([ED25519, ED25519_COSIGNATURE])
// Unicode spaces and control characters, and `+`, which separates the parts of a vkey.
const NAME = /^[^\p{White_Space}\p{Cc}+]+$/u

export function isKeyName(name: string): boolean {
  return name.isWellFormed() && NAME.test(name)
}

/** The first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key), as 8 hex digits. */
export function noteKeyId(name: string, type: KeyType, publicKey: Uint8Array): string {
  const input = concatBytes(utf8ToBytes(`${name}\n`), Uint8Array.of(type), publicKey)
  return bytesToHex(sha256(input).subarray(0, 4))
}

export function noteKey(name: string, type: KeyType, publicKey: Uint8Array): NoteKey {
  if (!isKeyName(name)) throw fail('invalid-request', 'A key name holds no spaces and no "+", and is not empty.')
  if (publicKey.length !== 32) throw fail('invalid-request', 'An Ed25519 public key has 32 bytes.')
  return { name, keyId: noteKeyId(name, type, publicKey), type, publicKey }
}

export function formatVkey(key: NoteKey): string {
  return `${key.name}+${key.keyId}+${toBase64(concatBytes(Uint8Array.of(key.type), key.publicKey))}`
}

/** Fails with `invalid-request` when anything is wrong, a key ID that does not belong to the key included. */
export function parseVkey(text: string): NoteKey {
  const [, name = '', keyId = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? []
  const material = fromBase64(encoded)
  const type = material?.[0]
  if (material === null || type === undefined) throw refuse('it is not name+id+key')
  if (!isKeyType(type)) throw refuse('its type is not an Ed25519 one')
  const key = noteKey(name, type, material.subarray(1))
  if (key.keyId !== keyId) throw refuse('its key ID does not belong to its key')
  return key
}

function isKeyType(type: number): type is KeyType {
  return KEY_TYPES.has(type)
}

function refuse(why: string) {
  return fail('invalid-request', `This is not a verifier key: ${why}.`)
}
