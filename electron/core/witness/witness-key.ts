import { sign } from 'node:crypto'
import { fromBase64, toBase64, utf8ToBytes } from '../../../shared/bytes.ts'
import { fail, OperationError } from '../../../shared/failure.ts'
import { cosignature, cosignatureMessage } from '../../../shared/ledger/cosignature.ts'
import { formatSignatureLine } from '../../../shared/ledger/note.ts'
import { decodeUtf8 } from '../../../shared/ledger/utf8.ts'
import { ED25519_COSIGNATURE, formatVkey, noteKey, type NoteKey } from '../../../shared/ledger/vkey.ts'
import { z } from '../../../shared/zod.ts'
import { ed25519PrivateKey, ed25519RawPublicKey } from '../ed25519.ts'
import { readFileCapped, writeNewFile } from '../files/host-files.ts'
import { hostRandom } from '../random.ts'

const SEED_LENGTH = 32
const MAX_FILE_LENGTH = 4_096

const witnessKeyFile = z.strictObject({
  format: z.literal('conclave-witness-key/v1'),
  name: z.string(),
  /** Base64. */
  seed: z.string(),
})

/** Cosigns checkpoints. `cosign` returns a line of a signed note, without its newline. */
export interface WitnessKey {
  readonly key: NoteKey
  readonly vkey: string
  cosign(time: number, checkpointText: string): string
}

/** A new key in a plain file that only its owner reads. `file-exists`, `invalid-request` for a name that C2SP does not allow. */
export function createWitnessKey(path: string, name: string): WitnessKey {
  const seed = hostRandom(SEED_LENGTH)
  try {
    const witness = witnessOf(name, seed)
    const file = { format: 'conclave-witness-key/v1', name, seed: toBase64(seed) }
    writeNewFile(path, utf8ToBytes(`${JSON.stringify(file, null, 2)}\n`), 0o600)
    return witness
  } finally {
    seed.fill(0)
  }
}

/** `file-not-found`, `credential-damaged`. */
export function openWitnessKey(path: string): WitnessKey {
  const { name, seed: encoded } = parseFile(readFileCapped(path, MAX_FILE_LENGTH))
  const seed = fromBase64(encoded)
  if (seed?.length !== SEED_LENGTH) throw damaged()
  try {
    return witnessOf(name, seed)
  } catch (error) {
    throw error instanceof OperationError ? damaged(error) : error
  } finally {
    seed.fill(0)
  }
}

function witnessOf(name: string, seed: Uint8Array): WitnessKey {
  const privateKey = ed25519PrivateKey(seed)
  const key = noteKey(name, ED25519_COSIGNATURE, ed25519RawPublicKey(privateKey))
  return {
    key,
    vkey: formatVkey(key),
    cosign: (time, text) => {
      const signature = new Uint8Array(sign(null, cosignatureMessage(time, text), privateKey))
      return formatSignatureLine(cosignature(key, time, signature))
    },
  }
}

function parseFile(bytes: Uint8Array): z.infer<typeof witnessKeyFile> {
  try {
    return witnessKeyFile.parse(JSON.parse(decodeUtf8(bytes) ?? ''))
  } catch (cause) {
    throw damaged(cause)
  }
}

function damaged(cause?: unknown) {
  return fail('credential-damaged', 'The key file of the witness cannot be used: it is not whole.', {
    remedy: 'Restore it from a backup. A new key is a new witness: everybody who trusts the old one has to be told.',
    cause,
  })
}
