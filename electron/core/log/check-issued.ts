import { equalBytes, sha256Hex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { type FacilityState, latestCrl } from '../../../shared/facility/state.ts'
import { keyAttributes } from '../../../shared/ipc/hsm-contract.ts'
import { canonicalJson, parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import type { EntryOf } from '../../../shared/ledger/entries.ts'
import { tbsOfCertificate } from '../../../shared/pki/certificate.ts'
import type { SignatureAlgorithm } from '../../../shared/pki/algorithms.ts'
import { assembleSignedObject } from '../../../shared/pki/signed-object.ts'
import { type StepKind, type StepOutput, stepOutputs } from '../../../shared/procedure/outputs.ts'
import { outputOf, type RunState, type StepState } from '../../../shared/procedure/run-state.ts'
import { z } from '../../../shared/zod.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'
import { itemOfChange } from '../../../shared/people/change.ts'
import { assertApproved, judgeApprovals } from '../procedure/approvals.ts'
import { checkDossier, type KeyOrigin } from '../procedure/dossier.ts'
import { signingItems } from '../procedure/signing-items.ts'
import { referredStep } from '../procedure/referred-step.ts'
import { describeCertificate } from '../x509/certificate.ts'
import { describeCrl, readCrl } from '../x509/crl.ts'
import { verifyCertificateSignature, verifyCrlSignature } from '../x509/verify.ts'
import { checkBuilt, checkSigned } from './check-handoff.ts'
import { checkInventory } from './check-inventory.ts'
import { checkEvidence } from './check-evidence.ts'
import { checkPlanned } from './check-planned.ts'
import { checkReissue, checkReissued } from './check-reissued.ts'
import { checkCrlEntries, checkRevocations } from './check-revoked.ts'
import { checkReceipt, checkStatus } from './check-reports.ts'
import { checkRoom } from './check-room.ts'
import { checkSplit } from './check-custody.ts'
import { placeOf, recordedSignature } from './check-effects.ts'

/**
 * What a step says that it made, against the artifact itself: the approved bytes are inside it, the recorded signature is
 * on it and verifies, and the entry describes it truly. `state` is before the entry. Throws the first rule not met.
 */
export function checkDone(entry: EntryOf<'step-done'>, state: FacilityState, artifacts: ArtifactReader): void {
  const { run, step } = placeOf(entry, state)
  checkPlanned(entry, state, run, step)
  switch (entry.data.kind) {
    case 'approve':
      checkQuorum(entry, state, run, step)
      return
    case 'generate-key': {
      const output = outputIn(entry, 'generate-key')
      checkKey(output, output.backup === 'wrap' ? 'with-backup' : 'generated', state, step, artifacts)
      return
    }
    case 'restore-key':
      checkKey(outputIn(entry, 'restore-key'), 'restored', state, step, artifacts)
      return
    case 'generate-transport-key':
    case 'back-up-key':
    case 'destroy-key':
      checkRecorded(entry, step)
      return
    case 'issue-certificate':
      checkCertificate(outputIn(entry, 'issue-certificate'), run, step, artifacts)
      return
    case 'issue-crl':
      checkCrl(outputIn(entry, 'issue-crl'), state, run, step, artifacts)
      return
    case 'prepare-reissue':
      checkReissue(entry, outputIn(entry, 'prepare-reissue'), { state, run, step, artifacts })
      return
    case 'reissue-many':
      checkReissued(outputIn(entry, 'reissue-many'), { state, run, step, artifacts })
      return
    case 'revoke':
      checkRevocations(entry, outputIn(entry, 'revoke'), state, run, step, artifacts)
      return
    case 'apply-change':
      checkChange(outputIn(entry, 'apply-change'), state, run, step, artifacts)
      return
    case 'await-receipt':
      checkReceipt(outputIn(entry, 'await-receipt'), entry, { state, run, step, artifacts })
      return
    case 'import-status':
      checkStatus(outputIn(entry, 'import-status'), entry, { state, run, step, artifacts })
      return
    case 'split-pin':
      checkSplit(outputIn(entry, 'split-pin'), step)
      return
    case 'build-handoff':
      checkBuilt(outputIn(entry, 'build-handoff'), state, run, step, artifacts)
      return
    case 'sign-handoff':
      checkSigned(outputIn(entry, 'sign-handoff'), run, step, artifacts, entry.time)
      return
    case 'import-inventory':
    case 'compute-impact':
    case 'reconcile-inventory':
      checkInventory(entry, { run, step, artifacts })
      return
    case 'collect-evidence':
    case 'import-recipients':
    case 'seal-evidence':
      checkEvidence(entry, { run, step, state, artifacts })
      return
    default:
      checkRoom(entry, { run, step, state, artifacts })
  }
}

function checkQuorum(entry: EntryOf<'step-done'>, state: FacilityState, run: RunState, step: StepState): void {
  if (step.step.kind !== 'approve') throw fail('log-inconsistent', 'Its step is not an approval.')
  const { items, approvers } = outputIn(entry, 'approve')
  const verdict = judgeApprovals(state, run, step)
  if (!verdict.met)
    throw fail(
      'quorum-not-met',
      `The step was closed with ${String(verdict.count)} of ${String(verdict.needed)} approvals.`,
    )
  const given = step.approvals.map(({ statement }) => statement.person)
  const covered = signingItems(run, step.step)
  if (JSON.stringify(given) !== JSON.stringify(approvers) || canonicalJson(covered) !== canonicalJson(items)) {
    throw fail('approval-for-other-bytes', 'The step was closed with other approvals than the ones that were given.')
  }
}

/** What was made so is what was approved, by whom the policy of then wanted. */
function checkChange(
  { item, change }: StepOutput<'apply-change'>,
  state: FacilityState,
  run: RunState,
  { step }: StepState,
  artifacts: ArtifactReader,
): void {
  if (step.kind !== 'apply-change') throw fail('log-inconsistent', 'Its step makes no change.')
  const { tbs } = itemOfChange(change)
  const proposed = referredStep(run, step.change).output
  if (tbs !== item.tbs || proposed === null || !('change' in proposed) || proposed.item.tbs !== tbs)
    throw fail('approval-for-other-bytes', 'The change that was made is not the one that was proposed.')
  assertApproved(state, run, referredStep(run, step.approval), item, artifacts.get(tbs))
}

const storedDossier = keyAttributes.omit({ publicKey: true }).extend({ spki: z.string().nullable() })

function checkKey(
  { key, dossier }: Pick<StepOutput<'generate-key'>, 'key' | 'dossier'>,
  origin: KeyOrigin,
  state: FacilityState,
  { intents }: StepState,
  artifacts: ArtifactReader,
): void {
  const made = intents.some(
    ({ intent, effect }) =>
      (intent.action === 'generate-key' || intent.action === 'restore-key') &&
      intent.id === key.id &&
      intent.name === key.name &&
      intent.tokenName === key.tokenName &&
      intent.algorithm === key.algorithm &&
      JSON.stringify(intent.token) === JSON.stringify(key.token) &&
      effect?.action === intent.action &&
      effect.spki === key.spki,
  )
  if (!made) throw refusedKey('it is not the one that the HSM made in this step')
  const read = storedDossier.safeParse(parseCanonical(artifacts.get(dossier)))
  if (!read.success || read.data.spki !== key.spki || read.data.id !== key.id)
    throw refusedKey('its dossier is of another key')
  if (state.policy === null) throw fail('log-inconsistent', 'There was no policy yet.')
  const failed = checkDossier(read.data, state.policy, origin).filter(({ ok }) => !ok)
  if (failed.length > 0) throw refusedKey(failed.map(({ name, detail }) => `${name} is ${detail}`).join('; '))
}

/** The step ended with what the HSM answered in it. */
function checkRecorded(entry: EntryOf<'step-done'>, { intents }: StepState): void {
  const { kind } = entry.data
  const isRecorded = intents.some(({ intent, effect }) => {
    if (effect === null || effect.action !== intent.action) return false
    if (kind === 'generate-transport-key' && effect.action === kind) {
      const { transportKey } = outputIn(entry, kind)
      return intent.action === kind && transportKey.id === intent.id && transportKey.spki === effect.spki
    }
    if (kind === 'back-up-key' && effect.action === kind) return outputIn(entry, kind).sealed === effect.sealed
    if (kind === 'destroy-key' && effect.action === kind && intent.action === kind) {
      const { key, tokenName, spki } = outputIn(entry, kind)
      return spki === effect.spki && key === intent.name && tokenName === intent.tokenName
    }
    return false
  })
  if (!isRecorded) throw fail('log-inconsistent', 'The entry says something else than the HSM answered in this step.')
}

function checkCertificate(
  output: StepOutput<'issue-certificate'>,
  run: RunState,
  state: StepState,
  artifacts: ArtifactReader,
): void {
  const { step } = state
  if (step.kind !== 'issue-certificate') throw fail('log-inconsistent', 'Its step does not issue certificates.')
  const { item, signatureAlgorithm } = outputOf(run, referredStep(run, step.preview).step.id, 'preview-certificate')
  const certificate = artifacts.get(output.certificate)
  if (sha256Hex(tbsOfCertificate(certificate)) !== item.tbs) throw mismatch('certificate')
  assertAssembled(
    certificate,
    artifacts.get(item.tbs),
    signatureAlgorithm,
    recordedSignature(state, item),
    'certificate',
  )
  if (!verifyCertificateSignature(certificate, artifacts.get(item.key))) throw unverified('certificate')
  const read = describeCertificate(certificate)
  const isTrue =
    read.subject === output.subject &&
    read.serial === output.serial &&
    read.notBefore === output.notBefore &&
    read.notAfter === output.notAfter &&
    read.spki === output.subjectKey
  if (!isTrue) throw fail('log-inconsistent', 'The entry describes the certificate otherwise than it is.')
}

function checkCrl(
  output: StepOutput<'issue-crl'>,
  facility: FacilityState,
  run: RunState,
  state: StepState,
  artifacts: ArtifactReader,
): void {
  const { step } = state
  const last = latestCrl(facility, output.signingKey)
  if (last !== null && last.number >= output.number)
    throw fail('crl-rule-violated', `CRL ${String(output.number)} does not follow CRL ${String(last.number)}.`)
  if (step.kind !== 'issue-crl') throw fail('log-inconsistent', 'Its step does not issue CRLs.')
  const { item, signatureAlgorithm } = outputOf(run, referredStep(run, step.preview).step.id, 'preview-crl')
  const crl = artifacts.get(output.crl)
  assertAssembled(crl, artifacts.get(item.tbs), signatureAlgorithm, recordedSignature(state, item), 'CRL')
  if (!verifyCrlSignature(crl, artifacts.get(item.key))) throw unverified('CRL')
  checkCrlEntries(readCrl(crl), output, facility, run, state, artifacts)
  const read = describeCrl(crl)
  const isTrue =
    read.issuer === output.issuer &&
    read.number === String(output.number) &&
    read.thisUpdate === output.thisUpdate &&
    read.nextUpdate === output.nextUpdate &&
    read.entries === output.entries
  if (!isTrue) throw fail('log-inconsistent', 'The entry describes the CRL otherwise than it is.')
}

/** Approved bytes and recorded signature, put together again, are the artifact byte for byte. */
function assertAssembled(
  artifact: Uint8Array,
  tbs: Uint8Array,
  algorithm: SignatureAlgorithm,
  signature: Uint8Array,
  what: string,
): void {
  if (!equalBytes(assembleSignedObject(tbs, algorithm, signature), artifact)) throw unrecorded(what)
}

function outputIn<K extends StepKind>({ data }: EntryOf<'step-done'>, kind: K): StepOutput<K> {
  const parsed = stepOutputs[kind].safeParse(data.output)
  if (!parsed.success) throw fail('log-inconsistent', `The output does not fit a ${kind} step.`)
  return parsed.data as StepOutput<K>
}

function mismatch(what: string): Error {
  return fail('tbs-mismatch', `The ${what} does not hold the bytes that were approved.`)
}

function unrecorded(what: string): Error {
  return fail('tbs-mismatch', `The ${what} is not the approved bytes with the recorded signature.`)
}

function unverified(what: string): Error {
  return fail('signature-invalid', `OpenSSL does not verify the ${what} with the key that was approved.`)
}

function refusedKey(why: string): Error {
  return fail('key-attributes-refused', `The key does not meet the policy: ${why}.`)
}
