import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { partName } from '../../../shared/evidence/names.ts'
import type { PackageManifest } from '../../../shared/evidence/package.ts'
import { fail } from '../../../shared/failure.ts'
import { hostRandom } from '../random.ts'
import { CEK_BYTES, envelopeHead, envelopeTail, MAC_BYTES, NONCE_BYTES } from './cms-envelope.ts'

/** `openssl cms` holds a whole part in memory, twice, and reads none of 2 GiB. */
export const PART_BYTES = 256 << 20

type Part = PackageManifest['content']['parts'][number]

/** A part with what opens it: kept until what was written is read back, and then overwritten. */
export interface WrittenPart extends Part {
  readonly cek: Uint8Array
  readonly nonce: Uint8Array
  readonly contentAt: number
  readonly length: number
}

export interface WriteOptions {
  readonly folder: string
  readonly recipients: readonly Uint8Array[]
  readonly partBytes: number
  readonly progress: (done: number) => void
}

/**
 * Encrypts a stream of known length into numbered parts, each a CMS envelope of its own with a key of its own, synced. The keys are
 * host randomness on purpose: the HSM may be what is being investigated. Throws what node:fs throws.
 */
export async function writeParts(
  chunks: Iterable<Uint8Array>,
  size: number,
  options: WriteOptions,
): Promise<{ readonly parts: WrittenPart[]; readonly sha256: string }> {
  const whole = createHash('sha256')
  const source = new Pieces(chunks, whole)
  const parts: WrittenPart[] = []
  for (let done = 0; done < size;) {
    const length = Math.min(options.partBytes, size - done)
    parts.push(await writePart(source, length, partName(parts.length + 1), options, done))
    done += length
  }
  source.assertOver()
  return { parts, sha256: whole.digest('hex') }
}

async function writePart(
  source: Pieces,
  length: number,
  path: string,
  options: WriteOptions,
  before: number,
): Promise<WrittenPart> {
  const [cek, nonce] = [hostRandom(CEK_BYTES), hostRandom(NONCE_BYTES)]
  const head = envelopeHead({ recipients: options.recipients, cek, nonce, length })
  const cipher = createCipheriv('aes-256-gcm', cek, nonce, { authTagLength: MAC_BYTES })
  const hash = createHash('sha256')
  const file = await open(join(options.folder, path), 'wx', 0o644)
  let size = 0
  const write = async (bytes: Uint8Array): Promise<void> => {
    hash.update(bytes)
    size += bytes.length
    await file.writeFile(bytes)
  }
  try {
    await write(head)
    for (let left = length; left > 0;) {
      const piece = source.take(left)
      await write(cipher.update(piece))
      left -= piece.length
      options.progress(before + length - left)
    }
    await write(cipher.final())
    await write(envelopeTail(new Uint8Array(cipher.getAuthTag())))
    await file.sync()
  } finally {
    await file.close()
  }
  return { path, size, sha256: hash.digest('hex'), cek, nonce, contentAt: head.length, length }
}

/** Reads a part back from the medium and decrypts it. Throws evidence-changed when one bit is not what was written. */
export async function readPart(folder: string, part: WrittenPart, take: (chunk: Uint8Array) => void): Promise<void> {
  const decipher = createDecipheriv('aes-256-gcm', part.cek, part.nonce, { authTagLength: MAC_BYTES })
  const hash = createHash('sha256')
  const file = await open(join(folder, part.path), 'r')
  try {
    const buffer = new Uint8Array(1 << 20)
    const end = part.contentAt + part.length
    const mac: Uint8Array[] = []
    for (let at = 0; ;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
      if (bytesRead === 0) break
      const chunk = buffer.subarray(0, bytesRead)
      hash.update(chunk)
      const content = chunk.subarray(Math.max(0, part.contentAt - at), Math.max(0, end - at))
      if (content.length > 0) take(decipher.update(content))
      mac.push(chunk.slice(Math.max(0, end - at)))
      at += bytesRead
    }
    decipher.setAuthTag(Buffer.concat(mac).subarray(-MAC_BYTES))
    const rest = decipher.final()
    if (hash.digest('hex') !== part.sha256 || rest.length > 0) throw new Error('another file than was written')
  } catch (cause) {
    throw fail('evidence-changed', `${part.path} does not read back as it was written.`, {
      remedy: 'Take another medium and seal again. What was collected is kept in the facility.',
      cause,
    })
  } finally {
    await file.close()
  }
}

/** A stream cut to measure. */
class Pieces {
  readonly #chunks: Iterator<Uint8Array>
  readonly #hash: { update(bytes: Uint8Array): unknown }
  #rest: Uint8Array = new Uint8Array()

  constructor(chunks: Iterable<Uint8Array>, hash: { update(bytes: Uint8Array): unknown }) {
    this.#chunks = chunks[Symbol.iterator]()
    this.#hash = hash
  }

  /** At least one byte and at most `most`; good until the next call. */
  take(most: number): Uint8Array {
    while (this.#rest.length === 0) {
      const next = this.#chunks.next()
      if (next.done === true) throw new RangeError('the stream is shorter than it was said to be')
      this.#rest = next.value
    }
    const piece = this.#rest.subarray(0, most)
    this.#rest = this.#rest.subarray(piece.length)
    this.#hash.update(piece)
    return piece
  }

  assertOver(): void {
    if (this.#rest.length > 0 || this.#chunks.next().done !== true)
      throw new RangeError('the stream is longer than it was said to be')
  }
}
