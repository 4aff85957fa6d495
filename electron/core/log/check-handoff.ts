import { createHash } from 'node:crypto'
import { equalBytes, sha256Hex } from '../../../shared/bytes.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import { fail } from '../../../shared/failure.ts'
import { handoffManifest } from '../../../shared/handoff/manifest.ts'
import { canonicalJson, parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import type { StepOutput } from '../../../shared/procedure/outputs.ts'
import { outputOf, type RunState, type StepState } from '../../../shared/procedure/run-state.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'
import { verifySignedData } from '../handoff/cms-verify.ts'
import { assembleSignedData, signedAttributes } from '../handoff/cms.ts'
import { assertApproved } from '../procedure/approvals.ts'
import { referredStep } from '../procedure/referred-step.ts'
import { recordedSignature } from './check-effects.ts'

/** What the fleet is told to do is what was approved for it, and the manifest says no less. */
export function checkBuilt(
  { orders, manifest }: StepOutput<'build-handoff'>,
  state: FacilityState,
  run: RunState,
  { step }: StepState,
  artifacts: ArtifactReader,
): void {
  if (step.kind !== 'build-handoff') throw fail('log-inconsistent', 'Its step builds no hand-off.')
  const approved = (step.orders ?? []).map((reference) => {
    const { output } = referredStep(run, reference)
    if (output === null || !('order' in output)) throw fail('log-inconsistent', `"${reference}" is no order.`)
    assertApproved(state, run, referredStep(run, step.approval ?? ''), output.item, artifacts.get(output.item.tbs))
    return output.order
  })
  if (canonicalJson(orders) !== canonicalJson(approved))
    throw fail('approval-for-other-bytes', 'The hand-off tells the fleet something else than was approved.')
  const { actions } = handoffManifest.parse(parseCanonical(artifacts.get(manifest)))
  const told = (kind: string, spki: string): boolean =>
    actions.some((action) => action.kind === kind && action.target === spki)
  for (const { order, spki } of approved) {
    const isSaid =
      order === 'release'
        ? !told('taint_issuer', spki)
        : told({ freeze: 'disable_issuer', taint: 'taint_issuer', distrust: 'distrust' }[order], spki)
    if (!isSaid) throw fail('log-inconsistent', 'The manifest does not say what was ordered.')
  }
}

/** Every signature is the recorded one, over the manifest that was built, and verifies at the time of the entry. */
export function checkSigned(
  output: StepOutput<'sign-handoff'>,
  run: RunState,
  state: StepState,
  artifacts: ArtifactReader,
  now: string,
): void {
  const { step } = state
  if (step.kind !== 'sign-handoff') throw fail('log-inconsistent', 'Its step does not sign hand-offs.')
  const draft = outputOf(run, referredStep(run, step.handoff).step.id, 'build-handoff')
  const manifest = artifacts.get(draft.manifest)
  const contentSha384 = new Uint8Array(createHash('sha384').update(manifest).digest())
  for (const { name, item, certificate } of draft.signers) {
    const p7s = output.signatures.find(({ signer }) => signer === name)?.p7s
    if (p7s === undefined || output.manifest !== draft.manifest)
      throw fail('handoff-signers-missing', `The signature of ${name} is missing.`)
    const signerCertificate = artifacts.get(certificate)
    const bytes = artifacts.get(p7s)
    const { signingTime } = verifySignedData(bytes, manifest, [signerCertificate], now)
    const attributes = signedAttributes({ contentSha384, signingTime, signerCertificate })
    if (sha256Hex(attributes) !== item.tbs)
      throw fail('tbs-mismatch', 'The signature of the hand-off does not hold the bytes that were approved.')
    const again = assembleSignedData({
      signedAttributes: attributes,
      signature: recordedSignature(state, item),
      signerCertificate,
    })
    if (!equalBytes(again, bytes))
      throw fail('tbs-mismatch', 'The signature of the hand-off is not the approved bytes with the recorded signature.')
  }
}
