import type { FacilityState } from '../../../shared/facility/state.ts'
import { fail } from '../../../shared/failure.ts'
import { tokenInspection } from '../../../shared/ipc/hsm-contract.ts'
import { canonicalJson, parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import { isPresent } from '../../../shared/procedure/attendance.ts'
import type { StepOutput } from '../../../shared/procedure/outputs.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import type { StepOf } from '../../../shared/procedure/step-kinds.ts'
import { checkClocks, type ClockCheck } from '../../../shared/room/clock-check.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'
import { readingOf } from '../procedure/steps/inspect-token.ts'
import { personName } from './wording.ts'

const storedInspection = tokenInspection.pick({ module: true, slot: true, loggedIn: true, objectCount: true })

/** Offsets and verdicts follow from what people read; the words are those of the version that wrote them. */
export function checkReadings(output: StepOutput<'check-clock'>, run: RunState, state: FacilityState): void {
  const [one, other] = output.references.map(({ offsetSeconds: _offset, ok: _ok, ...reading }) => reading)
  if (one === undefined || other === undefined || state.policy === null) return
  const made = checkClocks({
    hostTime: output.hostTime,
    readings: [one, other],
    toleranceSeconds: state.policy.clockToleranceSeconds,
    lastEntry: state.opened?.lastBefore ?? state.foundedAt,
    silentDays: state.policy.silentDays,
    // A clock that is before one of them makes no step.
    floors: [],
    host: output.host,
  })
  const verdicts = ({ findings }: Pick<ClockCheck, 'findings'>): string[] =>
    findings.map(({ about, severity }) => `${about} ${severity}`)
  assertSame(output.references, made.references, 'the offsets are not those of the readings')
  assertSame(verdicts(output), verdicts(made), 'the findings are not those of the readings')
  assertSame(
    output.references.every(({ person }) => isPresent(run, person)),
    true,
    'who read a clock was not in the room',
  )
}

/** What the entry says of a token is in the artifact with all that the token said. */
export function checkInspection(output: StepOutput<'inspect-token'>, artifacts: ArtifactReader): void {
  const inspection = storedInspection.parse(parseCanonical(artifacts.get(output.inspection)))
  const { reading, userPin, loggedIn, objects } = output
  const made = {
    reading: readingOf(inspection),
    userPin: inspection.slot.token?.userPin ?? 'ok',
    loggedIn: inspection.loggedIn,
    objects: inspection.objectCount,
  }
  assertSame({ reading, userPin, loggedIn, objects }, made, 'the token said something else')
}

/** Two people of the room, or one and somebody whom the plan names. */
export function checkHeard(
  output: StepOutput<'read-back'>,
  step: StepOf<'read-back'>,
  { run, state }: { readonly run: RunState; readonly state: FacilityState },
): void {
  assertSame(output.how, step.how, 'it was compared in another way than the plan has')
  const isHere = [output.listener, output.reader].every((person) => person === null || isPresent(run, person))
  assertSame(isHere, true, 'one of the two was not in the room')
  const name = step.reader === undefined ? personName(state, output.reader ?? '') : resolveValue(run.plan, step.reader)
  assertSame(output.readerName, name, 'somebody else read it')
}

/** Those that the entry had room for, in their order. */
export function assertFindings(
  { findings, omitted }: { readonly findings: readonly object[]; readonly omitted: number },
  wanted: readonly object[],
): void {
  const shown = wanted.slice(0, findings.length)
  const isWhole = findings.length + omitted === wanted.length
  assertSame([...findings, isWhole], [...shown, true], 'the findings are not those that were made')
}

/** Throws log-inconsistent. */
export function assertSame(given: unknown, wanted: unknown, why: string): void {
  if (canonicalJson(given) === canonicalJson(wanted)) return
  throw fail('log-inconsistent', `What the step says is not so: ${why}.`)
}
