import { fromBase64, toBase64 } from '../bytes.ts'
import { fail } from '../failure.ts'

/** C2SP tlog-checkpoint: what a log held at one moment. */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  /** 32 bytes. */
  readonly root: Uint8Array
}

/** The note text: three lines. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  if (origin === '' || origin.includes('\n')) throw refuse('its origin is not one line of text')
  if (!Number.isSafeInteger(size) || size < 0) throw refuse('its size is not a count')
  if (root.length !== 32) throw refuse('its root is not a SHA-256 hash')
  return `${origin}\n${size}\n${toBase64(root)}\n`
}

/**
 * Fails with `invalid-request`. Extension lines are refused: C2SP advises against them, our log never writes them,
 * and a cosigner could not know what they claim.
 */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split('\n')
  if (lines.length !== 4 || lines[3] !== '') throw refuse('it does not have three lines')
  const [origin = '', digits = '', encoded = ''] = lines
  const size = Number(digits)
  if (!/^(0|[1-9][0-9]*)$/.test(digits) || !Number.isSafeInteger(size)) throw refuse('its size is not a count')
  const root = fromBase64(encoded)
  if (root?.length !== 32) throw refuse('its root is not a SHA-256 hash')
  if (origin === '') throw refuse('its origin is empty')
  return { origin, size, root }
}

function refuse(why: string) {
  return fail('invalid-request', `This is not a checkpoint: ${why}.`)
}
