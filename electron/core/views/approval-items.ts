import { fail } from '../../../shared/failure.ts'
import type { ApprovalItem } from '../../../shared/ipc/contract/approval-item.ts'
import type { LintView } from '../../../shared/ipc/contract/views.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import type { HandoffDraft, LintSummary } from '../../../shared/procedure/outputs.ts'
import { outputOf, type RunState } from '../../../shared/procedure/run-state.ts'
import type { StepOf } from '../../../shared/procedure/step-kinds.ts'
import { z } from '../../../shared/zod.ts'
import type { Facility } from '../facility/facility.ts'
import { findKey } from '../procedure/issuers.ts'
import { planCertificate } from '../procedure/planned-certificate.ts'
import { referredStep } from '../procedure/referred-step.ts'
import { compareWithPlan } from '../x509/comparison.ts'
import { viewChange } from './change-rows.ts'
import { compareCrl } from './crl-rows.ts'
import { handoffRows } from './handoff-rows.ts'
import { viewKeyAct } from './key-act-bodies.ts'
import { viewReissue } from './reissue-rows.ts'
import { viewRevocations } from './revocation-rows.ts'
import { viewKey } from './keys.ts'
import { viewOrder } from './order-bodies.ts'
import { viewDigest } from './pieces.ts'

/** Everything that one reference of an approve step covers, decoded again from the artifact by the independent parser. */
export function viewItems(facility: Facility, run: RunState, reference: string): ApprovalItem[] {
  const { step } = referredStep(run, reference)
  switch (step.kind) {
    case 'preview-certificate':
      return [viewCertificateItem(facility, run, step)]
    case 'preview-crl':
      return [viewCrlItem(facility, run, step)]
    case 'revoke':
      return [viewRevocations(facility.state, outputOf(run, step.id, 'revoke'))]
    case 'prepare-reissue':
      return [viewReissue(facility, outputOf(run, step.id, 'prepare-reissue'))]
    case 'build-handoff':
      return viewHandoffItems(facility, outputOf(run, step.id, 'build-handoff'))
    case 'enrol-person':
    case 'remove-person':
    case 'set-roles':
    case 'move-credential':
    case 'register-token':
    case 'import-policy':
    case 'register-receiver':
    case 'remove-receiver':
      return [viewChange(facility.state, outputOf(run, step.id, step.kind))]
    case 'prepare-backup':
    case 'prepare-restore':
    case 'prepare-destruction':
    case 'prepare-custody':
      return [viewKeyAct(facility.state, outputOf(run, step.id, step.kind))]
    case 'freeze':
    case 'distrust':
      return [viewOrder(facility.state, outputOf(run, step.id, step.kind))]
    default:
      throw fail('log-inconsistent', `"${reference}" cannot be approved.`)
  }
}

export function viewCertificateItem(
  facility: Facility,
  run: RunState,
  step: StepOf<'preview-certificate'>,
): ApprovalItem {
  const { state, artifacts } = facility
  const preview = outputOf(run, step.id, 'preview-certificate')
  const { planned } = planCertificate(state, artifacts, run, step, Date.parse(preview.notBefore))
  const name = /CN=([^,]+)$/.exec(preview.subject)?.[1] ?? preview.subject
  return {
    title: `Certificate of ${name}`,
    kind: 'certificate',
    size: preview.item.size,
    rows: compareWithPlan(planned, artifacts.get(preview.item.tbs)),
    lint: viewLint(facility, preview.lint),
    ...signedWith(facility, preview.signingKey),
    tbs: viewDigest(preview.item.tbs),
  }
}

export function viewCrlItem(facility: Facility, run: RunState, step: StepOf<'preview-crl'>): ApprovalItem {
  const preview = outputOf(run, step.id, 'preview-crl')
  return {
    title: `CRL ${String(preview.number)} of ${/CN=([^,]+)$/.exec(preview.issuer)?.[1] ?? preview.issuer}`,
    kind: 'crl',
    size: preview.item.size,
    rows: compareCrl(facility, preview),
    lint: viewLint(facility, preview.lint),
    ...signedWith(facility, preview.signingKey),
    tbs: viewDigest(preview.item.tbs),
  }
}

function viewHandoffItems(facility: Facility, draft: HandoffDraft): ApprovalItem[] {
  return draft.signers.map((signer): ApprovalItem => ({
    title: `Hand-off ${draft.domain} no. ${String(draft.sequence)}, signed by ${signer.name}`,
    kind: 'cms-signed-attributes',
    size: signer.item.size,
    rows: handoffRows(facility, draft, signer),
    lint: null,
    ...signedWith(facility, signer.name),
    tbs: viewDigest(signer.item.tbs),
  }))
}

function signedWith(facility: Facility, name: string): Pick<ApprovalItem, 'key' | 'signingKey'> {
  const key = findKey(facility.state, name)
  return { signingKey: name, key: viewKey(facility, key, key.dossier) }
}

const lintReport = z.object({
  findings: z.array(
    z.object({ id: z.string(), severity: z.enum(['error', 'warning']), message: z.string(), citation: z.string() }),
  ),
})

function viewLint(facility: Facility, summary: LintSummary): LintView {
  const { findings } = lintReport.parse(parseCanonical(facility.artifacts.get(summary.report)))
  return { rules: summary.rules, checkedAgainst: summary.checkedAgainst, findings, report: summary.report }
}
