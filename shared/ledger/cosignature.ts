import { concatBytes, utf8ToBytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import { ed25519Verifier, verifyEd25519, type NoteSignature, type NoteVerifier, type VerifyEd25519 } from './note.ts'
import { ED25519_COSIGNATURE, type NoteKey } from './vkey.ts'

const SIGNATURE_LENGTH = 64
const TIME_LENGTH = 8

/** C2SP tlog-cosignature v1 for Ed25519: the bytes to sign. `time` in whole seconds since 1970. */
export function cosignatureMessage(time: number, checkpointText: string): Uint8Array {
  assertTime(time)
  return utf8ToBytes(`cosignature/v1\ntime ${time}\n${checkpointText}`)
}

/** The signature line's content, for `formatSignatureLine`. `signature` is over `cosignatureMessage` with the same time. */
export function cosignature(key: NoteKey, time: number, signature: Uint8Array): NoteSignature {
  assertTime(time)
  if (key.type !== ED25519_COSIGNATURE)
    throw fail('invalid-request', `The key ${key.name} is not one for cosignatures.`)
  if (signature.length !== SIGNATURE_LENGTH) throw fail('invalid-request', 'An Ed25519 signature has 64 bytes.')
  const body = new Uint8Array(TIME_LENGTH)
  new DataView(body.buffer).setBigUint64(0, BigInt(time))
  return { name: key.name, keyId: key.keyId, signature: concatBytes(body, signature) }
}

/** Seconds since 1970, or null when the signature does not have the form of a cosignature. */
export function cosignatureTime(signature: Uint8Array): number | null {
  if (signature.length !== TIME_LENGTH + SIGNATURE_LENGTH) return null
  const time = Number(new DataView(signature.buffer, signature.byteOffset).getBigUint64(0))
  return Number.isSafeInteger(time) ? time : null
}

/** For keys of type 0x04. */
export function cosignatureVerifier(key: NoteKey, ed25519: VerifyEd25519 = verifyEd25519): NoteVerifier {
  return {
    name: key.name,
    keyId: key.keyId,
    verify(text, signature) {
      const time = cosignatureTime(signature)
      if (time === null) return false
      return ed25519(signature.subarray(TIME_LENGTH), cosignatureMessage(time, text), key.publicKey)
    },
  }
}

/** The verifier that fits the type of the key. */
export function noteVerifier(key: NoteKey, ed25519: VerifyEd25519 = verifyEd25519): NoteVerifier {
  return key.type === ED25519_COSIGNATURE ? cosignatureVerifier(key, ed25519) : ed25519Verifier(key, ed25519)
}

function assertTime(time: number): void {
  if (!Number.isSafeInteger(time) || time < 0) throw fail('invalid-request', 'A cosignature time is whole seconds.')
}
