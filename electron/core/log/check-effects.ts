import { hexToBytes, sha256Hex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { isPlace } from '../../../shared/facility/keys.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { EntryOf } from '../../../shared/ledger/entries.ts'
import { signatureAlgorithm } from '../../../shared/pki/algorithms.ts'
import type { ApprovalItem } from '../../../shared/procedure/approval.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'
import { readSealedKey } from '../hsm/sealed-key.ts'
import { approvedBytes } from '../procedure/approvals.ts'
import { referredStep } from '../procedure/referred-step.ts'
import { verifySignatureOverTbs } from '../x509/verify.ts'
import { checkKeyActIntent } from './check-key-acts.ts'
import { checkSetPin } from './check-custody.ts'
import { checkKeyIntent } from './check-planned.ts'
import { checkManyEffect, checkManyIntent } from './check-reissued.ts'
import { runOf, stepOf } from './wording.ts'

/**
 * The HSM may be asked only for what the quorum approved: the item of a sign intent is in the done approve step that its
 * step names, under the policy of then. Throws quorum-not-met, approval-for-other-bytes.
 */
export function checkIntent(entry: EntryOf<'step-intended'>, state: FacilityState, artifacts: ArtifactReader): void {
  const { intent } = entry.data
  if (intent.action === 'generate-transport-key') return
  const { run, step } = placeOf(entry, state)
  if (intent.action === 'generate-key') {
    checkKeyIntent(intent, state, run, step)
    return
  }
  if (intent.action === 'set-pin') {
    checkSetPin(intent, state, run, step, artifacts)
    return
  }
  if (intent.action === 'sign-many') {
    checkManyIntent(intent, state, run, step, artifacts)
    return
  }
  if (intent.action !== 'sign') {
    checkKeyActIntent(intent, state, run, step, artifacts)
    return
  }
  const key = state.keys.get(intent.signer)
  const isKnown = key?.spki === intent.key && isPlace(key, intent.token, intent.id)
  if (intent.item.key !== intent.key || !isKnown) throw otherBytes('the key is not the one that was approved')
  const approval = approvalOf(run, step)
  if (!coveredItems(approval).some((item) => isSameItem(item, intent.item)))
    throw otherBytes('nobody approved these bytes')
  approvedBytes(state, run, approval, intent.item, artifacts.get(intent.item.tbs))
}

/** What came back from the HSM is the signature of the approved bytes by the approved key. Throws signature-invalid. */
export function checkEffect(entry: EntryOf<'effect-recorded'>, state: FacilityState, artifacts: ArtifactReader): void {
  const { effect } = entry.data
  if (effect.action === 'back-up-key') checkBackup(entry, effect.sealed, state, artifacts)
  if (effect.action === 'sign-many') checkManyEffect(entry, effect.signatures, state, artifacts)
  if (effect.action !== 'sign') return
  const { step } = placeOf(entry, state)
  const intent = step.intents.find(({ index }) => index === entry.data.intent)?.intent
  if (intent?.action !== 'sign' || intent.signer !== effect.signer)
    throw fail('log-inconsistent', 'It is not the effect of its intent.')
  const algorithm = signatureAlgorithm.safeParse(intent.algorithm)
  const bytes = artifacts.get(intent.item.tbs)
  const holds =
    algorithm.success &&
    verifySignatureOverTbs(bytes, algorithm.data, hexToBytes(effect.signature), artifacts.get(intent.key))
  if (!holds) throw fail('signature-invalid', `The recorded signature of ${effect.signer} does not verify.`)
}

/** What came out is a backup of the key, sealed for the transport key that was approved. Throws backup-invalid. */
function checkBackup(
  entry: EntryOf<'effect-recorded'>,
  sealed: string,
  state: FacilityState,
  artifacts: ArtifactReader,
): void {
  const { step } = placeOf(entry, state)
  const intent = step.intents.find(({ index }) => index === entry.data.intent)?.intent
  const { publicKey, transportKey } = readSealedKey(artifacts.get(sealed))
  const isMeant =
    intent?.action === 'back-up-key' &&
    sha256Hex(hexToBytes(publicKey)) === intent.key &&
    sha256Hex(hexToBytes(transportKey)) === intent.transportKey
  if (!isMeant) throw fail('backup-invalid', 'The backup is of another key, or sealed for another token.')
}

/** The signature that the log has for exactly this item. Throws log-inconsistent when it has none. */
export function recordedSignature(step: StepState, item: ApprovalItem): Uint8Array {
  const found = step.intents.find(
    ({ intent, outcome }) => intent.action === 'sign' && outcome === 'recorded' && isSameItem(intent.item, item),
  )
  if (found?.effect?.action !== 'sign')
    throw fail('log-inconsistent', 'The log holds no signature for what was issued.')
  return hexToBytes(found.effect.signature)
}

export function placeOf(
  entry: EntryOf<'step-intended' | 'effect-recorded' | 'step-done'>,
  state: FacilityState,
): { run: RunState; step: StepState } {
  const run = runOf(state, entry.run)
  const step = stepOf(run, entry.step)
  if (run === undefined || step === undefined) throw fail('log-inconsistent', 'It belongs to no step of a run.')
  return { run, step }
}

/** The approve step whose approval the signing step takes. */
export function approvalOf(run: RunState, { step }: StepState): StepState {
  if (!('approval' in step) || step.approval === undefined)
    throw fail('log-inconsistent', `A step of kind ${step.kind} signs nothing.`)
  return referredStep(run, step.approval)
}

/** Items of the done approve step; none when it was not done. */
function coveredItems(approval: StepState): readonly ApprovalItem[] {
  return approval.output !== null && 'items' in approval.output ? approval.output.items : []
}

function isSameItem(a: ApprovalItem, b: ApprovalItem): boolean {
  return a.tbs === b.tbs && a.key === b.key && a.size === b.size && a.kind === b.kind
}

function otherBytes(why: string): Error {
  return fail('approval-for-other-bytes', `The HSM was asked for something that was not approved: ${why}.`)
}
