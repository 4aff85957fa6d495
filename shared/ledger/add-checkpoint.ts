import { fromBase64, toBase64 } from '../bytes.ts'
import { fail } from '../failure.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { parseNote } from './note.ts'

/** C2SP tlog-witness: at most so many hashes. */
const MAX_HASHES = 63

/** The body of `add-checkpoint` (C2SP tlog-witness): a plain text that travels as a file. */
export interface AddCheckpoint {
  /** Entries of the checkpoint that the witness cosigned last; 0 for the first time. */
  readonly oldSize: number
  readonly proof: readonly Uint8Array[]
  /** The signed note, verbatim. */
  readonly checkpoint: string
}

export function formatAddCheckpoint({ oldSize, proof, checkpoint }: AddCheckpoint): string {
  return `old ${String(oldSize)}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${checkpoint}`
}

/** Fails with `invalid-request`. The checkpoint has the form of one; nobody looked at its signatures. */
export function parseAddCheckpoint(text: string): AddCheckpoint {
  const split = text.indexOf('\n\n')
  if (split < 0) throw refuse('no empty line separates proof and checkpoint')
  const [first = '', ...lines] = text.slice(0, split).split('\n')
  const digits = /^old (0|[1-9]\d*)$/.exec(first)?.[1]
  const oldSize = Number(digits)
  if (!Number.isSafeInteger(oldSize)) throw refuse('it does not begin with "old" and a size')
  if (lines.length > MAX_HASHES) throw refuse(`it has more than ${String(MAX_HASHES)} hashes`)
  const proof = lines.map((line) => {
    const hash = fromBase64(line)
    if (hash?.length !== 32) throw refuse('a line of its proof is not a hash')
    return hash
  })
  const checkpoint = text.slice(split + 2)
  const { size } = parseCheckpoint(parseNote(checkpoint).text)
  if (oldSize > size) throw refuse('its old size is larger than its checkpoint')
  return { oldSize, proof, checkpoint }
}

function refuse(why: string): Error {
  return fail('invalid-request', `This is not a request to cosign a checkpoint: ${why}.`)
}
