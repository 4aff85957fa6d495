import { toBase64 } from '../../../shared/bytes.ts'
import { OperationError, fail } from '../../../shared/failure.ts'
import { certificateOfKey, type FacilityState } from '../../../shared/facility/state.ts'
import { canonicalBytes } from '../../../shared/ledger/canonical-json.ts'
import { activeCredentials, type Credential, type EnrolledCredential } from '../../../shared/people/person.ts'
import type { SigningItem } from '../../../shared/procedure/approval.ts'
import { outputOf, type RunState, type StepState } from '../../../shared/procedure/run-state.ts'
import type { Step, StepOf } from '../../../shared/procedure/step-kinds.ts'
import {
  type ApprovalRequest,
  REQUEST_TYPE,
  type RequestedPerson,
  type RequestItem,
} from '../../../shared/transfer/approval-request.ts'
import { type Clock, toInstant } from '../clock.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'
import { assertMayApprove, roleIn } from '../procedure/approvals.ts'
import { findCurrentApproval } from '../procedure/current-step.ts'
import { findKey } from '../procedure/issuers.ts'
import { referredStep } from '../procedure/referred-step.ts'

/** An open facility, or one that is only read. */
export interface RequestingFacility {
  readonly state: FacilityState
  readonly artifacts: ArtifactReader
  readonly clock: Clock
}

/**
 * What a run waits for, as a file for somebody who is not in the room. Throws approval-elsewhere-refused where the policy
 * or the roster lets nobody approve from elsewhere, and what findCurrentApproval does.
 */
export function makeRequest(facility: RequestingFacility, runId: string, stepId: string): ApprovalRequest {
  const { state } = facility
  const { policy } = state
  if (policy === null) throw fail('log-inconsistent', 'The facility has no policy.')
  const { run, step } = findCurrentApproval(state, runId, stepId)
  const here = new Set(run.present.map(({ person }) => person))
  // Those it is meant for come first.
  const people = peopleFor(state, run, step).toSorted((a, b) => Number(here.has(a.id)) - Number(here.has(b.id)))
  if (people.length === 0) {
    throw fail('approval-elsewhere-refused', 'Nobody may approve this step from elsewhere now.', {
      remedy: `The policy lets ${String(policy.approvalsElsewhere)} of its approvals come from outside the room. The others are given here.`,
    })
  }
  const { name, origin, mode } = state.founded
  return {
    type: REQUEST_TYPE,
    facility: { name, origin, mode },
    run: run.id,
    step: stepId,
    plan: { digest: run.planDigest, document: run.plan },
    policy: { digest: state.policyDigest, document: policy },
    items: (step.step as StepOf<'approve'>).over.flatMap((reference) =>
      itemsOf(facility, run, referredStep(run, reference).step),
    ),
    people,
    createdAt: toInstant(facility.clock.now()),
  }
}

export function requestBytes(request: ApprovalRequest): Uint8Array {
  return canonicalBytes(request)
}

/** By the very rules that will be applied to their answers. */
function peopleFor(state: FacilityState, run: RunState, step: StepState): RequestedPerson[] {
  return [...state.people.values()].flatMap((person): RequestedPerson[] => {
    const credentials = activeCredentials(person).map(publicPart)
    if (credentials.length === 0) return []
    try {
      assertMayApprove(state, run, step, person, 'file')
    } catch (error) {
      if (error instanceof OperationError) return []
      throw error
    }
    return [{ id: person.id, name: person.name, role: roleIn(state, run, step, person), credentials }]
  })
}

/** What the log enrolled: without what became of it since. */
function publicPart(enrolled: EnrolledCredential): Credential {
  return Object.fromEntries(Object.entries(enrolled).filter(([name]) => name !== 'revokedAt')) as Credential
}

function itemsOf(facility: RequestingFacility, run: RunState, step: Step): RequestItem[] {
  switch (step.kind) {
    case 'preview-certificate':
      return [certificateItem(facility, run, step)]
    case 'preview-crl':
      return [crlItem(facility, run, step)]
    case 'build-handoff':
      return handoffItems(facility, run, step)
    default:
      throw fail('approval-elsewhere-refused', `What step "${step.id}" made is approved in the room only.`)
  }
}

function certificateItem(
  facility: RequestingFacility,
  run: RunState,
  step: StepOf<'preview-certificate'>,
): RequestItem {
  const preview = outputOf(run, step.id, 'preview-certificate')
  const from = referredStep(run, step['subject-key']).step
  const request = from.kind === 'import-request' ? outputOf(run, from.id, 'import-request').request : null
  return {
    kind: 'certificate',
    ...common(facility, step, preview.item, preview.signingKey),
    subjectKey: artifact(facility, preview.subjectKey),
    request: request === null ? null : artifact(facility, request),
    issuer: preview.item.key === preview.subjectKey ? null : certificateOf(facility, preview.signingKey),
  }
}

function crlItem(facility: RequestingFacility, run: RunState, step: StepOf<'preview-crl'>): RequestItem {
  const preview = outputOf(run, step.id, 'preview-crl')
  const { crls } = facility.state
  const previous = crls.findLast((crl) => crl.signingKey === preview.signingKey && crl.number < preview.number)
  return {
    kind: 'crl',
    ...common(facility, step, preview.item, preview.signingKey),
    issuer: certificateOf(facility, preview.signingKey),
    previous: previous === undefined ? null : artifact(facility, previous.crl),
  }
}

function handoffItems(facility: RequestingFacility, run: RunState, step: StepOf<'build-handoff'>): RequestItem[] {
  const draft = outputOf(run, step.id, 'build-handoff')
  return draft.signers.map((signer): RequestItem => ({
    kind: 'cms-signed-attributes',
    ...common(facility, step, signer.item, signer.name),
    manifest: artifact(facility, draft.manifest),
    certificate: artifact(facility, signer.certificate),
  }))
}

function common(
  facility: RequestingFacility,
  step: Step,
  item: SigningItem,
  name: string,
): Pick<RequestItem, 'step' | 'item' | 'bytes' | 'signingKey'> {
  return {
    step: step.id,
    item,
    bytes: artifact(facility, item.tbs),
    signingKey: { name, spki: artifact(facility, item.key) },
  }
}

function certificateOf(facility: RequestingFacility, keyName: string): string {
  const found = certificateOfKey(facility.state, findKey(facility.state, keyName))
  if (found === null) throw fail('hierarchy-invalid', `The key "${keyName}" has no certificate yet.`)
  return artifact(facility, found.certificate)
}

function artifact(facility: RequestingFacility, sha256: string): string {
  return toBase64(facility.artifacts.get(sha256))
}
