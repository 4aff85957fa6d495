import { isPractice } from '../../../../shared/facility/state.ts'
import { canonicalBytes } from '../../../../shared/ledger/canonical-json.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { airGapDeviation, airGapVerdict, worstFirst } from '../../../../shared/room/air-gap.ts'
import type { StepContext } from '../step-context.ts'
import { asManyAsFit } from './entry-room.ts'

/** Facts of this computer, read now. A practice facility may be on a network: there it is written, and no exception. */
export function checkAirGap({ services, facility }: StepContext<'check-air-gap'>): StepOutput<'check-air-gap'> {
  const reading = services.machine.airGap()
  const { sha256 } = services.facility.artifacts.put(canonicalBytes(reading))
  return {
    verdict: airGapVerdict(reading),
    ...asManyAsFit(worstFirst(reading.findings)),
    facts: sha256,
    deviation: isPractice(facility) ? null : airGapDeviation(reading),
  }
}
