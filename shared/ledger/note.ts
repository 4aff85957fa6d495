import { ed25519 } from '@noble/curves/ed25519.js'
import { bytesToHex, concatBytes, fromBase64, hexToBytes, toBase64, utf8ToBytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import { isKeyName, type NoteKey } from './vkey.ts'

const MAX_NOTE_LENGTH = 1_000_000
const MAX_SIGNATURES = 128
const SIGNATURE_START = '\u2014 '

export interface NoteSignature {
  readonly name: string
  /** 8 hex digits. */
  readonly keyId: string
  /** What follows the key ID; its meaning depends on the type of the key. */
  readonly signature: Uint8Array
}

/** C2SP signed-note. The text ends with a newline and is what was signed. */
export interface SignedNote {
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

/** Signs note texts. The private key lives with whoever implements it. */
export interface NoteSigner {
  readonly name: string
  readonly keyId: string
  sign(text: string): Uint8Array
}

export interface NoteVerifier {
  readonly name: string
  readonly keyId: string
  verify(text: string, signature: Uint8Array): boolean
}

/** Ed25519. Callers that verify thousands of signatures pass a native one; what it says must be the same. */
export type VerifyEd25519 = (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => boolean

/** Strict Ed25519 (RFC 8032, no cofactored leniency): two verifiers must never disagree about the record. */
export const verifyEd25519: VerifyEd25519 = (signature, message, publicKey) => {
  if (signature.length !== 64) return false
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false })
  } catch {
    // noble throws for a public key that is not a point.
    return false
  }
}

/** For keys of type 0x01. */
export function ed25519Verifier(key: NoteKey, check: VerifyEd25519 = verifyEd25519): NoteVerifier {
  return {
    name: key.name,
    keyId: key.keyId,
    verify: (text, signature) => check(signature, utf8ToBytes(text), key.publicKey),
  }
}

export function signNote(text: string, signer: NoteSigner): string {
  assertNoteText(text)
  return formatNote({ text, signatures: [{ name: signer.name, keyId: signer.keyId, signature: signer.sign(text) }] })
}

export function formatNote(note: SignedNote): string {
  assertNoteText(note.text)
  return `${note.text}\n${note.signatures.map((signature) => `${formatSignatureLine(signature)}\n`).join('')}`
}

/** Without the newline. */
export function formatSignatureLine({ name, keyId, signature }: NoteSignature): string {
  return `${SIGNATURE_START}${name} ${toBase64(concatBytes(hexToBytes(keyId), signature))}`
}

/** Strict: fails with `invalid-request` for anything that C2SP signed-note does not allow. */
export function parseNote(note: string): SignedNote {
  if (note.length > MAX_NOTE_LENGTH) throw refuse(`it is longer than ${MAX_NOTE_LENGTH} characters`)
  // The last empty line separates: the text itself may hold empty lines.
  const split = note.lastIndexOf('\n\n')
  if (split < 0) throw refuse('no empty line separates text and signatures')
  const text = note.slice(0, split + 1)
  const block = note.slice(split + 2)
  assertNoteText(text)
  if (!block.endsWith('\n')) throw refuse('it does not end with a signature line')
  const lines = block.slice(0, -1).split('\n')
  if (lines.length > MAX_SIGNATURES) throw refuse(`it has more than ${MAX_SIGNATURES} signatures`)
  return { text, signatures: lines.map(parseSignatureLine) }
}

/** One line without its newline. */
export function parseSignatureLine(line: string): NoteSignature {
  const [name = '', encoded = '', ...rest] = line.slice(SIGNATURE_START.length).split(' ')
  const bytes = fromBase64(encoded)
  if (!line.startsWith(SIGNATURE_START) || rest.length > 0 || !isKeyName(name) || bytes === null || bytes.length < 5) {
    throw refuse('a signature line is malformed')
  }
  return { name, keyId: bytesToHex(bytes.subarray(0, 4)), signature: bytes.slice(4) }
}

export interface OpenedNote {
  readonly text: string
  readonly verified: readonly NoteSignature[]
  /** By keys that nobody named. They say nothing. */
  readonly unknown: readonly NoteSignature[]
}

/**
 * Ignores signatures of unknown keys; fails with `signature-invalid` if a known key's signature is wrong or if no
 * known key signed.
 */
export function openNote(note: string, verifiers: readonly NoteVerifier[]): OpenedNote {
  const { text, signatures } = parseNote(note)
  const verified: NoteSignature[] = []
  const unknown: NoteSignature[] = []
  for (const signature of signatures) {
    const verifier = verifiers.find(({ name, keyId }) => name === signature.name && keyId === signature.keyId)
    if (verifier === undefined) {
      unknown.push(signature)
    } else if (verifier.verify(text, signature.signature)) {
      verified.push(signature)
    } else {
      throw fail('signature-invalid', `The signature of ${signature.name} does not belong to this text.`)
    }
  }
  if (verified.length === 0) throw fail('signature-invalid', 'No known key signed this text.')
  return { text, verified, unknown }
}

function assertNoteText(text: string): void {
  if (!text.endsWith('\n')) throw refuse('its text does not end with a newline')
  // oxlint-disable-next-line no-control-regex -- the format forbids them
  if (/[\u0000-\u0009\u000b-\u001f]/.test(text)) throw refuse('it holds a control character')
  if (!text.isWellFormed()) throw refuse('it is not well-formed Unicode')
}

function refuse(why: string) {
  return fail('invalid-request', `This is not a signed note: ${why}.`)
}
