import { type CrlEntryFields, readEntryContent } from '../../../shared/pki/crl-entry-reader.ts'
import type { CrlFields } from '../../../shared/pki/crl-fields.ts'
import { EntryIndex } from '../../../shared/pki/entry-index.ts'
import { isReasonWeakened } from '../../../shared/pki/reasons.ts'
import { RowProblem } from './revocation-row.ts'

export interface ChosenEntries {
  /** Encodings of the entries, one after another. */
  readonly content: Uint8Array
  readonly count: number
  /** How many take the place of an entry of the last CRL. */
  readonly replaces: number
  /** How many say what the last CRL says already; they were left out. */
  readonly already: number
}

/**
 * Which entries change something. A serial number that comes twice and a reason that would be weakened are told to `problem`, with the
 * number of the row from 0. What is revoked already keeps the earlier of its two dates. `content` is worked on in place: a list of a
 * million entries is not copied.
 */
export function chooseEntries(
  content: Uint8Array,
  previous: CrlFields | null,
  problem: (row: number, problem: RowProblem) => void,
): ChosenEntries {
  const before = previous === null ? null : previous.index()
  const index = new EntryIndex(content)
  const unchanged = new Set<number>()
  let row = 0
  let replaces = 0
  for (const entry of readEntryContent(content)) {
    try {
      if (!index.add(entry)) throw new RowProblem(`names serial ${entry.serial} a second time`)
      const earlier = before?.find(entry) ?? null
      if (earlier !== null && !changes(entry, earlier)) unchanged.add(entry.start)
      else if (earlier !== null) replaces++
    } catch (error) {
      if (!(error instanceof RowProblem)) throw error
      problem(row, error)
    }
    row++
  }
  const used = unchanged.size === 0 ? content.length : closeGaps(content, unchanged)
  return { content: content.subarray(0, used), count: row - unchanged.size, replaces, already: unchanged.size }
}

/** Whether it says something that the last CRL does not. Throws RowProblem where it would say less. */
function changes(entry: CrlEntryFields, earlier: CrlEntryFields): boolean {
  const [reason, was] = [entry.reason ?? 'unspecified', earlier.reason ?? 'unspecified']
  if (isReasonWeakened(was, reason))
    throw new RowProblem(`would weaken the reason of serial ${entry.serial} from ${was} to ${reason}`)
  const isEarlier = entry.revocationDate.milliseconds < earlier.revocationDate.milliseconds
  if (!isReasonWeakened(reason, was) && !(reason === was && isEarlier)) return false
  if (earlier.invalidityDate !== undefined && entry.invalidityDate === undefined)
    throw new RowProblem(`would take the invalidity date of serial ${entry.serial} back; say it again`)
  if (!isEarlier) copyDate(earlier, entry)
  return true
}

/** Takes the date of an earlier entry over. Throws RowProblem where its form differs: no list has dates of both sides of 2050. */
function copyDate(from: CrlEntryFields, to: CrlEntryFields): void {
  const date = from.source.subarray(from.dateAt, from.dateEnd)
  if (date.length !== to.dateEnd - to.dateAt) throw new RowProblem(`would put serial ${to.serial} past 2049`)
  to.source.set(date, to.dateAt)
}

/** Moves the entries together where some are left out; the new length. */
function closeGaps(content: Uint8Array, without: ReadonlySet<number>): number {
  let used = 0
  for (const { start, end } of readEntryContent(content)) {
    if (without.has(start)) continue
    content.copyWithin(used, start, end)
    used += end - start
  }
  return used
}
