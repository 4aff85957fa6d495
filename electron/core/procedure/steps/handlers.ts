import type { StepKind, StepOutput } from '../../../../shared/procedure/outputs.ts'
import type { StepContext } from '../step-context.ts'
import { assemble } from './assemble.ts'
import { awaitReceipt } from './await-receipt.ts'
import { backUpKey, exportBackup, prepareBackup } from './back-up-key.ts'
import { buildHandoffStep } from './build-handoff.ts'
import {
  applyApprovedChange,
  enrolPerson,
  importPolicy,
  moveCredential,
  registerToken,
  removePerson,
  setRoles,
} from './changes.ts'
import { checkAirGap } from './check-air-gap.ts'
import { checkClock } from './check-clock.ts'
import { collectEvidence } from './collect-evidence.ts'
import { computeImpactStep } from './compute-impact.ts'
import { confirm } from './confirm.ts'
import { destroyKey, prepareDestruction } from './destroy-key.ts'
import { prepareCustody, splitPin } from './custody.ts'
import { exportHandoff } from './export.ts'
import { generateKey } from './generate-key.ts'
import { handOver } from './hand-over.ts'
import { importRecipients } from './import-recipients.ts'
import { importInventoryStep } from './import-inventory.ts'
import { importRequest } from './import-request.ts'
import { importStatus } from './import-status.ts'
import { registerReceiver, removeReceiver } from './receivers.ts'
import { notify, review, runCeremony } from './incident.ts'
import { inspectKey } from './inspect-key.ts'
import { inspectMediaStep } from './inspect-media.ts'
import { inspectToken } from './inspect-token.ts'
import { issueCertificate } from './issue-certificate.ts'
import { issueCrl } from './issue-crl.ts'
import { prepareReissue } from './prepare-reissue.ts'
import { previewCertificate } from './preview-certificate.ts'
import { previewCrl } from './preview-crl.ts'
import { readBackStep } from './read-back.ts'
import { reconcileInventoryStep } from './reconcile-inventory.ts'
import { reissueMany } from './reissue-many.ts'
import { recordBag } from './record-bag.ts'
import { distrust, freeze } from './orders.ts'
import { prepareRestore, restoreKey } from './restore-key.ts'
import { revoke } from './revoke.ts'
import { sealEvidence } from './seal-evidence.ts'
import { signHandoff } from './sign-handoff.ts'
import { closeToken, openTokenStep } from './tokens.ts'
import { generateTransportKey } from './transport-key.ts'
import { verifyHierarchy } from './verify-hierarchy.ts'

/** Kinds that end with a quorum of people, not with an act of the console: the engine finishes them. */
export type PeopleKind = 'approve' | 'sign-off' | 'decide' | 'classify'

type Handler<K extends StepKind> = (context: StepContext<K>) => Promise<StepOutput<K>> | StepOutput<K>
type StepHandlers = { readonly [K in Exclude<StepKind, PeopleKind>]: Handler<K> }

/** One handler a kind; a missing one does not compile. */
export const stepHandlers: StepHandlers = {
  assemble,
  confirm,
  'check-clock': checkClock,
  'check-air-gap': checkAirGap,
  'inspect-media': inspectMediaStep,
  'inspect-token': inspectToken,
  'record-bag': recordBag,
  'read-back': readBackStep,
  'hand-over': handOver,
  'open-token': openTokenStep,
  'close-token': closeToken,
  'generate-key': generateKey,
  'inspect-key': inspectKey,
  'generate-transport-key': generateTransportKey,
  'prepare-backup': prepareBackup,
  'prepare-restore': prepareRestore,
  'prepare-destruction': prepareDestruction,
  'back-up-key': backUpKey,
  'export-backup': exportBackup,
  'restore-key': restoreKey,
  'destroy-key': destroyKey,
  'import-request': importRequest,
  'preview-certificate': previewCertificate,
  revoke,
  'preview-crl': previewCrl,
  'issue-certificate': issueCertificate,
  'issue-crl': issueCrl,
  'prepare-reissue': prepareReissue,
  'reissue-many': reissueMany,
  'verify-hierarchy': verifyHierarchy,
  freeze,
  distrust,
  'build-handoff': buildHandoffStep,
  'sign-handoff': signHandoff,
  export: exportHandoff,
  'await-receipt': awaitReceipt,
  'import-status': importStatus,
  'register-receiver': registerReceiver,
  'remove-receiver': removeReceiver,
  'enrol-person': enrolPerson,
  'remove-person': removePerson,
  'set-roles': setRoles,
  'move-credential': moveCredential,
  'register-token': registerToken,
  'import-policy': importPolicy,
  'apply-change': applyApprovedChange,
  'prepare-custody': prepareCustody,
  'split-pin': splitPin,
  'import-inventory': importInventoryStep,
  'compute-impact': computeImpactStep,
  'reconcile-inventory': reconcileInventoryStep,
  'collect-evidence': collectEvidence,
  'import-recipients': importRecipients,
  'seal-evidence': sealEvidence,
  notify,
  'run-ceremony': runCeremony,
  review,
}
