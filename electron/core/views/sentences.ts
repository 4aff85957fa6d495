import type { SentenceView } from '../../../shared/ipc/contract/views.ts'
import { parseEnvelope } from '../../../shared/ledger/envelope.ts'
import type { FacilityConsole } from '../console.ts'
import { toLogEntry } from '../facility/entry-draft.ts'
import { sentenceOf } from '../log/sentence.ts'

/** The newest entries of a run, or of everything, newest first. */
export function recentSentences(
  session: FacilityConsole,
  filter: { readonly run?: string },
  count: number,
): SentenceView[] {
  const { store, state } = session.facility
  const found: SentenceView[] = []
  for (let index = store.size - 1; index >= 0 && found.length < count; index--) {
    const envelope = parseEnvelope(store.entry(index).bytes)
    if (filter.run !== undefined && envelope.run !== filter.run) continue
    found.push({ index, time: envelope.time, ...sentenceOf(toLogEntry(envelope), state) })
  }
  return found
}
