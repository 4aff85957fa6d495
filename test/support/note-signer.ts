import { ed25519 } from '@noble/curves/ed25519.js'
import { utf8ToBytes } from '../../shared/bytes.ts'
import { cosignature, cosignatureMessage } from '../../shared/ledger/cosignature.ts'
import { formatSignatureLine, type NoteSigner } from '../../shared/ledger/note.ts'
import { ED25519, ED25519_COSIGNATURE, formatVkey, noteKey, type NoteKey } from '../../shared/ledger/vkey.ts'

export interface TestSigner extends NoteSigner {
  readonly key: NoteKey
  readonly vkey: string
}

/** The same key for the same number. */
export function testSigner(name: string, number: number): TestSigner {
  const seed = new Uint8Array(32).fill(number)
  const key = noteKey(name, ED25519, ed25519.getPublicKey(seed))
  const sign = (text: string) => ed25519.sign(utf8ToBytes(text), seed)
  return { name, keyId: key.keyId, key, vkey: formatVkey(key), sign }
}

export interface TestCosigner {
  readonly key: NoteKey
  readonly vkey: string
  /** A signature line without its newline. */
  cosign(checkpointText: string, time: number): string
}

export function testCosigner(name: string, number: number): TestCosigner {
  const seed = new Uint8Array(32).fill(number)
  const key = noteKey(name, ED25519_COSIGNATURE, ed25519.getPublicKey(seed))
  return {
    key,
    vkey: formatVkey(key),
    cosign: (text, time) =>
      formatSignatureLine(cosignature(key, time, ed25519.sign(cosignatureMessage(time, text), seed))),
  }
}
