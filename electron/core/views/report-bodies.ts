import type { SignedHandoff } from '../../../shared/facility/state.ts'
import { receiversOf, type TakenReport } from '../../../shared/facility/reports.ts'
import type { RegisteredReceiver } from '../../../shared/handoff/receiver.ts'
import type { HandoffRef, ReceiptView, ReceiverView, StatusView } from '../../../shared/ipc/contract/reports.ts'
import type { ApprovalItem } from '../../../shared/ipc/contract/approval-item.ts'
import { isPlaybook } from '../../../shared/procedure/definition.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import { outputOf } from '../../../shared/procedure/run-state.ts'
import { awaitedDomain, awaitedHandoff } from '../procedure/awaited-handoff.ts'
import type { Library } from '../procedure/library.ts'
import { viewChange } from './change-rows.ts'
import { viewDigest } from './pieces.ts'
import type { Builder, Scene } from './scene.ts'

type ReportKind = 'await-receipt' | 'import-status' | 'register-receiver' | 'remove-receiver'

/** The steps that take in what comes back from the fleet, and those that say from whom. */
export const reportBodies: { readonly [K in ReportKind]: Builder<K> } = {
  'await-receipt': (scene, step) => {
    const { state } = scene.session.facility
    const domain = awaitedDomain(scene.run, step)
    const taken = takenBy(scene)
    const handoff =
      taken?.kind === 'receipt'
        ? (state.handoffs.find(({ draft }) => draft.manifest === taken.output.manifest) ?? null)
        : awaitedHandoff(state, scene.run, step)
    return {
      kind: 'await-receipt',
      domain,
      played: scene.run.drill,
      handoff: handoff === null ? null : viewHandoffRef(handoff),
      receivers: receiversOf(state, domain).map(viewReceiver),
      result: taken?.kind === 'receipt' ? viewReceipt(taken) : null,
    }
  },
  'import-status': (scene, step) => {
    const domain = resolveValue(scene.run.plan, step.domain)
    const taken = takenBy(scene)
    return {
      kind: 'import-status',
      domain,
      played: scene.run.drill,
      receivers: receiversOf(scene.session.facility.state, domain).map(viewReceiver),
      result: taken?.kind === 'status' ? viewStatus(taken, scene.session.library) : null,
    }
  },
  'register-receiver': (scene, step) => {
    const { output } = scene.state
    const change = output !== null && 'change' in output ? output.change : null
    return {
      kind: 'register-receiver',
      name: resolveValue(scene.run.plan, step.name),
      domain: resolveValue(scene.run.plan, step.domain),
      certificate: change?.change === 'register-receiver' ? viewDigest(change.certificate_sha256) : null,
      result: changeOf(scene),
    }
  },
  'remove-receiver': (scene, step) => ({
    kind: 'remove-receiver',
    receiver: resolveValue(scene.run.plan, step.receiver),
    reason: resolveValue(scene.run.plan, step.reason),
    result: changeOf(scene),
  }),
}

export function viewHandoffRef({ draft, signedAt }: SignedHandoff): HandoffRef {
  return { epoch: draft.epoch, sequence: draft.sequence, manifest: viewDigest(draft.manifest), signedAt }
}

export function viewReceiver({ name, domain, certificate_sha256: sha256, since }: RegisteredReceiver): ReceiverView {
  return { name, domain, certificate: viewDigest(sha256), since }
}

export function viewReceipt({ output, run, index }: Extract<TakenReport, { kind: 'receipt' }>): ReceiptView {
  const { receiver, epoch, sequence, result, reason, issuedAt, counter, missing, stages, report } = output
  const said = { receiver, epoch, sequence, result, reason, issuedAt, counter, missing, stages }
  return { ...said, report: viewDigest(report), run, entry: index }
}

export function viewStatus(
  { output, run, index }: Extract<TakenReport, { kind: 'status' }>,
  { procedures }: Library,
): StatusView {
  const { receiver, issuedAt, counter, missing, regions, omitted, report } = output
  const findings = output.findings.map((finding) => {
    const playbook = procedures.get(finding.playbook ?? '')
    const isThere = playbook !== undefined && isPlaybook(playbook)
    return { ...finding, playbook: isThere ? { procedure: playbook.playbook, title: playbook.title } : null }
  })
  const said = { receiver, issuedAt, counter, missing, regions, findings, omitted }
  return { ...said, report: viewDigest(report), run, entry: index }
}

/** What this step took in; null before. */
function takenBy({ run, state }: Scene): TakenReport | null {
  const { step, doneAt } = state
  if (state.status !== 'done') return null
  const at = { index: state.doneIndex ?? 0, time: doneAt ?? '', run: run.id }
  if (step.kind === 'await-receipt') return { ...at, kind: 'receipt', output: outputOf(run, step.id, step.kind) }
  return step.kind === 'import-status' ? { ...at, kind: 'status', output: outputOf(run, step.id, step.kind) } : null
}

function changeOf({ session, state }: Scene): ApprovalItem | null {
  const { output } = state
  return output !== null && 'change' in output ? viewChange(session.facility.state, output) : null
}
