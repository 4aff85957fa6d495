import type { EntryOf } from '../ledger/entries.ts'
import { outputOf, type RunState, type StepState } from '../procedure/run-state.ts'
import { applyBags, type BagCustody } from '../room/bags.ts'
import { mergedReading, type RecordedReading, type TokenReading } from '../room/token-reading.ts'

/** What the log says of the things in the room. */
export interface RoomState {
  /** Where everything is that was ever bagged. */
  bags: BagCustody
  /** By the name of the token: how it was last read. */
  readonly readings: Map<string, RecordedReading>
}

/** Takes in what a finished step says of the room; nothing for most steps. */
export function collectRoom(room: RoomState, run: RunState, { step }: StepState, entry: EntryOf<'step-done'>): void {
  switch (step.kind) {
    case 'record-bag': {
      for (const bag of outputOf(run, step.id, 'record-bag').bags) {
        room.bags = applyBags(room.bags, bag, { at: entry.time, run: run.id })
      }
      return
    }
    case 'inspect-token': {
      const { tokenName, reading } = outputOf(run, step.id, 'inspect-token')
      recordReading(room, tokenName, reading, entry.time)
      return
    }
    case 'open-token': {
      const { tokenName, model, manufacturer, firmware } = outputOf(run, step.id, 'open-token')
      recordReading(room, tokenName, { model, manufacturer, firmware, hardware: null, library: null }, entry.time)
      return
    }
    default:
  }
}

export function recordReading(room: RoomState, token: string, reading: TokenReading, at: string): void {
  room.readings.set(token, { ...mergedReading(room.readings.get(token), reading), at })
}

/** What is known of a token that was only registered. */
export function registeredReading({ model, manufacturer }: Pick<TokenReading, 'model' | 'manufacturer'>): TokenReading {
  return { model, manufacturer, hardware: null, firmware: null, library: null }
}
