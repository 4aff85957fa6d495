import { sha256Hex } from '../../../../shared/bytes.ts'
import { fail } from '../../../../shared/failure.ts'
import type { FacilityState } from '../../../../shared/facility/state.ts'
import type { TokenRef } from '../../../../shared/ipc/hsm-contract.ts'
import type { ProposedKeyAct, StepOutput } from '../../../../shared/procedure/outputs.ts'
import type { Hsm } from '../../hsm/hsm.ts'
import { findKey } from '../issuers.ts'
import { findPlace } from '../key-place.ts'
import type { StepContext } from '../step-context.ts'
import { approvedKeyAct, proposeKeyAct } from './key-acts.ts'

interface Doomed {
  readonly token: TokenRef
  readonly tokenName: string
  readonly id: string
  readonly spki: string
}

/** Writes down which copy of which key is to be destroyed, and why. A transport key has one. Throws key-not-found. */
export function prepareDestruction(context: StepContext<'prepare-destruction'>): ProposedKeyAct {
  const { step, facility } = context
  const key = context.value(step.key)
  const { name: token } = context.token(step.token)
  const { spki } = findDoomed(facility, key, token)
  return proposeKeyAct(context, { act: 'destroy-key', key, spki, token, reason: context.value(step.reason) })
}

/** Destroys both halves on the approved token, and looks whether they are gone. */
export async function destroyKey(context: StepContext<'destroy-key'>): Promise<StepOutput<'destroy-key'>> {
  const { services, facility } = context
  const act = approvedKeyAct(context)
  const { token, tokenName, id, spki } = findDoomed(facility, act.key, act.token)
  const hsm = services.room.opened(token)
  services.progress(`Destroying ${act.key} in ${tokenName}`)
  const { effect, recovered } = await context.effect(
    { action: 'destroy-key', token, tokenName, id, name: act.key, key: spki },
    async () => {
      await destroy(context, hsm, { token, tokenName, id, spki })
      return { action: 'destroy-key', spki }
    },
  )
  const { objects } = await hsm.call('token.inspect', { token })
  const remaining = objects.filter((object) => object.id === id).length
  return { key: act.key, tokenName, spki: effect.spki, remaining, recovered }
}

/** Where an earlier try left one half, that half is destroyed; anything else under the id is a finding, and stays. */
async function destroy(context: Pick<StepContext, 'services'>, hsm: Hsm, { token, id, spki }: Doomed): Promise<void> {
  const { keys } = await hsm.call('keys.find', { token, id })
  const whole = keys.some(({ publicKey }) => publicKey !== null && sha256Hex(publicKey) === spki)
  if (whole) {
    await hsm.call('key.destroy', { token, id, publicKey: context.services.facility.artifacts.get(spki) })
    return
  }
  if (keys.some(({ publicKey }) => publicKey !== null)) {
    throw fail('key-ambiguous', 'Another key has the id of the key that is to be destroyed. Nothing was destroyed.', {
      remedy: 'Look at the token with the HSM screen, and record an exception.',
      detail: { asked: 'no', keyId: id },
    })
  }
  await hsm.call('key.destroy', { token, id })
}

function findDoomed(state: FacilityState, name: string, tokenName: string): Doomed {
  const transport = state.transportKeys.get(name)
  if (transport === undefined) {
    const key = findKey(state, name)
    return { ...findPlace(key, tokenName), spki: key.spki }
  }
  if (transport.destroyedAt === null && transport.tokenName === tokenName) return transport
  throw fail('key-not-found', `The token ${tokenName} does not hold the transport key ${name}.`, {
    remedy: 'Abort the run and name the token in the plan that holds the key.',
  })
}
