import type { ComponentType, ReactElement } from 'react'

import type { RunView } from '../../../../shared/ipc/contract/runs.ts'
import type { StepBody } from '../../../../shared/ipc/contract/steps.ts'
import type { StepProps } from '../step-props.ts'
import { ApproveStep } from './approve.tsx'
import { AssembleStep } from './assemble.tsx'
import { AwaitReceiptStep, ImportStatusStep } from './report-steps.tsx'
import { RegisterReceiverStep, RemoveReceiverStep } from './receiver-steps.tsx'
import { BuildHandoffStep } from './build-handoff.tsx'
import { CheckAirGapStep } from './check-air-gap.tsx'
import { CheckClockStep } from './check-clock.tsx'
import { ClassifyStep } from './classify.tsx'
import { CloseTokenStep } from './close-token.tsx'
import { CollectEvidenceStep } from './collect-evidence.tsx'
import { ConfirmStep } from './confirm.tsx'
import { DecideStep } from './decide.tsx'
import { ExportStep } from './export.tsx'
import { GenerateKeyStep } from './generate-key.tsx'
import { HandOverStep } from './hand-over.tsx'
import { ImportRecipientsStep } from './import-recipients.tsx'
import { ImportRequestStep } from './import-request.tsx'
import { InspectKeyStep } from './inspect-key.tsx'
import { InspectMediaStep } from './inspect-media.tsx'
import { InspectTokenStep } from './inspect-token.tsx'
import { ComputeImpactStep, ImportInventoryStep, ReconcileInventoryStep } from './inventory-steps.tsx'
import { IssueCertificateStep } from './issue-certificate.tsx'
import { IssueCrlStep } from './issue-crl.tsx'
import { BackUpKeyStep, DestroyKeyStep, GenerateTransportKeyStep, RestoreKeyStep } from './key-acts.tsx'
import { NotifyStep } from './notify.tsx'
import { OpenTokenStep } from './open-token.tsx'
import { ExportBackupStep, PrepareBackupStep, PrepareDestructionStep, PrepareRestoreStep } from './prepare-key-acts.tsx'
import { PrepareCustodyStep } from './prepare-custody.tsx'
import { PreviewCertificateStep } from './preview-certificate.tsx'
import { PreviewCrlStep } from './preview-crl.tsx'
import { ApplyChangeStep } from './apply-change.tsx'
import { EnrolPersonStep, MoveCredentialStep } from './new-credential-steps.tsx'
import { ImportPolicyStep } from './import-policy.tsx'
import { DistrustStep, FreezeStep } from './order-steps.tsx'
import { ReadBackStep } from './read-back.tsx'
import { RecordBagStep } from './record-bag.tsx'
import { RegisterTokenStep } from './register-token.tsx'
import { RemovePersonStep, SetRolesStep } from './change-person.tsx'
import { PrepareReissueStep, ReissueManyStep } from './reissue-steps.tsx'
import { RevokeStep } from './revoke.tsx'
import { SealEvidenceStep } from './seal-evidence.tsx'
import { ReviewStep } from './review.tsx'
import { RunCeremonyStep } from './run-ceremony.tsx'
import { SignHandoffStep } from './sign-handoff.tsx'
import { SignOffStep } from './sign-off.tsx'
import { SplitPinStep } from './split-pin.tsx'
import { VerifyHierarchyStep } from './verify-hierarchy.tsx'

/** One view for each kind of step; a missing one does not compile. */
const STEP_VIEWS = {
  assemble: AssembleStep,
  confirm: ConfirmStep,
  'check-clock': CheckClockStep,
  'check-air-gap': CheckAirGapStep,
  'inspect-media': InspectMediaStep,
  'inspect-token': InspectTokenStep,
  'record-bag': RecordBagStep,
  'read-back': ReadBackStep,
  'hand-over': HandOverStep,
  'open-token': OpenTokenStep,
  'close-token': CloseTokenStep,
  'generate-key': GenerateKeyStep,
  'inspect-key': InspectKeyStep,
  'generate-transport-key': GenerateTransportKeyStep,
  'prepare-backup': PrepareBackupStep,
  'prepare-restore': PrepareRestoreStep,
  'prepare-destruction': PrepareDestructionStep,
  'back-up-key': BackUpKeyStep,
  'export-backup': ExportBackupStep,
  'restore-key': RestoreKeyStep,
  'destroy-key': DestroyKeyStep,
  'import-request': ImportRequestStep,
  'preview-certificate': PreviewCertificateStep,
  revoke: RevokeStep,
  'preview-crl': PreviewCrlStep,
  approve: ApproveStep,
  'issue-certificate': IssueCertificateStep,
  'issue-crl': IssueCrlStep,
  'prepare-reissue': PrepareReissueStep,
  'reissue-many': ReissueManyStep,
  'verify-hierarchy': VerifyHierarchyStep,
  freeze: FreezeStep,
  distrust: DistrustStep,
  'build-handoff': BuildHandoffStep,
  'sign-handoff': SignHandoffStep,
  export: ExportStep,
  'await-receipt': AwaitReceiptStep,
  'import-status': ImportStatusStep,
  'register-receiver': RegisterReceiverStep,
  'remove-receiver': RemoveReceiverStep,
  'enrol-person': EnrolPersonStep,
  'remove-person': RemovePersonStep,
  'set-roles': SetRolesStep,
  'move-credential': MoveCredentialStep,
  'register-token': RegisterTokenStep,
  'import-policy': ImportPolicyStep,
  'apply-change': ApplyChangeStep,
  'prepare-custody': PrepareCustodyStep,
  'split-pin': SplitPinStep,
  decide: DecideStep,
  classify: ClassifyStep,
  'import-inventory': ImportInventoryStep,
  'compute-impact': ComputeImpactStep,
  'reconcile-inventory': ReconcileInventoryStep,
  'collect-evidence': CollectEvidenceStep,
  'import-recipients': ImportRecipientsStep,
  'seal-evidence': SealEvidenceStep,
  notify: NotifyStep,
  'run-ceremony': RunCeremonyStep,
  review: ReviewStep,
  'sign-off': SignOffStep,
} satisfies { readonly [K in StepBody['kind']]: ComponentType<StepProps<K>> }

export function StepBodyView({ run }: { readonly run: RunView }): ReactElement {
  const { step } = run
  const View = STEP_VIEWS[step.body.kind] as ComponentType<StepProps>
  return <View run={run} step={step} body={step.body} />
}
