import { bytesToHex, sha256Hex } from '../../../../shared/bytes.ts'
import { fail } from '../../../../shared/failure.ts'
import { isKeyNameTaken } from '../../../../shared/facility/keys.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import type { StepContext } from '../step-context.ts'

/** Makes the key pair for which backups are sealed, on the token that is to hold the copy. Its private half never leaves it. */
export async function generateTransportKey(
  context: StepContext<'generate-transport-key'>,
): Promise<StepOutput<'generate-transport-key'>> {
  const { services, step, facility } = context
  const name = context.value(step.name)
  if (isKeyNameTaken(facility, name)) throw keyExists(name)
  const { name: tokenName, ref: token } = context.token(step.token)
  const hsm = services.room.opened(token)
  const { random } = await hsm.call('random.generate', { token, length: 16 })
  services.progress(`Generating ${name} in the HSM`)
  const { intent, effect, recovered } = await context.effect(
    { action: 'generate-transport-key', token, tokenName, id: bytesToHex(random), name },
    async () => {
      const { key } = await hsm.call('transport-key.generate', { token, id: bytesToHex(random), label: name })
      if (key.publicKey === null)
        throw fail('hsm-outcome-unknown', 'The token made a key but does not show its public half.')
      return { action: 'generate-transport-key', spki: services.facility.artifacts.put(key.publicKey).sha256 }
    },
  )
  const { keys } = await hsm.call('keys.find', { token, id: intent.id })
  const found = keys.find(({ publicKey }) => publicKey !== null && sha256Hex(publicKey) === effect.spki)
  if (found?.publicKey === undefined || found.publicKey === null)
    throw fail('key-not-found', `The key ${name} was made, but the token does not show it under its id.`)
  // A recovered step did not see the public key yet in this process.
  services.facility.artifacts.put(found.publicKey)
  return { transportKey: { name, token, tokenName, id: intent.id, spki: effect.spki }, recovered }
}

export function keyExists(name: string): Error {
  return fail('key-exists', `The facility has a key called "${name}" already.`, {
    remedy: 'Abort the run and take another name in the plan.',
  })
}
