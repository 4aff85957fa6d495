import type { FacilityState } from '../../../shared/facility/state.ts'
import { utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'

/** Where the JSON of a large member lies behind the state, and its SHA-256. */
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
 * A state as JSON. The large members of runs that ended are parts of their own, which are read when somebody looks at them:
 * most people look at none of two hundred past ceremonies. Plain data, Maps and Sets; anything else is a fault of whoever put
 * it into the state.
 */
export function encodeState(state: FacilityState, sha256: (bytes: Uint8Array) => string): StateText {
  const parts: Uint8Array[] = []
  let at = 0
  const apart = (text: string): object => {
    const bytes = utf8ToBytes(text)
    const part: Part = { at, length: bytes.length, sha256: sha256(bytes) }
    at += bytes.length
    parts.push(bytes)
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

/** The state that was encoded, from JSON that was authenticated. `read` returns the JSON of a part, compared with its digest. */
export function decodeState(text: string, read: (part: Part) => string): FacilityState {
  const state = fromJson(JSON.parse(text)) as FacilityState
  for (const run of state.runs.values()) {
    for (const [name, member] of Object.entries(run)) {
      const part = partOf(member)
      if (part !== null) readLater(run, name, () => fromJson(JSON.parse(read(part))))
    }
  }
  return state
}

function partOf(member: unknown): Part | null {
  return typeof member === 'object' && member !== null && '@part' in member ? (member['@part'] as Part) : null
}

/** The member becomes an ordinary one when it is first looked at. */
function readLater(target: object, name: string, read: () => unknown): void {
  const settle = (value: unknown): void => {
    Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true })
  }
  Object.defineProperty(target, name, {
    get: () => {
      const value = read()
      settle(value)
      return value
    },
    set: settle,
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
