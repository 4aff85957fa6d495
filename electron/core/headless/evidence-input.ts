import { fail } from '../../../shared/failure.ts'
import type { StepInput } from '../../../shared/ipc/contract/step-input.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import type { StepOf } from '../../../shared/procedure/step-kinds.ts'
import type { AnswerSource } from './answers.ts'

export async function evidenceInput(step: StepOf<'collect-evidence'>, answers: AnswerSource): Promise<StepInput> {
  const statement = step.collect.includes('freeze') ? await answers.freezeStatement() : null
  const files = step.collect.includes('files') ? await answers.evidenceFiles() : null
  return { kind: 'evidence', statement, folder: files?.folder ?? null, description: files?.description ?? null }
}

/** Somebody in the role of the step seals it, or the first who is here. */
export async function sealInput(
  run: RunState,
  step: StepOf<'seal-evidence'>,
  answers: AnswerSource,
): Promise<StepInput> {
  const seat = run.present.find(({ role }) => step.by === undefined || role === step.by)
  if (seat === undefined) {
    throw fail('person-not-present', 'Nobody who could seal the evidence is in the room.', {
      remedy: 'Somebody signs in. The run stays open.',
    })
  }
  const folder = await answers.exportFolder()
  const secret = await answers.passphrase(seat.person, 'seal the evidence')
  return { kind: 'seal', folder, signer: { person: seat.person, secret } }
}
