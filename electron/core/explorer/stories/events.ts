import type { SentenceView } from '../../../../shared/ipc/contract/views.ts'
import { toLogEntry } from '../../facility/entry-draft.ts'
import type { FacilityRecord } from '../../facility/record.ts'
import { sentenceOf } from '../../log/sentence.ts'

/** More are not read one by one: the list has them all. */
export const MOST_EVENTS = 300

export function marked(marks: Uint8Array): number[] {
  const found: number[] = []
  for (let at = marks.indexOf(1); at !== -1; at = marks.indexOf(1, at + 1)) found.push(at)
  return found
}

export function eventsOf({ store, state }: FacilityRecord, indexes: readonly number[]): SentenceView[] {
  return indexes.slice(0, MOST_EVENTS).map((index) => {
    const { envelope } = store.entry(index)
    return { index, time: envelope.time, ...sentenceOf(toLogEntry(envelope), state) }
  })
}
