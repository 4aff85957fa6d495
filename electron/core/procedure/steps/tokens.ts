import { fail } from '../../../../shared/failure.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import type { StepContext } from '../step-context.ts'

/** Logs in to the token as CKU_USER. The PIN is overwritten after use. */
export async function openToken(context: StepContext<'open-token'>): Promise<StepOutput<'open-token'>> {
  const { input, step, services } = context
  if (input.kind !== 'pin') throw fail('invalid-request', 'This step wants the PIN of the token.')
  const { name, ref } = context.token(step.token)
  const info = await services.room.open(ref, input.pin)
  return {
    tokenName: name,
    token: ref,
    model: info.model,
    manufacturer: info.manufacturer,
    firmware: info.firmwareVersion,
  }
}

/** Logs out. A token that is not open any more (its process stopped) is as closed as it can be. */
export async function closeToken(context: StepContext<'close-token'>): Promise<StepOutput<'close-token'>> {
  const { name, ref } = context.token(context.step.token)
  await context.services.room.close(ref)
  return { tokenName: name }
}
