/** Every way an operation can fail, named as a state of the world. The list is closed: tests enumerate it. */
export const FAILURE_CODES = [
  // any operation
  'internal',
  'invalid-request',
  'unknown-operation',
  'too-large',
  'busy',
  'console-locked',
  // processes
  'core-stopped',
  'hsm-stopped',
  'hsm-timeout',
  // PKCS#11
  'module-not-found',
  'module-not-pkcs11',
  'module-failed',
  'token-not-found',
  'token-ambiguous',
  'token-gone',
  'token-not-open',
  'pin-incorrect',
  'pin-locked',
  'pin-length',
  'pin-last-try',
  'second-person-needed',
  'key-not-found',
  'key-ambiguous',
  'key-exists',
  'key-attributes-refused',
  'algorithm-unsupported',
  'hsm-refused',
  'hsm-outcome-unknown',
  'digest-mismatch',
  'card-of-another-person',
  'key-not-extractable',
  'backup-invalid',
  'backup-not-allowed',
  'key-destroyed',
  // facility and log
  'facility-not-found',
  'facility-not-open',
  'facility-read-only',
  'facility-exists',
  'facility-in-use',
  'facility-damaged',
  'facility-not-practice',
  'facility-not-established',
  'disk-full',
  'disk-read-only',
  'entry-too-large',
  'artifact-missing',
  'log-inconsistent',
  'clock-behind',
  // opening a facility
  'facility-verifying',
  'log-forked',
  'log-from-newer-version',
  'witness-refused',
  // procedures and runs
  'procedure-invalid',
  'procedure-not-found',
  'plan-invalid',
  'plan-mismatch',
  'run-not-found',
  'run-not-open',
  'step-not-current',
  'step-not-ready',
  'step-outcome-unknown',
  'step-too-early',
  'run-paused',
  'exception-open',
  'exception-decider',
  'run-must-end',
  // playbooks
  'decision-refused',
  'evidence-not-sealed',
  'ceremony-missing',
  'message-not-marked',
  'action-unknown',
  'already-present',
  'quorum-not-met',
  'rehearsal-missing',
  'rehearsal-refused',
  // people
  'person-unknown',
  'person-known',
  'change-refused',
  'person-removed',
  'person-not-present',
  'credential-unknown',
  'credential-revoked',
  'role-not-allowed',
  'role-not-present',
  'passphrase-incorrect',
  'passphrase-weak',
  'credential-damaged',
  'already-approved',
  'approval-for-other-bytes',
  'approval-from-other-run',
  'approval-signature-invalid',
  'approval-elsewhere-refused',
  'starter-sole-approver',
  // split custody
  'share-missing',
  'share-duplicate',
  'share-wrong',
  'share-of-other-set',
  'share-damaged',
  'share-word-wrong',
  // PKI
  'profile-invalid',
  'request-malformed',
  'request-signature-invalid',
  'request-key-weak',
  'request-not-allowed',
  'certificate-malformed',
  'crl-malformed',
  'crl-rule-violated',
  'revocation-refused',
  'lint-failed',
  'tbs-mismatch',
  'signature-invalid',
  'hierarchy-invalid',
  // files and hand-offs
  'gate-refused',
  'receiver-unknown',
  'report-malformed',
  'report-mismatch',
  'file-not-found',
  'file-exists',
  'file-unreadable',
  'file-not-writable',
  'file-too-large',
  'file-type-unknown',
  'printer-missing',
  'print-failed',
  'handoff-malformed',
  'handoff-signature-invalid',
  'handoff-content-mismatch',
  'handoff-expired',
  'handoff-out-of-sequence',
  'handoff-not-yet-valid',
  'handoff-signers-missing',
  'handoff-wrong-domain',
  'handoff-practice',
  'handoff-trust-invalid',
  'handoff-replayed',
  'handoff-rollback',
  'handoff-gap',
  'handoff-forked',
  'handoff-frozen',
  'handoff-epoch-unproven',
  'handoff-crl-older',
  'handoff-anchor-unordered',
  'handoff-not-logged',
  // evidence
  'media-read-back',
  'recipients-invalid',
  'evidence-malformed',
  'evidence-changed',
  'evidence-signature-invalid',
  // the receiver of hand-offs
  'receiver-not-pinned',
  'receiver-pinned-already',
  'receiver-pin-differs',
  'receiver-memory-damaged',
  'receiver-config-invalid',
  'receiver-unfinished',
  'target-not-ready',
  'target-failed',
  'probe-failed',
  'breaker-open',
  'nothing-to-roll-back',
  'rollback-refused',
  // approvals that are given elsewhere
  'transfer-malformed',
  'transfer-mismatch',
  'transfer-wrong-kind',
  'qr-unreadable',
  'already-refused',
  // inventories
  'inventory-empty',
  'inventory-damaged',
  'inventory-in-use',
  'inventory-complete',
  'inventory-incomplete',
  'inventory-source-changed',
  'inventory-unexplained',
  'labels-invalid',
  // the room
  'clock-differs',
  'bag-malformed',
  'hand-over-missing',
  'media-too-large',
  'read-back-differs',
  'cancelled',
] as const

export type FailureCode = (typeof FAILURE_CODES)[number]

export type FailureDetail = Readonly<Record<string, string | number | boolean | readonly string[]>>

/** A failure as data: what is certain and why in `message`, what to do in `remedy`, facts in `detail`. Never a stack. */
export interface Failure {
  readonly code: FailureCode
  readonly message: string
  readonly remedy?: string | undefined
  readonly detail?: FailureDetail | undefined
}

/** The same inside one process. `cause` stays here: it never crosses a process boundary. */
export class OperationError extends Error {
  readonly failure: Failure

  constructor(failure: Failure, options?: ErrorOptions) {
    super(`${failure.code}: ${failure.message}`, options)
    this.name = 'OperationError'
    this.failure = failure
  }

  get code(): FailureCode {
    return this.failure.code
  }
}

export function fail(
  code: FailureCode,
  message: string,
  more: { remedy?: string; detail?: FailureDetail; cause?: unknown } = {},
): OperationError {
  const failure: Failure = {
    code,
    message,
    ...(more.remedy === undefined ? {} : { remedy: more.remedy }),
    ...(more.detail === undefined ? {} : { detail: more.detail }),
  }
  return new OperationError(failure, more.cause === undefined ? undefined : { cause: more.cause })
}

/** Unknown exceptions become `internal` without any text of theirs: it may hold a secret or a path. */
export function toFailure(error: unknown): Failure {
  if (error instanceof OperationError) return error.failure
  return {
    code: 'internal',
    message: 'Conclave met an error it does not know.',
    remedy: 'Look at the log: it holds what was done. Start the step again or record an exception.',
  }
}
