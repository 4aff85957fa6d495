import { fail } from '../../../shared/failure.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'

/**
 * A facility's state as lines of JSON. The first is the state itself; the large members of runs that ended stand on lines of
 * their own, which are parsed when somebody looks at them: most people look at none of two hundred past ceremonies.
 */

/** Shorter members are not worth a line. */
const LARGE = 1_024

/** Plain data, Maps and Sets; anything else is a fault of whoever put it into the state. */
export function encodeState(state: FacilityState): string {
  const lines: string[] = []
  const apart = (text: string): object => ({ '@line': lines.push(text) })
  const runs = [...state.runs].map(([id, run]): [string, unknown] => {
    if (run.status === 'open') return [id, toJson(run)]
    const members = Object.entries(run).map(([name, member]): [string, unknown] => {
      const json = toJson(member)
      const text = typeof json === 'object' && json !== null ? JSON.stringify(json) : ''
      return [name, text.length < LARGE ? json : apart(text)]
    })
    return [id, Object.fromEntries<unknown>(members)]
  })
  const first = JSON.stringify({ ...(toJson({ ...state, runs: null }) as object), runs: { '@map': runs } })
  return [first, ...lines].join('\n')
}

/** The state that was encoded. `text` was authenticated before. */
export function decodeState(text: string): FacilityState {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  const line = (number: number): string => text.slice(starts[number], (starts[number + 1] ?? text.length + 1) - 1)
  const state = fromJson(JSON.parse(line(0))) as FacilityState
  for (const run of state.runs.values()) {
    for (const [name, member] of Object.entries(run)) {
      const number = lineOf(member)
      if (number !== null) parseLater(run, name, () => fromJson(JSON.parse(line(number))))
    }
  }
  return state
}

function lineOf(member: unknown): number | null {
  if (typeof member !== 'object' || member === null || !('@line' in member)) return null
  return Number(member['@line'])
}

/** The member becomes an ordinary one when it is first read. */
function parseLater(target: object, name: string, parse: () => unknown): void {
  const settle = (value: unknown): void => {
    Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true })
  }
  Object.defineProperty(target, name, {
    get: () => {
      const value = parse()
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
