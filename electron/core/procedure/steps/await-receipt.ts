import { fail, type OperationError } from '../../../../shared/failure.ts'
import { isPractice, type SignedHandoff } from '../../../../shared/facility/state.ts'
import { handoffManifest } from '../../../../shared/handoff/manifest.ts'
import { type HandoffReceipt, handoffReceipt } from '../../../../shared/handoff/receipt.ts'
import type { Deviation } from '../../../../shared/procedure/deviation.ts'
import { inOneText } from '../../../../shared/procedure/deviation.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { canonicalBytes, parseCanonical } from '../../../../shared/ledger/canonical-json.ts'
import type { ArtifactReader } from '../../facility/artifacts.ts'
import { toInstant } from '../../clock.ts'
import { takeReport } from '../../reports/read-report.ts'
import { drillReceipt } from '../../reports/drill-reports.ts'
import { assertAwaited, awaitedDomain } from '../awaited-handoff.ts'
import type { StepContext } from '../step-context.ts'

/** Takes the receipt of the hand-off that the step waits for. What was not applied is a deviation. */
export function awaitReceipt(context: StepContext<'await-receipt'>): StepOutput<'await-receipt'> {
  const { input, step, run, facility: state, services } = context
  if (run.drill) return playedReceipt(context)
  if (input.kind !== 'file') throw fail('invalid-request', 'This step wants the file with the receipt.')
  const { artifacts, clock } = services.facility
  const handoff = assertAwaited(state, run, step)
  const { content, report, signature, missing } = takeReport(input.path, 'receipt', handoffReceipt, {
    receivers: state.receivers,
    reports: state.reports,
    practice: isPractice(state),
    domain: handoff.draft.domain,
    now: toInstant(clock.now()),
  })
  const wanted = step.receiver === undefined ? content.receiver : context.value(step.receiver)
  const problem = receiptProblem(content, handoff, wanted, artifacts)
  if (problem !== null) throw mismatch(problem)
  return {
    ...receiptOutput(content, missing),
    report: artifacts.put(report).sha256,
    signature: artifacts.put(signature).sha256,
  }
}

/** What comes back in a drill: nobody was asked, and it says so. */
function playedReceipt({ run, step, state, services }: StepContext<'await-receipt'>): StepOutput<'await-receipt'> {
  const receipt = drillReceipt(run.id, step.id, awaitedDomain(run, step), state.startedAt ?? run.openedAt)
  const { sha256 } = services.facility.artifacts.put(canonicalBytes(receipt))
  return { ...receiptOutput(receipt, 0), report: sha256, signature: null }
}

/** Why a genuine receipt is not the awaited one, in words; null when it is. */
export function receiptProblem(
  receipt: HandoffReceipt,
  { draft }: SignedHandoff,
  receiver: string,
  artifacts: ArtifactReader,
): string | null {
  if (receipt.receiver !== receiver) return `it is of "${receipt.receiver}", and that of "${receiver}" is waited for`
  if (receipt.manifest_sha256 !== draft.manifest) {
    const other = `number ${String(receipt.sequence)} of epoch ${String(receipt.epoch)}`
    return `it answers the hand-off with ${other}, manifest ${receipt.manifest_sha256.slice(0, 16)}, not number ${String(draft.sequence)}`
  }
  if (receipt.epoch !== draft.epoch || receipt.sequence !== draft.sequence)
    return 'it names the manifest under another number'
  const { state_digest: state } = handoffManifest.parse(parseCanonical(artifacts.get(draft.manifest)))
  return receipt.state_digest === state ? null : 'it leads to another state than the hand-off'
}

/** What a receipt says, as the log holds it. The same receipt gives the same output. */
export function receiptOutput(
  receipt: HandoffReceipt,
  missing: number,
): Omit<StepOutput<'await-receipt'>, 'report' | 'signature'> {
  return {
    domain: receipt.domain,
    receiver: receipt.receiver,
    counter: receipt.counter,
    issuedAt: receipt.issued_at,
    missing,
    manifest: receipt.manifest_sha256,
    epoch: receipt.epoch,
    sequence: receipt.sequence,
    result: receipt.result,
    reason: receipt.reason,
    stages: receipt.stages.map(({ region, result, at, checks }) => {
      const failed = checks.find(({ ok }) => !ok)
      return {
        region,
        result,
        at,
        checks: checks.length,
        failed: failed === undefined ? null : { target: failed.target, detail: failed.detail },
      }
    }),
    deviation: deviationOf(receipt),
  }
}

const WHAT_HAPPENED: Readonly<Record<Exclude<HandoffReceipt['result'], 'applied'>, string>> = {
  'rolled-back': 'took it back after it was applied',
  stopped: 'stopped on the way and put back what it had changed',
  refused: 'refused it and changed nothing',
}

function deviationOf(receipt: HandoffReceipt): Deviation | null {
  if (receipt.result === 'applied') return null
  const stages = receipt.stages.map(({ region, result, checks }) => {
    const failed = checks.find(({ ok }) => !ok)
    return `${region}: ${result}${failed === undefined ? '' : `, ${failed.target}: ${failed.detail}`}.`
  })
  return {
    expected: `The receiver ${receipt.receiver} applies hand-off ${String(receipt.sequence)} for ${receipt.domain} everywhere.`,
    happened: inOneText([
      `It ${WHAT_HAPPENED[receipt.result]}${receipt.reason === null ? '.' : `: ${receipt.reason}`}`,
      ...stages,
    ]),
  }
}

function mismatch(why: string): OperationError {
  return fail('report-mismatch', `This receipt is not the one that is waited for: ${why}. Nothing was recorded.`, {
    remedy: 'Choose the receipt of this hand-off: its number is in the name of the file.',
  })
}
