import type { FacilityState } from '../../../shared/facility/state.ts'
import type { StepOutput } from '../../../shared/procedure/outputs.ts'
import type { AirGapVerdict } from '../../../shared/room/air-gap.ts'
import type { Sentence } from './sentence.ts'
import { counted, endedWithoutStop, joined, personName } from './wording.ts'

interface Context {
  readonly state: FacilityState
}

type RoomKind = 'check-clock' | 'check-air-gap'
type Sayings = { readonly [K in RoomKind]: (output: StepOutput<K>, context: Context) => Sentence }

/** A finished step of the room as one sentence. */
export const ROOM_SAYINGS: Sayings = {
  'check-clock': ({ references }, { state }) => ({
    strong: 'The clock',
    text: joined(
      references.map(
        ({ reference, person, offsetSeconds }) =>
          `${offsetWords(offsetSeconds)} ${reference}, read by ${personName(state, person)}`,
      ),
    ),
    label: 'clock',
  }),
  'check-air-gap': ({ verdict, findings, omitted }) => ({
    strong: 'This computer',
    text: `${CUT_OFF[verdict]}: ${verdict === 'ok' ? `${counted(findings.length + omitted, 'fact')} read` : endedWithoutStop(findings[0]?.words ?? '')}`,
    label: 'air gap',
  }),
}

const CUT_OFF: Readonly<Record<AirGapVerdict, string>> = {
  open: 'is not cut off',
  unknown: 'may not be cut off',
  attention: 'is cut off, with something to look at',
  ok: 'is cut off',
}

function offsetWords(seconds: number): string {
  if (seconds === 0) return 'agrees to the second with'
  return `is ${String(Math.abs(seconds))} s ${seconds > 0 ? 'ahead of' : 'behind'}`
}
