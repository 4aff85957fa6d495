import { fail } from '../../../../shared/failure.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { toInstant } from '../../clock.ts'
import type { StepContext } from '../step-context.ts'

/** Compares the host clock with the reference that was read aloud. A fast clock makes certificates that are not yet valid. */
export function checkClock({ input, services }: StepContext<'check-clock'>): StepOutput<'check-clock'> {
  if (input.kind !== 'check-clock') throw fail('invalid-request', 'This step wants the time of a reference clock.')
  const now = services.facility.clock.now()
  const offsetSeconds = Math.round((now - Date.parse(input.referenceTime)) / 1000)
  const tolerance = services.facility.policy.clockToleranceSeconds
  if (Math.abs(offsetSeconds) > tolerance) {
    throw fail(
      'step-not-ready',
      `This computer is ${describeOffset(offsetSeconds)} of ${input.reference}; the policy allows ${String(tolerance)} s.`,
      {
        remedy: 'Read the reference again. If the computer is wrong, set its clock and record an exception.',
        detail: { offsetSeconds },
      },
    )
  }
  return { reference: input.reference, referenceTime: input.referenceTime, hostTime: toInstant(now), offsetSeconds }
}

function describeOffset(seconds: number): string {
  return `${String(Math.abs(seconds))} s ${seconds > 0 ? 'ahead' : 'behind'}`
}
