import { type Deviation, inOneText } from '../procedure/deviation.ts'
import { z } from '../zod.ts'

// Tamper-evident bags: the bag that is opened now must be the one in which the thing was stored last time, and a number
// is used once in the life of a facility. So the numbers are a chain of custody from one ceremony to the next.

/** As printed on the bag; spaces and case are how people write, not what is printed. */
export const bagNumber = z
  .string()
  .transform((text) => text.replace(/\s+/g, '').toUpperCase())
  .pipe(z.string().regex(/^[A-Z0-9][A-Z0-9-]{2,31}$/, 'a bag number is 3 to 32 letters, digits and "-"'))

/** "HSM 1 (serial 4F3A)", "credential set A": the same words in every ceremony, since they name the thing. */
export const baggedItem = z.string().trim().min(1).max(80)

/** What the step record-bag asks for and writes: the bag that was opened, the bag that was sealed; null for none. */
export const bagRecord = z
  .strictObject({ item: baggedItem, opened: bagNumber.nullable(), sealed: bagNumber.nullable() })
  .refine(({ opened, sealed }) => opened !== null || sealed !== null, 'name the bag opened, the bag sealed, or both')
export type BagRecord = z.infer<typeof bagRecord>

export const bagProblem = z.strictObject({
  code: z.enum(['never-stored', 'not-in-a-bag', 'other-bag', 'bag-of-other-item', 'bag-not-presented', 'bag-reused']),
  item: baggedItem,
  words: z.string(),
})
export type BagProblem = z.infer<typeof bagProblem>

export interface RecordedIn {
  /** Instant of the log entry. */
  readonly at: string
  readonly run: string
}

/** Where the log says that everything is. */
export interface BagCustody {
  /** By item; `bag` null: it was taken out and not bagged again. */
  readonly items: ReadonlyMap<string, RecordedIn & { readonly bag: string | null }>
  /** Every number that was ever seen. */
  readonly bags: ReadonlyMap<string, RecordedIn & { readonly item: string }>
}

export const NO_BAGS: BagCustody = { items: new Map(), bags: new Map() }

/** What does not fit the records of earlier ceremonies; empty if custody is continuous. Each is for an exception sheet. */
export function checkBags(custody: BagCustody, record: BagRecord): BagProblem[] {
  return [...checkOpened(custody, record), ...checkSealed(custody, record)]
}

/** The custody after this record. What happened is recorded even where it did not fit: the next check starts from it. */
export function applyBags(custody: BagCustody, record: BagRecord, recorded: RecordedIn): BagCustody {
  const bags = new Map(custody.bags)
  for (const bag of [record.opened, record.sealed]) if (bag !== null) bags.set(bag, { ...recorded, item: record.item })
  return { items: new Map(custody.items).set(record.item, { ...recorded, bag: record.sealed }), bags }
}

/** What is said of bags that do not fit; null when all do. */
export function bagDeviation(problems: readonly BagProblem[]): Deviation | null {
  if (problems.length === 0) return null
  return {
    expected: 'Each thing comes out of the bag that it was last sealed in, and goes into a bag that was never used.',
    happened: inOneText(problems.map(({ words }) => words)),
  }
}

function checkOpened({ items, bags }: BagCustody, { item, opened }: BagRecord): BagProblem[] {
  const stored = items.get(item)
  const bag = stored?.bag ?? null
  if (opened === bag) return []
  const problem = (code: BagProblem['code'], words: string): BagProblem => ({ code, item, words })
  const was = stored === undefined ? '' : `${item} was stored in bag ${bag ?? ''} on ${day(stored.at)} (${stored.run})`
  if (opened === null) return [problem('bag-not-presented', `${was}; no bag was presented.`)]
  const problems: BagProblem[] = []
  if (stored === undefined) {
    problems.push(problem('never-stored', `No earlier record says where ${item} is; bag ${opened} was presented.`))
  } else if (bag === null) {
    const words = `${item} was taken out of its bag on ${day(stored.at)} (${stored.run}) and not bagged again; bag ${opened} was presented.`
    problems.push(problem('not-in-a-bag', words))
  } else {
    problems.push(problem('other-bag', `${was}; bag ${opened} was presented.`))
  }
  const use = bags.get(opened)
  if (use !== undefined && use.item !== item) {
    const words = `Bag ${opened} was recorded for ${use.item} on ${day(use.at)} (${use.run}), not for ${item}.`
    problems.push(problem('bag-of-other-item', words))
  }
  return problems
}

/** A bag that was opened cannot be sealed again, so no number may come back: not even for the same item. */
function checkSealed({ bags }: BagCustody, { item, opened, sealed }: BagRecord): BagProblem[] {
  if (sealed === null) return []
  if (sealed === opened) {
    return [{ code: 'bag-reused', item, words: `Bag ${sealed} was opened just now; it cannot be sealed again.` }]
  }
  const use = bags.get(sealed)
  if (use === undefined) return []
  const words = `Bag ${sealed} was used for ${use.item} on ${day(use.at)} (${use.run}); ${item} needs a new bag.`
  return [{ code: 'bag-reused', item, words }]
}

function day(at: string): string {
  return at.slice(0, 10)
}
