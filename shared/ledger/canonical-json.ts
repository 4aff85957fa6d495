import { utf8ToBytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import { decodeUtf8 } from './utf8.ts'

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject
export interface JsonObject {
  readonly [name: string]: JsonValue
}

// Far above anything Conclave writes, far below what would exhaust the stack.
const MAX_DEPTH = 64

/**
 * RFC 8785 for a subset in which nothing can be written in two ways: numbers are safe integers only. Fails with
 * `invalid-request` for everything else, `undefined` members and lone surrogates included.
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0)
}

export function canonicalBytes(value: unknown): Uint8Array {
  return utf8ToBytes(canonicalJson(value))
}

/** Accepts exactly what `canonicalBytes` writes: any other spelling of the same value fails with `invalid-request`. */
export function parseCanonical(bytes: Uint8Array): JsonValue {
  const text = decodeUtf8(bytes)
  if (text === null) throw refuse('it is not UTF-8')
  let value: JsonValue
  try {
    value = JSON.parse(text) as JsonValue
  } catch (cause) {
    throw refuse('it is not JSON', cause)
  }
  // Strict UTF-8 decoding is one to one: equal text is equal bytes.
  if (!isWritten(value, text) && canonicalJson(value) !== text)
    throw refuse('the same value has another spelling in RFC 8785')
  return value
}

/** Quick and sure: `canonicalJson` writes this text of the value. False says nothing. */
function isWritten(value: JsonValue, text: string): boolean {
  // JSON.stringify spells everything as RFC 8785 does; order and range are left. It writes half of a surrogate pair as "\ud...".
  return isOrdered(value, 0) && JSON.stringify(value) === text && !text.includes('\\ud')
}

/** Members are in order, numbers are safe integers, and nothing is too deep. */
function isOrdered(value: JsonValue, depth: number): boolean {
  if (depth > MAX_DEPTH) return false
  if (typeof value === 'number') return Number.isSafeInteger(value)
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every((member) => isOrdered(member as JsonValue, depth + 1))
  let last: string | null = null
  const members = value as JsonObject
  // Not `Object.entries`: this runs for every object of a log. JSON.parse inherits nothing that could be enumerated.
  for (const name in members) {
    if (last !== null && name <= last) return false
    last = name
    if (!isOrdered(members[name] ?? null, depth + 1)) return false
  }
  return true
}

function write(value: unknown, depth: number): string {
  if (depth > MAX_DEPTH) throw refuse(`it is nested deeper than ${MAX_DEPTH} levels`)
  switch (typeof value) {
    case 'string':
      return writeString(value)
    case 'boolean':
      return String(value)
    case 'number':
      if (!Number.isSafeInteger(value)) throw refuse(`${value} is not an integer below 2^53`)
      return String(value)
    case 'object':
      if (value === null) return 'null'
      if (Array.isArray(value)) return writeArray(value, depth)
      return writeObject(value, depth)
    default:
      throw refuse(`a ${typeof value} has no place in it`)
  }
}

function writeString(value: string): string {
  if (!value.isWellFormed()) throw refuse('a string holds half of a surrogate pair')
  return JSON.stringify(value)
}

function writeArray(values: readonly unknown[], depth: number): string {
  // Not `map`: it skips holes, and a hole is an undefined.
  const written: string[] = []
  for (const value of values) written.push(write(value, depth + 1))
  return `[${written.join(',')}]`
}

function writeObject(value: object, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw refuse('an object in it is not a plain one')
  // `<` on strings is by UTF-16 code units, as RFC 8785 §3.2.3 asks.
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${writeString(name)}:${write(member, depth + 1)}`).join(',')}}`
}

function refuse(why: string, cause?: unknown) {
  return fail('invalid-request', `This is not canonical JSON: ${why}.`, { cause })
}
