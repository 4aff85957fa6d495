import { fail } from '../../../../shared/failure.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { openToken } from '../open-token.ts'
import type { StepContext } from '../step-context.ts'

/** Logs in to the token as CKU_USER, with a PIN that is typed or with what its custodians gave. It is overwritten after use. */
export async function openTokenStep(context: StepContext<'open-token'>): Promise<StepOutput<'open-token'>> {
  const { input, step, services } = context
  if (input.kind !== 'pin' && input.kind !== 'shares')
    throw fail('invalid-request', 'This step wants the PIN of the token, or the shares of its custodians.')
  const { name, ref } = context.token(step.token)
  const typed = input.kind === 'pin' ? input.pin : null
  const { info, custody } = await openToken(services, context.run, context.state, { name, ref }, typed)
  return {
    tokenName: name,
    token: ref,
    model: info.model,
    manufacturer: info.manufacturer,
    firmware: info.firmwareVersion,
    ...(custody === null ? {} : { custody }),
  }
}

/** Logs out. A token that is not open any more (its process stopped) is as closed as it can be. */
export async function closeToken(context: StepContext<'close-token'>): Promise<StepOutput<'close-token'>> {
  const { name, ref } = context.token(context.step.token)
  await context.services.room.close(ref)
  return { tokenName: name }
}
