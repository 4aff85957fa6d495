import type { FacilityState } from '../../../shared/facility/state.ts'
import type { EntryOf } from '../../../shared/ledger/entries.ts'
import { decisionSentence } from './incident-sentence.ts'
import type { Sentence } from './sentence.ts'
import { endedWithoutStop, personName, runOf } from './wording.ts'

type RoomEntry = EntryOf<
  | 'exception-raised'
  | 'exception-decided'
  | 'decision-given'
  | 'person-signed-in'
  | 'person-signed-out'
  | 'run-paused'
  | 'run-resumed'
  | 'final-try-allowed'
>

/** Who came and went, what deviated, and when the room was left alone. */
export function roomSentence(entry: RoomEntry, state: FacilityState): Sentence {
  switch (entry.kind) {
    case 'exception-raised':
      return {
        strong: entry.actor === null ? 'Conclave' : personName(state, entry.actor),
        text: `noticed a deviation: ${endedWithoutStop(entry.data.happened)}`,
        label: 'exception',
      }
    case 'exception-decided': {
      const { person, decision, reason } = entry.data.statement
      const decided = decision === 'continue' ? 'that the run goes on' : 'that the run ends'
      return {
        strong: personName(state, person),
        text: `decided ${decided}: ${endedWithoutStop(reason)}`,
        label: 'exception',
      }
    }
    case 'decision-given':
      return decisionSentence(entry, state)
    case 'person-signed-in': {
      const { person, role } = entry.data.statement
      return { strong: personName(state, person), text: `came into the room as ${role}`, label: 'people' }
    }
    case 'person-signed-out': {
      const { person, note } = entry.data.statement
      const said = note.trim() === '' ? '' : `: ${endedWithoutStop(note)}`
      return { strong: personName(state, person), text: `left the room${said}`, label: 'people' }
    }
    case 'run-paused': {
      const { person, note } = entry.data.statement
      const title = runOf(state, entry.run)?.plan.title ?? 'the run'
      return {
        strong: personName(state, person),
        text: `paused ${title}, and the room is empty: ${endedWithoutStop(note)}`,
        label: 'people',
      }
    }
    case 'final-try-allowed': {
      const { person, typist, token } = entry.data.statement
      return {
        strong: personName(state, person),
        text: `allowed the last try of the PIN of ${token.label}, which ${personName(state, typist)} types`,
        label: 'people',
      }
    }
    case 'run-resumed':
      return {
        strong: personName(state, entry.data.statement.person),
        text: `went on with ${runOf(state, entry.run)?.plan.title ?? 'the run'}`,
        label: 'people',
      }
  }
}
