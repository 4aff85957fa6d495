import { type KeyObject, sign } from 'node:crypto'
import { equalBytes, fromBase64, toBase64, utf8ToBytes } from '../../../shared/bytes.ts'
import { fail, OperationError } from '../../../shared/failure.ts'
import type { NoteSigner } from '../../../shared/ledger/note.ts'
import { decodeUtf8 } from '../../../shared/ledger/utf8.ts'
import { ED25519, formatVkey, noteKey, parseVkey, type NoteKey } from '../../../shared/ledger/vkey.ts'
import { z } from '../../../shared/zod.ts'
import { ed25519PrivateKey, ed25519RawPublicKey } from '../ed25519.ts'
import { readFileCapped, writeNewFile } from '../files/host-files.ts'
import { hostRandom } from '../random.ts'

const SEED_LENGTH = 32
const MAX_FILE_LENGTH = 4_096

const logKeyFile = z.strictObject({
  format: z.literal('conclave-log-key/v1'),
  vkey: z.string(),
  /** Base64. */
  seed: z.string(),
})

/** Signs checkpoints. The log key is nobody's approval: it only says which log a checkpoint belongs to. */
export interface LogSigner extends NoteSigner {
  readonly vkey: string
}

/** Makes the key of a new log. `name` is the log's origin. `file-exists` when there is one. */
export function createLogKey(path: string, name: string): LogSigner {
  const seed = hostRandom(SEED_LENGTH)
  try {
    const privateKey = ed25519PrivateKey(seed)
    const key = noteKey(name, ED25519, ed25519RawPublicKey(privateKey))
    const file = { format: 'conclave-log-key/v1', vkey: formatVkey(key), seed: toBase64(seed) }
    writeNewFile(path, utf8ToBytes(`${JSON.stringify(file, null, 2)}\n`), 0o600)
    return signer(key, privateKey)
  } finally {
    seed.fill(0)
  }
}

/** `file-not-found`, or `credential-damaged` when the file is not whole. */
export function openLogKey(path: string): LogSigner {
  const { vkey, seed: encoded } = parseFile(readFileCapped(path, MAX_FILE_LENGTH))
  const seed = fromBase64(encoded)
  if (seed === null || seed.length !== SEED_LENGTH) throw damaged()
  try {
    const key = parseVkey(vkey)
    const privateKey = ed25519PrivateKey(seed)
    if (key.type !== ED25519 || !equalBytes(key.publicKey, ed25519RawPublicKey(privateKey))) throw damaged()
    return signer(key, privateKey)
  } catch (error) {
    throw error instanceof OperationError ? damaged(error) : error
  } finally {
    seed.fill(0)
  }
}

function signer(key: NoteKey, privateKey: KeyObject): LogSigner {
  return {
    name: key.name,
    keyId: key.keyId,
    vkey: formatVkey(key),
    sign: (text) => new Uint8Array(sign(null, utf8ToBytes(text), privateKey)),
  }
}

function parseFile(bytes: Uint8Array): z.infer<typeof logKeyFile> {
  try {
    return logKeyFile.parse(JSON.parse(decodeUtf8(bytes) ?? ''))
  } catch (cause) {
    throw damaged(cause)
  }
}

function damaged(cause?: unknown) {
  return fail('credential-damaged', 'The key file of the log cannot be used: it is not whole.', {
    remedy: 'Restore log-key.json from a backup of the facility.',
    cause,
  })
}
