import { fail, type OperationError } from '../../../../shared/failure.ts'
import { type FacilityState, isPractice } from '../../../../shared/facility/state.ts'
import { driftFindings } from '../../../../shared/handoff/drift.ts'
import { type HandoffStatus, handoffStatus } from '../../../../shared/handoff/status.ts'
import { canonicalBytes, parseCanonical } from '../../../../shared/ledger/canonical-json.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { toInstant } from '../../clock.ts'
import type { ArtifactReader } from '../../facility/artifacts.ts'
import { takeReport } from '../../reports/read-report.ts'
import { DRILL_RECEIVER, drillStatus } from '../../reports/drill-reports.ts'
import { signedHere } from '../../reports/signed-here.ts'
import type { StepContext } from '../step-context.ts'

/** An entry holds 65,535 octets, and a finding at most 1,500. */
const MOST_FINDINGS = 30

/** Takes a status report in and says where the fleet is not what was signed here. */
export function importStatus(context: StepContext<'import-status'>): StepOutput<'import-status'> {
  const { input, step, facility: state, services, run } = context
  if (run.drill) return playedStatus(context)
  if (input.kind !== 'file') throw fail('invalid-request', 'This step wants the file with the status report.')
  const { artifacts, clock } = services.facility
  const now = toInstant(clock.now())
  const { content, report, signature, missing } = takeReport(input.path, 'status', handoffStatus, {
    receivers: state.receivers,
    reports: state.reports,
    practice: isPractice(state),
    domain: context.value(step.domain),
    now,
  })
  const wanted = step.receiver === undefined ? content.receiver : context.value(step.receiver)
  if (content.receiver !== wanted) throw mismatch(content.receiver, wanted)
  return {
    // As old as it was when the step began, which the log says too.
    ...statusOutput(content, missing, state, artifacts, context.state.startedAt ?? now),
    report: artifacts.put(report).sha256,
    signature: artifacts.put(signature).sha256,
  }
}

function playedStatus(context: StepContext<'import-status'>): StepOutput<'import-status'> {
  const { run, step, state, services, facility } = context
  const { artifacts } = services.facility
  const at = state.startedAt ?? run.openedAt
  const status = drillStatus(context.value(step.domain), at)
  const { sha256 } = artifacts.put(canonicalBytes(status))
  return { ...statusOutput(status, 0, facility, artifacts, at), report: sha256, signature: null }
}

/** What a report says, as the log holds it. The same report, state and time give the same output. */
export function statusOutput(
  status: HandoffStatus,
  missing: number,
  state: FacilityState,
  artifacts: ArtifactReader,
  now: string,
): Omit<StepOutput<'import-status'>, 'report' | 'signature'> {
  // A drill has no fleet that could have drifted.
  const all =
    status.receiver === DRILL_RECEIVER
      ? []
      : driftFindings(status, signedHere(state, artifacts, status), reportBefore(state, artifacts, status), now)
  const findings = all.slice(0, MOST_FINDINGS)
  return {
    domain: status.domain,
    receiver: status.receiver,
    counter: status.counter,
    issuedAt: status.issued_at,
    missing,
    regions: status.regions.map(({ region, installed }) => ({
      region,
      epoch: installed?.epoch ?? null,
      sequence: installed?.sequence ?? null,
    })),
    findings,
    omitted: all.length - findings.length,
  }
}

/** The last status report of the same receiver. */
function reportBefore(
  { reports }: FacilityState,
  artifacts: ArtifactReader,
  { receiver }: HandoffStatus,
): HandoffStatus | null {
  const last = reports.findLast(({ kind, output }) => kind === 'status' && output.receiver === receiver)
  return last === undefined ? null : handoffStatus.parse(parseCanonical(artifacts.get(last.output.report)))
}

function mismatch(found: string, wanted: string): OperationError {
  return fail(
    'report-mismatch',
    `This report is of "${found}", and that of "${wanted}" is wanted. Nothing was recorded.`,
    {
      remedy: 'Choose the file of this receiver: its name is in the name of the file.',
    },
  )
}
