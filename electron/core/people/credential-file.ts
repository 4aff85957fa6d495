import { argon2, createCipheriv, createDecipheriv, hkdfSync, sign } from 'node:crypto'
import { promisify } from 'node:util'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { hex, slug } from '../../../shared/ids.ts'
import { canonicalBytes } from '../../../shared/ledger/canonical-json.ts'
import type { Credential, KeyFileCredential } from '../../../shared/people/person.ts'
import { PASSPHRASE_MINIMUM, passphraseStrength } from '../../../shared/people/passphrase-strength.ts'
import { z } from '../../../shared/zod.ts'
import { ed25519PrivateKey, ed25519RawPublicKey } from '../ed25519.ts'
import { hostRandom } from '../random.ts'
import { normalizedSecret } from './normalized-secret.ts'

/** Argon2id parameters (RFC 9106 §4); memory in KiB. */
export interface KdfParameters {
  readonly memoryKiB: number
  readonly passes: number
  readonly lanes: number
}

/** OWASP's second recommendation for Argon2id (m=46 MiB, t=1, p=1) doubled in passes: about half a second on a laptop. */
export const KDF_DEFAULT: KdfParameters = { memoryKiB: 47_104, passes: 2, lanes: 1 }
/** Below this a file is refused: an attacker with the file must not get a cheap guess. */
const KDF_FLOOR: KdfParameters = { memoryKiB: 8_192, passes: 1, lanes: 1 }
const KDF_CEILING: KdfParameters = { memoryKiB: 1_048_576, passes: 16, lanes: 16 }

/** The file a person signs with: an Ed25519 seed under AES-256-GCM, the key from a passphrase by Argon2id. */
const credentialFile = z.strictObject({
  format: z.literal('conclave-key-file/v1'),
  person: slug,
  credential: slug,
  publicKey: hex.length(64),
  kdf: z.strictObject({
    name: z.literal('argon2id'),
    memoryKiB: z.number().int().min(KDF_FLOOR.memoryKiB).max(KDF_CEILING.memoryKiB),
    passes: z.number().int().min(KDF_FLOOR.passes).max(KDF_CEILING.passes),
    lanes: z.number().int().min(KDF_FLOOR.lanes).max(KDF_CEILING.lanes),
    salt: hex.length(32),
  }),
  cipher: z.strictObject({
    name: z.literal('aes-256-gcm'),
    nonce: hex.length(24),
    text: hex.length(64),
    tag: hex.length(32),
  }),
})
type CredentialFile = z.infer<typeof credentialFile>

const deriveArgon2 = promisify(argon2)

export interface NewCredential {
  readonly credential: KeyFileCredential
  /** The bytes of the key file, JSON. */
  readonly file: Uint8Array
}

/** Makes a key for a person. `passphrase` is UTF-8 and is left to the caller to wipe. Throws passphrase-weak. */
export async function createCredential(
  person: string,
  id: string,
  passphrase: Uint8Array,
  parameters: KdfParameters = KDF_DEFAULT,
  place: KeyFileCredential['place'] = 'facility',
): Promise<NewCredential> {
  assertStrong(passphrase)
  const seed = hostRandom(32)
  try {
    const privateKey = ed25519PrivateKey(seed)
    const publicKey = bytesToHex(ed25519RawPublicKey(privateKey))
    const kdf = { name: 'argon2id' as const, ...parameters, salt: bytesToHex(hostRandom(16)) }
    const header = { format: 'conclave-key-file/v1' as const, person, credential: id, publicKey, kdf }
    const key = await deriveKey(passphrase, kdf)
    const nonce = hostRandom(12)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    cipher.setAAD(canonicalBytes(header))
    const text = concatBytes(cipher.update(seed), cipher.final())
    key.fill(0)
    const file: CredentialFile = {
      ...header,
      cipher: {
        name: 'aes-256-gcm',
        nonce: bytesToHex(nonce),
        text: bytesToHex(text),
        tag: bytesToHex(cipher.getAuthTag()),
      },
    }
    return {
      credential: { id, kind: 'key-file', algorithm: 'ed25519', publicKey, place },
      file: utf8ToBytes(`${JSON.stringify(file, null, 2)}\n`),
    }
  } finally {
    seed.fill(0)
  }
}

/** An unlocked credential. Call `wipe` as soon as its work is done. */
export class UnlockedCredential {
  readonly publicKey: string
  readonly #seed: Uint8Array
  #wiped = false

  constructor(publicKey: string, seed: Uint8Array) {
    this.publicKey = publicKey
    this.#seed = seed
  }

  /** Ed25519 over the message, 64 bytes. Fails once it is wiped: a seed of zeros would sign, as somebody else. */
  sign(message: Uint8Array): Uint8Array {
    if (this.#wiped) throw fail('internal', 'A credential was used after it was wiped. Nothing was signed.')
    return new Uint8Array(sign(null, message, ed25519PrivateKey(this.#seed)))
  }

  /** 32 bytes by HKDF-SHA256 (RFC 5869) from the seed, for one purpose, which `info` names. The caller wipes them. */
  deriveKey(info: Uint8Array): Uint8Array {
    if (this.#wiped) throw fail('internal', 'A credential was used after it was wiped. No key was derived.')
    return new Uint8Array(hkdfSync('sha256', this.#seed, new Uint8Array(), info, 32))
  }

  wipe(): void {
    this.#wiped = true
    this.#seed.fill(0)
  }
}

/**
 * Opens a key file with a passphrase. The file must be the one that the log enrolled (`expected`).
 * Throws credential-damaged, passphrase-incorrect.
 */
export async function unlockCredential(
  file: Uint8Array,
  expected: Credential,
  passphrase: Uint8Array,
): Promise<UnlockedCredential> {
  const parsed = parseFile(file)
  if (parsed.publicKey !== expected.publicKey) {
    throw fail('credential-damaged', 'This key file is not the one that the log enrolled for this person.', {
      remedy: 'Use the key file that was made at enrolment.',
    })
  }
  const { cipher: sealed, ...header } = parsed
  const key = await deriveKey(passphrase, parsed.kdf)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, hexToBytes(sealed.nonce))
    decipher.setAAD(canonicalBytes(header))
    decipher.setAuthTag(hexToBytes(sealed.tag))
    const seed = concatBytes(decipher.update(hexToBytes(sealed.text)), decipher.final())
    return new UnlockedCredential(parsed.publicKey, seed)
  } catch (cause) {
    throw fail('passphrase-incorrect', 'The passphrase does not open this key file. Nothing was signed.', {
      remedy: 'Type it again. Key files do not lock; each try takes about a second.',
      cause,
    })
  } finally {
    key.fill(0)
  }
}

function parseFile(file: Uint8Array): CredentialFile {
  try {
    return credentialFile.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file)))
  } catch (cause) {
    throw fail('credential-damaged', 'The key file cannot be read: it is not a whole conclave-key-file/v1.', {
      remedy: 'Take the copy that was made at enrolment.',
      cause,
    })
  }
}

function assertStrong(passphrase: Uint8Array): void {
  const { level, advice, bits } = passphraseStrength(new TextDecoder().decode(passphrase))
  if (level !== 'refused') return
  throw fail('passphrase-weak', `This passphrase is too easily guessed. ${advice[0] ?? ''}`.trimEnd(), {
    remedy: 'Take four or more words that do not belong together.',
    detail: { bits, wanted: PASSPHRASE_MINIMUM.bits },
  })
}

async function deriveKey(passphrase: Uint8Array, kdf: CredentialFile['kdf']): Promise<Uint8Array> {
  const normalized = normalizedSecret(passphrase)
  try {
    return await deriveArgon2('argon2id', {
      message: normalized,
      nonce: hexToBytes(kdf.salt),
      memory: kdf.memoryKiB,
      passes: kdf.passes,
      parallelism: kdf.lanes,
      tagLength: 32,
    })
  } finally {
    normalized.fill(0)
  }
}
