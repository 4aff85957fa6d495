import { fail } from '../../../../shared/failure.ts'
import { isPractice } from '../../../../shared/facility/state.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { toInstant } from '../../clock.ts'
import { verifyHandoff } from '../../handoff/verify.ts'
import { writeHandoff } from '../../handoff/write.ts'
import { readDraft } from '../handoff-pieces.ts'
import { proofOfSigning } from '../proof-of-signing.ts'
import { referredStep } from '../referred-step.ts'
import type { StepContext } from '../step-context.ts'

/** Writes the hand-off to its medium, then reads it back from there and checks it as a receiver would. */
export async function exportHandoff(context: StepContext<'export'>): Promise<StepOutput<'export'>> {
  const { input, step, services, facility: state } = context
  if (input.kind !== 'folder') throw fail('invalid-request', 'This step wants the folder that the hand-off goes to.')
  const { artifacts, clock } = services.facility
  const draft = context.output(step.handoff, 'build-handoff')
  const signed = context.output(step.signatures, 'sign-handoff')
  const handoff = readDraft(artifacts, draft)
  const signers = draft.signers.map((signer) => artifacts.get(signer.certificate))
  const now = toInstant(clock.now())
  services.progress(`Writing ${draft.folderName}`)
  const written = await writeHandoff(
    {
      handoff,
      signatures: signed.signatures.map(({ signer, p7s }) => ({ signer, p7s: artifacts.get(p7s) })),
      logged: proofOfSigning(services.facility, context.run, referredStep(context.run, step.signatures).step.id),
    },
    { directory: input.path, signers, now },
  )
  services.progress(`Reading ${draft.folderName} back`)
  const report = await verifyHandoff(written.tar, {
    signers,
    now,
    threshold: draft.threshold,
    domain: draft.domain,
    allowPractice: isPractice(state),
  })
  const problem = report.problems[0]
  if (problem !== undefined) {
    throw fail(problem.code, `What was written to ${input.path} does not check: ${problem.message}`, {
      remedy: 'Take another medium and export again. Destroy this one.',
    })
  }
  return {
    folderName: draft.folderName,
    destination: input.path,
    manifest: draft.manifest,
    tar: written.tarSha256,
    checks: report.checks.map(({ name, ok, detail }) => ({ name, ok, detail })),
  }
}
