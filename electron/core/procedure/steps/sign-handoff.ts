import type { FacilityState } from '../../../../shared/facility/state.ts'
import { fail } from '../../../../shared/failure.ts'
import type { HandoffDraft, StepOutput } from '../../../../shared/procedure/outputs.ts'
import { assembleSignedData } from '../../handoff/cms.ts'
import type { StepContext } from '../step-context.ts'
import { signApproved } from './sign.ts'

/** Two hand-offs of one number would fork the fleet: each receiver takes the one that it sees first. Throws handoff-out-of-sequence. */
function assertNext({ handoffs }: FacilityState, { domain, sequence }: HandoffDraft): void {
  const signed = handoffs.filter(({ draft }) => draft.domain === domain).length
  if (sequence === signed + 1) return
  throw fail(
    'handoff-out-of-sequence',
    `This hand-off has the number ${String(sequence)}, but ${String(signed)} of ${domain} are signed already. Nothing was signed.`,
    { remedy: 'Abort the run and build the hand-off anew.', detail: { asked: 'no' } },
  )
}

/** One detached CMS per signer, so that k of n can be checked with OpenSSL (standards §4). */
export async function signHandoff(context: StepContext<'sign-handoff'>): Promise<StepOutput<'sign-handoff'>> {
  const { step, services } = context
  const { artifacts } = services.facility
  const draft = context.output(step.handoff, 'build-handoff')
  assertNext(context.facility, draft)
  const signatures: StepOutput<'sign-handoff'>['signatures'] = []
  let anyRecovered = false
  for (const signer of draft.signers) {
    const approved = context.approved(step.approval, signer.item)
    const { signature, recovered } = await signApproved(context, approved, signer.name, signer.signatureAlgorithm)
    const p7s = assembleSignedData({
      signedAttributes: approved.bytes,
      signature,
      signerCertificate: artifacts.get(signer.certificate),
    })
    signatures.push({ signer: signer.name, p7s: artifacts.put(p7s).sha256 })
    anyRecovered ||= recovered
  }
  return { manifest: draft.manifest, signatures, recovered: anyRecovered }
}
