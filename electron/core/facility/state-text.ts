import type { FacilityState } from '../../../shared/facility/state.ts'
import { utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** Where a large member lies behind the state, as JSON under raw DEFLATE (RFC 1951), and its SHA-256. */
export interface Part {
  readonly at: number
  readonly length: number
  readonly sha256: string
}

export interface StateText {
  /** The state; what is large in it is named by its part. */
  readonly state: Uint8Array
  /** All parts, one after another. */
  readonly parts: readonly Uint8Array[]
}

/** Shorter members are not worth a part. */
const LARGE = 1_024

/**
 * A state as JSON. Runs of one plan share its part. The large members of runs that ended are parts of their own, which are read when somebody looks at them:
 * most people look at none of two hundred past ceremonies. Plain data, Maps and Sets; anything else is a fault of whoever put
 * it into the state.
 */
export function encodeState(state: FacilityState, sha256: (bytes: Uint8Array) => string): StateText {
  const parts: Uint8Array[] = []
  let at = 0
  const known = new Map<string, Part>()
  const apart = (text: string): object => {
    const bytes = deflate(text)
    const digest = sha256(bytes)
    const part: Part = known.get(digest) ?? { at, length: bytes.length, sha256: digest }
    if (part.at === at) {
      at += bytes.length
      parts.push(bytes)
      known.set(digest, part)
    }
    return { '@part': part }
  }
  const runs = [...state.runs].map(([id, run]): [string, unknown] => {
    if (run.status === 'open') return [id, toJson(run)]
    const members = Object.entries(run).map(([name, member]): [string, unknown] => {
      const json = toJson(member)
      const text = typeof json === 'object' && json !== null ? JSON.stringify(json) : ''
      return [name, text.length < LARGE ? json : apart(text)]
    })
    return [id, Object.fromEntries<unknown>(members)]
  })
  const rest = toJson({ ...state, runs: null }) as object
  return { state: utf8ToBytes(JSON.stringify({ ...rest, runs: { '@map': runs } })), parts }
}

/**
 * The state that was encoded, from JSON that was authenticated. `read` returns the bytes of a part, compared with its digest.
 * A part is read when it is looked at, and again once nobody holds it any more: runs that ended do not change.
 */
export function decodeState(text: string, read: (part: Part) => Uint8Array): FacilityState {
  const state = fromJson(JSON.parse(text)) as FacilityState
  const shared = new Map<string, WeakRef<object>>()
  const once = (part: Part): unknown => {
    const known = shared.get(part.sha256)?.deref()
    if (known !== undefined) return known
    const value = fromJson(JSON.parse(inflate(read(part)))) as object
    shared.set(part.sha256, new WeakRef(value))
    return value
  }
  for (const run of state.runs.values()) {
    for (const [name, member] of Object.entries(run)) {
      const part = partOf(member)
      if (part !== null) readLater(run, name, () => once(part))
    }
  }
  return state
}

/** Far above the steps of any run. */
const LARGEST_PART = 1 << 28

function deflate(text: string): Uint8Array {
  return deflateRawSync(utf8ToBytes(text), { level: 1 })
}

function inflate(bytes: Uint8Array): string {
  return inflateRawSync(bytes, { maxOutputLength: LARGEST_PART }).toString('utf8')
}

function partOf(member: unknown): Part | null {
  return typeof member === 'object' && member !== null && '@part' in member ? (member['@part'] as Part) : null
}

/** Becomes an ordinary member when another value is put there. */
function readLater(target: object, name: string, read: () => unknown): void {
  Object.defineProperty(target, name, {
    get: read,
    set: (value: unknown) => {
      Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true })
    },
    enumerable: true,
    configurable: true,
  })
}

function toJson(value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null)
    return value
  if (Array.isArray(value)) return value.map(toJson)
  if (value instanceof Map) return { '@map': Array.from(value, (pair) => pair.map(toJson)) }
  if (value instanceof Set) return { '@set': Array.from(value, toJson) }
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    const members = Object.entries(value).flatMap(([name, member]) =>
      member === undefined ? [] : [[name, toJson(member)]],
    )
    return Object.fromEntries(members)
  }
  throw fail('internal', 'The state of the facility holds something that is not plain data.')
}

function fromJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) if (typeof item === 'object') value[index] = fromJson(item)
    return value
  }
  if ('@map' in value) return new Map(fromJson(value['@map']) as [unknown, unknown][])
  if ('@set' in value) return new Set(fromJson(value['@set']) as unknown[])
  const members = value as Record<string, unknown>
  for (const name in members) if (typeof members[name] === 'object') members[name] = fromJson(members[name])
  return members
}
