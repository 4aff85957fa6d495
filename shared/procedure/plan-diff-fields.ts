import { canonicalJson } from '../ledger/canonical-json.ts'
import type { Path } from './problem.ts'
import { isFields } from './schema-walk.ts'

/** One thing that is not the same, in words. */
export interface Difference {
  readonly kind: 'new' | 'gone' | 'changed' | 'moved' | 'renamed'
  /** Where it is in the later document; for what is gone, where it was in the earlier one. */
  readonly path: Path
  /** A sentence without its full stop. */
  readonly text: string
}

export function isSame(before: unknown, after: unknown): boolean {
  return canonicalOf(before) === canonicalOf(after)
}

function canonicalOf(value: unknown): string {
  return value === undefined ? '' : canonicalJson(value)
}

/** Every field that differs, by its name within `whose`: "Step 7: algorithm was ec-p384, is rsa-4096". */
export function diffFields(before: unknown, after: unknown, whose: string, path: Path, name = ''): Difference[] {
  if (isSame(before, after)) return []
  const say = (words: string): string => (whose === '' ? words : `${whose}: ${words}`)
  if (before === undefined) return [{ kind: 'new', path, text: say(`${name} is new: ${valueWords(after)}`) }]
  if (after === undefined) return [{ kind: 'gone', path, text: say(`${name} is gone; it was ${valueWords(before)}`) }]
  if (isFields(before) && isFields(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return keys.flatMap((key) =>
      diffFields(before[key], after[key], whose, [...path, key], name === '' ? key : `${name} ${key}`),
    )
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const items = diffItems(before, after).map(({ kind, item }) => ({
      kind,
      path,
      text: say(`${name}: ${valueWords(item)} is ${kind}`),
    }))
    if (items.length > 0) return items
  }
  return [{ kind: 'changed', path, text: say(`${name} was ${named(name, before)}, is ${named(name, after)}`) }]
}

/** What only one of two lists has; nothing where they differ in order or repetition alone. */
function diffItems(before: readonly unknown[], after: readonly unknown[]): { kind: 'new' | 'gone'; item: unknown }[] {
  const without = (items: readonly unknown[], others: readonly unknown[]): unknown[] =>
    items.filter((item) => !others.some((other) => isSame(item, other)))
  return [
    ...without(before, after).map((item) => ({ kind: 'gone' as const, item })),
    ...without(after, before).map((item) => ({ kind: 'new' as const, item })),
  ]
}

const DAYS_PER_YEAR = 365.25

function named(name: string, value: unknown): string {
  if (!name.endsWith('Days') || typeof value !== 'number') return valueWords(value)
  const years = Math.round(value / DAYS_PER_YEAR)
  const isYears = years > 0 && Math.abs(value - years * DAYS_PER_YEAR) < 1
  return isYears ? `${String(value)} (${String(years)} ${years === 1 ? 'year' : 'years'})` : String(value)
}

/** Short names and numbers as they are, sentences in quotes, lists in brackets. */
export function valueWords(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(valueWords).join(', ')}]`
  if (isFields(value)) {
    const parts = Object.entries(value).map(([key, item]) => `${key}: ${valueWords(item)}`)
    return `{ ${parts.join(', ')} }`
  }
  if (typeof value !== 'string') return String(value)
  return /^[\w.-]+$/.test(value) ? value : `"${value}"`
}
