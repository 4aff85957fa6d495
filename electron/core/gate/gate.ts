import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { sha256Hex } from '../../../shared/bytes.ts'
import { fail, type FailureCode, OperationError } from '../../../shared/failure.ts'
import { GATE_RULES, type GateKind, kindsNamed, QUARANTINE_MAX_BYTES, wantedWords } from '../../../shared/gate/kinds.ts'
import { visible } from '../../../shared/spoken-text.ts'
import { errorCode } from '../files/disk-failure.ts'
import { foreignContent } from './sniff.ts'

/** A file that came through the gate, whole. What its bytes mean is for its parser to say, inside `refusing`. */
export interface AdmittedFile {
  readonly kind: GateKind
  /** Without the folder, every character to be seen. */
  readonly name: string
  /** The folder that it was read from. */
  readonly medium: string
  readonly bytes: Uint8Array
  readonly sha256: string
  readonly wanted: readonly GateKind[]
}

/** What was refused, as far as it was read. `bytes`: null for what is no file, and for what is too large to keep. */
export interface RefusedFile {
  readonly name: string
  readonly medium: string
  readonly size: number
  readonly bytes: Uint8Array | null
  readonly wanted: readonly GateKind[]
}

/** The gate refused a file: whoever asked for it puts it into quarantine. */
export class GateRefusal extends OperationError {
  readonly refused: RefusedFile

  constructor(error: OperationError, refused: RefusedFile) {
    super(error.failure, { cause: error })
    this.refused = refused
  }
}

/**
 * Takes one file in: a plain file that is named and sized as one of `wanted`, and holds nothing that is of no use here. Links are not
 * followed. Throws `file-not-found` and `file-unreadable` for what cannot be looked at; GateRefusal with `file-type-unknown`,
 * `file-too-large` or `gate-refused` for what is kept out.
 */
export function admitFile(path: string, wanted: readonly GateKind[]): AdmittedFile {
  const name = visible(basename(path))
  const medium = visible(dirname(path)).slice(0, 1000)
  const size = plainSize(path, name, medium, wanted)
  const [kind] = kindsNamed(name, wanted)
  const limit = Math.max(...(kind === undefined ? wanted : [kind]).map((one) => GATE_RULES[one].maxBytes))
  if (size > limit) {
    const bytes = size > QUARANTINE_MAX_BYTES ? null : readWhole(path, size)
    throw refusal('file-too-large', `"${name}" is larger than ${limit} bytes, the most that is accepted here.`, {
      file: { name, medium, size, bytes, wanted },
      detail: { limit },
    })
  }
  const bytes = readWhole(path, limit)
  const file = { name, medium, size: bytes.length, bytes, wanted }
  const foreign = foreignContent(bytes)
  if (foreign !== null) throw refusal('file-type-unknown', `"${name}" is ${foreign}.`, { file })
  if (kind === undefined)
    throw refusal('file-type-unknown', `"${name}" is not named like anything that is taken in here.`, { file })
  return { kind, name, medium, bytes, sha256: sha256Hex(bytes), wanted }
}

/** What `parse` refuses of an admitted file is refused by the gate, with the same words. */
export function refusing<T>(file: Pick<AdmittedFile, 'name' | 'medium' | 'bytes' | 'wanted'>, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof OperationError) || error instanceof GateRefusal) throw error
    const { name, medium, bytes, wanted } = file
    throw new GateRefusal(error, { name, medium, size: bytes.length, bytes, wanted })
  }
}

function plainSize(path: string, name: string, medium: string, wanted: readonly GateKind[]): number {
  let status: ReturnType<typeof lstatSync>
  try {
    status = lstatSync(path)
  } catch (error) {
    throw unreadable(path, error)
  }
  if (status.isFile()) return status.size
  const what = status.isSymbolicLink() ? 'a link' : status.isDirectory() ? 'a folder' : 'a device or a pipe'
  throw refusal('gate-refused', `"${name}" is ${what}, not a file.`, {
    file: { name, medium, size: 0, bytes: null, wanted },
  })
}

/** At most `limit` octets, not through a link: one may have been put there since the look. */
function readWhole(path: string, limit: number): Uint8Array {
  let descriptor: number
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    throw unreadable(path, error)
  }
  try {
    const buffer = Buffer.alloc(Math.min(fstatSync(descriptor).size, limit) + 1)
    let length = 0
    for (let more = 1; more > 0 && length < buffer.length; length += more)
      more = readSync(descriptor, buffer, length, buffer.length - length, null)
    if (length === buffer.length)
      throw fail('file-unreadable', `"${visible(basename(path))}" changed while it was read.`)
    return new Uint8Array(buffer.subarray(0, length))
  } catch (error) {
    throw error instanceof OperationError ? error : unreadable(path, error)
  } finally {
    closeSync(descriptor)
  }
}

function unreadable(path: string, cause: unknown): OperationError {
  const code = errorCode(cause)
  const name = visible(path)
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return fail('file-not-found', `There is no file "${name}".`, { remedy: 'Check the name and the medium.', cause })
  }
  return fail('file-unreadable', `"${name}" cannot be read (${code}).`, {
    remedy: 'Check the permissions and the medium.',
    cause,
  })
}

function refusal(
  code: FailureCode,
  message: string,
  { file, detail }: { file: RefusedFile; detail?: Record<string, number> },
): GateRefusal {
  const remedy = `Wanted: ${wantedWords(file.wanted)}. What was refused is kept in quarantine; ask its sender about it.`
  return new GateRefusal(fail(code, message, { remedy, ...(detail === undefined ? {} : { detail }) }), file)
}
