import type { Definition } from './definition.ts'
import { type Difference, diffFields, isSame } from './plan-diff-fields.ts'
import type { Path } from './problem.ts'
import { isFields } from './schema-walk.ts'
import type { Step } from './step-kinds.ts'

interface Seat {
  readonly step: Step
  /** From 1, over all acts, as the script numbers them. */
  readonly number: number
  readonly act: number
  readonly path: Path
  /** The id of the step before it; null for the first. */
  readonly after: string | null
}

interface Pair {
  readonly before: Seat
  readonly after: Seat
}

/** Acts and steps: new, gone, moved, renamed, changed. A step is the same by its id, or else by everything but its id. */
export function diffSteps(before: Definition, after: Definition): Difference[] {
  const [older, newer] = [seatsOf(before), seatsOf(after)]
  const pairs = pairUp(older, newer)
  const ids = new Map(pairs.map((pair) => [pair.before.step.id, pair.after.step.id]))
  const actOf = actsPaired(before, after, pairs)
  const gone = older.filter((seat) => !pairs.some((pair) => pair.before === seat))
  const stays = longestInOrder(pairs)
  return [
    ...diffActs(before, after, actOf),
    ...gone.map((seat) => arrival('gone', before, seat)),
    ...newer.flatMap((seat) => {
      const pair = pairs.find((each) => each.after === seat)
      if (pair === undefined) return [arrival('new', after, seat)]
      const isElsewhere = actOf.get(pair.before.act) !== seat.act
      return [
        ...diffName(pair),
        ...(stays.has(pair) && !isElsewhere ? [] : [move(before, after, pair, isElsewhere)]),
        ...diffFields(renamed(content(pair.before.step), ids), content(seat.step), heading(seat), seat.path),
      ]
    }),
  ]
}

function seatsOf({ acts }: Definition): Seat[] {
  const seats: Seat[] = []
  for (const [act, { steps }] of acts.entries()) {
    for (const [index, step] of steps.entries()) {
      const after = seats.at(-1)?.step.id ?? null
      seats.push({ step, number: seats.length + 1, act, path: ['acts', act, 'steps', index], after })
    }
  }
  return seats
}

function pairUp(older: readonly Seat[], newer: readonly Seat[]): Pair[] {
  const sameId = older.flatMap((before): Pair[] => {
    const after = newer.find(({ step }) => step.id === before.step.id)
    return after === undefined ? [] : [{ before, after }]
  })
  const taken = new Set(sameId.flatMap(({ before, after }) => [before, after]))
  const sameContent = older.flatMap((before): Pair[] => {
    if (taken.has(before)) return []
    const after = newer.find((seat) => !taken.has(seat) && isSame(content(seat.step), content(before.step)))
    if (after === undefined) return []
    taken.add(after)
    return [{ before, after }]
  })
  return [...sameId, ...sameContent].toSorted((a, b) => a.after.number - b.after.number)
}

/** Everything but the id. */
function content(step: Step): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(step).filter(([name]) => name !== 'id'))
}

/** The same with the new ids in its references: a reference that only follows a renamed step is no difference. */
function renamed(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') {
    const [step = '', ...output] = value.split('.')
    const now = ids.get(step)
    return now === undefined || output.length !== 1 ? value : [now, ...output].join('.')
  }
  if (Array.isArray(value)) return value.map((item) => renamed(item, ids))
  if (!isFields(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const now = key === 'step' && typeof item === 'string' ? ids.get(item) : undefined
      return [key, isProse(key) ? item : (now ?? renamed(item, ids))]
    }),
  )
}

function isProse(key: string): boolean {
  return key === 'title' || key === 'say' || key === 'statement'
}

/** The act that each earlier act is now: by its title, else by where most of its steps are. */
function actsPaired(before: Definition, after: Definition, pairs: readonly Pair[]): Map<number, number> {
  const paired = new Map<number, number>()
  for (const [index, { title }] of before.acts.entries()) {
    const found = after.acts.findIndex((act, at) => act.title === title && ![...paired.values()].includes(at))
    if (found !== -1) paired.set(index, found)
  }
  for (const index of before.acts.keys()) {
    if (paired.has(index)) continue
    const here = pairs.filter((pair) => pair.before.act === index).map((pair) => pair.after.act)
    const free = [...new Set(here)].filter((act) => ![...paired.values()].includes(act))
    const [best] = free.toSorted((a, b) => count(here, b) - count(here, a))
    if (best !== undefined) paired.set(index, best)
  }
  return paired
}

function count(items: readonly number[], wanted: number): number {
  return items.filter((item) => item === wanted).length
}

function diffActs(before: Definition, after: Definition, actOf: ReadonlyMap<number, number>): Difference[] {
  const known = new Set(actOf.values())
  return [
    ...before.acts.flatMap(({ title }, index): Difference[] => {
      const now = actOf.get(index)
      if (now === undefined) return [{ kind: 'gone', path: ['acts', index], text: `Act "${title}" is gone` }]
      const next = after.acts[now]?.title ?? ''
      const text = `Act ${String(now + 1)} was called "${title}", is called "${next}"`
      return next === title ? [] : [{ kind: 'renamed', path: ['acts', now, 'title'], text }]
    }),
    ...after.acts.flatMap(({ title }, index): Difference[] =>
      known.has(index) ? [] : [{ kind: 'new', path: ['acts', index], text: `Act "${title}" is new` }],
    ),
  ]
}

function heading({ number, step }: Seat): string {
  return `Step ${String(number)} "${step.title}"`
}

function placeWords(after: string | null): string {
  return after === null ? 'at the beginning' : `after "${after}"`
}

function arrival(kind: 'new' | 'gone', { acts }: Definition, { act, step, after, path }: Seat): Difference {
  const where = kind === 'new' ? `is new, ${placeWords(after)}` : `is gone; it was ${placeWords(after)}`
  const text = `Act "${acts[act]?.title ?? ''}": step "${step.id}" (${step.kind}, "${step.title}") ${where}`
  return { kind, path, text }
}

function diffName({ before, after }: Pair): Difference[] {
  if (before.step.id === after.step.id) return []
  const text = `${heading(after)}: its id was "${before.step.id}", is "${after.step.id}"`
  return [{ kind: 'renamed', path: [...after.path, 'id'], text }]
}

function move(older: Definition, newer: Definition, { before, after }: Pair, isElsewhere: boolean): Difference {
  const was = `${placeWords(before.after)}${isElsewhere ? ` in act "${older.acts[before.act]?.title ?? ''}"` : ''}`
  const is = `${placeWords(after.after)}${isElsewhere ? ` in act "${newer.acts[after.act]?.title ?? ''}"` : ''}`
  return { kind: 'moved', path: after.path, text: `${heading(after)} moved: it was ${was}, is ${is}` }
}

/** The most pairs that are in the same order in both; the others have moved. */
function longestInOrder(pairs: readonly Pair[]): Set<Pair> {
  const best: Pair[][] = []
  for (const [index, pair] of pairs.entries()) {
    const before = best.slice(0, index).filter((run) => (run.at(-1)?.before.number ?? 0) < pair.before.number)
    const longest = before.toSorted((a, b) => b.length - a.length)[0] ?? []
    best.push([...longest, pair])
  }
  return new Set(best.toSorted((a, b) => b.length - a.length)[0])
}
