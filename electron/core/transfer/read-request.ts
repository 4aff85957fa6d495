import { sha256Hex } from '../../../shared/bytes.ts'
import { OperationError } from '../../../shared/failure.ts'
import type { ApprovalItem } from '../../../shared/ipc/contract/approval-item.ts'
import { policyDigest, type Quorum, quorumWords } from '../../../shared/people/policy.ts'
import { planDigest } from '../../../shared/procedure/plan.ts'
import type { StepOf } from '../../../shared/procedure/step-kinds.ts'
import {
  approvalRequest,
  type ApprovalRequest,
  MAX_REQUEST_BYTES,
  REQUEST_TYPE,
  type RequestItem,
} from '../../../shared/transfer/approval-request.ts'
import { readFileCapped } from '../files/host-files.ts'
import { assertPlan } from '../procedure/make-plan.ts'
import { larger } from '../procedure/quorum-of.ts'
import { malformed, mismatch, readDocument } from './canonical-file.ts'
import { judgeCertificate } from './judge-certificate.ts'
import { judgeCrl } from './judge-crl.ts'
import { judgeHandoff } from './judge-handoff.ts'
import { findStep, madeBy, type MakingStep } from './plan-steps.ts'

/** A request whose digests were all computed again, and what it asks for as an approver in the room would see it. */
export interface JudgedRequest {
  readonly request: ApprovalRequest
  /** SHA-256 of the file. */
  readonly sha256: string
  readonly step: StepOf<'approve'>
  readonly number: number
  readonly items: readonly ApprovalItem[]
  /** "2 officers". */
  readonly quorum: string
}

/** Throws transfer-malformed, transfer-mismatch, plan-invalid, and what reading a file throws. */
export function readRequestFile(path: string, now: number): JudgedRequest {
  return judgeRequest(readFileCapped(path, MAX_REQUEST_BYTES), now)
}

/** The same of its bytes. `now`: milliseconds, for the rules that depend on the time. */
export function judgeRequest(bytes: Uint8Array, now: number): JudgedRequest {
  const request = readDocument('an approval request', bytes, approvalRequest)
  const { plan, policy } = request
  if (planDigest(plan.document) !== plan.digest) throw mismatch('its plan does not have the digest that it names')
  if (policyDigest(policy.document) !== policy.digest)
    throw mismatch('its policy does not have the digest that it names')
  assertPlan(plan.document)
  const { step, number } = findStep(plan.document, request.step)
  if (step.kind !== 'approve') throw mismatch(`step "${step.id}" of its plan is not an approval`)
  const quorum = quorumFor(request, step)
  assertPeople(request, quorum)
  return {
    request,
    sha256: sha256Hex(bytes),
    step,
    number,
    items: readable(() => judgeItems(request, step, now)),
    quorum: quorumWords(quorum),
  }
}

export function looksLikeRequest(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, MAX_REQUEST_BYTES)).includes(`"type":"${REQUEST_TYPE}"`)
}

function judgeItems(request: ApprovalRequest, step: StepOf<'approve'>, now: number): ApprovalItem[] {
  const wanted = madeBy(request.plan.document, step)
  if (wanted.length !== request.items.length)
    throw mismatch(`the step covers ${String(wanted.length)} things, and it holds ${String(request.items.length)}`)
  return request.items.map((item, index) => {
    const made = wanted[index]
    if (made?.step.id !== item.step) throw mismatch(`it holds something of step "${item.step}" in another's place`)
    return judgeItem(request, item, made, now)
  })
}

function judgeItem(
  request: ApprovalRequest,
  item: RequestItem,
  { step, signer }: { readonly step: MakingStep; readonly signer: string | null },
  now: number,
): ApprovalItem {
  if (item.kind === 'certificate' && step.kind === 'preview-certificate')
    return judgeCertificate(request, item, step, now)
  if (item.kind === 'crl' && step.kind === 'preview-crl') return judgeCrl(request, item, step, now)
  if (item.kind === 'cms-signed-attributes' && step.kind === 'build-handoff')
    return judgeHandoff(request, item, step, signer ?? '')
  throw mismatch(`step "${step.id}" makes nothing of the kind "${item.kind}"`)
}

/** As the facility will judge it: a self-signed certificate needs what a root needs, whatever the step calls it. */
function quorumFor({ policy, items }: ApprovalRequest, step: StepOf<'approve'>): Quorum {
  const { quorums } = policy.document
  const isRoot = items.some((item) => item.kind === 'certificate' && item.issuer === null)
  return isRoot ? larger(quorums[step.action], quorums['sign-root']) : quorums[step.action]
}

function assertPeople({ people }: ApprovalRequest, quorum: Quorum): void {
  if (new Set(people.map(({ id }) => id)).size !== people.length) throw mismatch('it names a person twice')
  const stranger = people.find(({ role }) => !quorum.some((wanted) => wanted.role === role))
  if (stranger !== undefined) throw mismatch(`it asks ${stranger.name} as ${stranger.role}, and the policy does not`)
}

/** Bytes of a file that somebody else wrote: what a parser cannot read is a fault of the file, not of Conclave. */
function readable<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof OperationError) throw error
    throw malformed('an approval request', 'a certificate, list or key in it cannot be read.', error)
  }
}
