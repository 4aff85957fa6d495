import type { FacilityState } from '../../../shared/facility/state.ts'
import type { StepOutput } from '../../../shared/procedure/outputs.ts'
import type { AirGapVerdict } from '../../../shared/room/air-gap.ts'
import type { Sentence } from './sentence.ts'
import { counted, endedWithoutStop } from './wording.ts'

interface Context {
  readonly state: FacilityState
}

type RoomKind = 'check-air-gap'
type Sayings = { readonly [K in RoomKind]: (output: StepOutput<K>, context: Context) => Sentence }

/** A finished step of the room as one sentence. */
export const ROOM_SAYINGS: Sayings = {
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
