import { fail } from '../../../shared/failure.ts'
import { type FacilityState, isPractice } from '../../../shared/facility/state.ts'
import { handoffReceipt } from '../../../shared/handoff/receipt.ts'
import { handoffStatus } from '../../../shared/handoff/status.ts'
import { equalBytes } from '../../../shared/bytes.ts'
import { canonicalBytes, canonicalJson } from '../../../shared/ledger/canonical-json.ts'
import type { EntryOf } from '../../../shared/ledger/entries.ts'
import type { StepOutput } from '../../../shared/procedure/outputs.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'
import { assertAwaited, awaitedDomain } from '../procedure/awaited-handoff.ts'
import { receiptOutput, receiptProblem } from '../procedure/steps/await-receipt.ts'
import { statusOutput } from '../procedure/steps/import-status.ts'
import { drillReceipt, drillStatus } from '../reports/drill-reports.ts'
import { type ReportRules, verifyReport } from '../reports/read-report.ts'

interface At {
  readonly state: FacilityState
  readonly run: RunState
  readonly step: StepState
  readonly artifacts: ArtifactReader
}

/**
 * What the entry says of a receipt is what the receipt says, signed by the registered receiver, and it answers the awaited hand-off.
 * `state` is before the entry. Throws the first rule not met.
 */
export function checkReceipt(output: StepOutput<'await-receipt'>, { time }: EntryOf<'step-done'>, at: At): void {
  const { state, run, step, artifacts } = at
  if (step.step.kind !== 'await-receipt') throw fail('log-inconsistent', 'Its step waits for no receipt.')
  if (run.drill) {
    const played = drillReceipt(run.id, step.step.id, awaitedDomain(run, step.step), step.startedAt ?? time)
    assertPlayed(output, played, receiptOutput(played, 0), artifacts)
    return
  }
  const handoff = assertAwaited(state, run, step.step)
  const rules = rulesOf(state, handoff.draft.domain, time)
  const { content, missing } = verifyReport(bytesOf(output, artifacts), handoffReceipt, rules)
  const wanted = step.step.receiver === undefined ? content.receiver : resolveValue(run.plan, step.step.receiver)
  const problem = receiptProblem(content, handoff, wanted, artifacts)
  if (problem !== null) throw fail('report-mismatch', `The receipt is not the awaited one: ${problem}.`)
  assertSame(output, receiptOutput(content, missing))
}

/** The same of a status report, and of the findings that its comparison with the log leads to. */
export function checkStatus(output: StepOutput<'import-status'>, { time }: EntryOf<'step-done'>, at: At): void {
  const { state, run, step, artifacts } = at
  if (step.step.kind !== 'import-status') throw fail('log-inconsistent', 'Its step takes no status report.')
  const domain = resolveValue(run.plan, step.step.domain)
  const since = step.startedAt ?? time
  if (run.drill) {
    const played = drillStatus(domain, since)
    assertPlayed(output, played, statusOutput(played, 0, state, artifacts, since), artifacts)
    return
  }
  const rules = rulesOf(state, domain, time)
  const { content, missing } = verifyReport(bytesOf(output, artifacts), handoffStatus, rules)
  assertSame(output, statusOutput(content, missing, state, artifacts, since))
}

function rulesOf(state: FacilityState, domain: string, now: string): ReportRules {
  const { receivers, reports } = state
  return { receivers, reports, practice: isPractice(state), domain, now }
}

function bytesOf(
  { report, signature }: Pick<StepOutput<'await-receipt'>, 'report' | 'signature'>,
  artifacts: ArtifactReader,
): { report: Uint8Array; signature: Uint8Array } {
  if (signature === null) throw fail('log-inconsistent', 'Nobody signed the report, and this is no drill.')
  return { report: artifacts.get(report), signature: artifacts.get(signature) }
}

function assertSame(output: Pick<StepOutput<'await-receipt'>, 'report' | 'signature'>, again: object): void {
  const { report: _report, signature: _signature, ...said } = output
  if (canonicalJson(said) === canonicalJson(again)) return
  throw fail('log-inconsistent', 'The entry says something else than the report that it names.')
}

/** What was played is what every drill would have made at this place. */
function assertPlayed(
  output: Pick<StepOutput<'await-receipt'>, 'report' | 'signature'>,
  played: object,
  said: object,
  artifacts: ArtifactReader,
): void {
  const isPlayed = output.signature === null && equalBytes(artifacts.get(output.report), canonicalBytes(played))
  if (!isPlayed) throw fail('log-inconsistent', 'The report is not the one of a drill.')
  assertSame(output, said)
}
