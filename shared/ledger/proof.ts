import { fromBase64, toBase64 } from '../bytes.ts'
import { fail } from '../failure.ts'
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts'
import { verifyInclusion } from './merkle-verify.ts'
import { openNote, parseNote, type NoteVerifier, type OpenedNote } from './note.ts'

const HEADER = 'c2sp.org/tlog-proof@v1'
// A path in a tree of 2^63 leaves.
const MAX_HASHES = 63

/** C2SP tlog-proof: that one entry is in a log, for somebody who has nothing but this file and the log's key. */
export interface LogProof {
  readonly index: number
  readonly hashes: readonly Uint8Array[]
  /** A signed note, kept verbatim. */
  readonly checkpoint: string
  /** For the application; nothing authenticates it. */
  readonly extra?: Uint8Array
}

export function formatProof({ index, hashes, checkpoint, extra }: LogProof): string {
  const lines = [
    HEADER,
    ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...hashes.map(toBase64),
  ]
  return `${lines.join('\n')}\n\n${checkpoint}`
}

/** Fails with `invalid-request`. */
export function parseProof(text: string): LogProof {
  // The checkpoint has an empty line of its own: ours is the first.
  const split = text.indexOf('\n\n')
  if (split < 0) throw refuse('no empty line separates proof and checkpoint')
  const checkpoint = text.slice(split + 2)
  parseCheckpoint(parseNote(checkpoint).text)
  const lines = text.slice(0, split).split('\n')
  if (lines.shift() !== HEADER) throw refuse(`it does not begin with ${HEADER}`)
  const extraLine = lines[0]?.startsWith('extra ') === true ? lines.shift() : undefined
  const index = readIndex(lines.shift())
  if (lines.length > MAX_HASHES) throw refuse(`it has more than ${MAX_HASHES} hashes`)
  const hashes = lines.map((line) => readBase64(line, 32))
  const extra = extraLine === undefined ? {} : { extra: readBase64(extraLine.slice('extra '.length)) }
  return { index, hashes, checkpoint, ...extra }
}

export interface ProvenInclusion {
  readonly checkpoint: Checkpoint
  readonly signatures: OpenedNote
}

/**
 * That `leaf` is entry `proof.index` under a checkpoint that a known key signed. Fails with `signature-invalid` for
 * the checkpoint and with `log-inconsistent` for the path.
 */
export function verifyProof(proof: LogProof, leaf: Uint8Array, verifiers: readonly NoteVerifier[]): ProvenInclusion {
  const signatures = openNote(proof.checkpoint, verifiers)
  const checkpoint = parseCheckpoint(signatures.text)
  const { size, root } = checkpoint
  if (!verifyInclusion({ index: proof.index, size, leaf, root, proof: proof.hashes })) {
    throw fail('log-inconsistent', `The proof does not lead from this entry to the root of the ${size} entries.`)
  }
  return { checkpoint, signatures }
}

function readIndex(line: string | undefined): number {
  const digits = /^index (0|[1-9][0-9]*)$/.exec(line ?? '')?.[1]
  const index = Number(digits)
  if (!Number.isSafeInteger(index)) throw refuse('it has no index')
  return index
}

function readBase64(text: string, length?: number): Uint8Array {
  const bytes = fromBase64(text)
  if (bytes === null || (length !== undefined && bytes.length !== length)) throw refuse('a line is not base64')
  return bytes
}

function refuse(why: string) {
  return fail('invalid-request', `This is not a log proof: ${why}.`)
}
