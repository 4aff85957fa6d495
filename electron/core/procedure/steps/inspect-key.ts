import { fail } from '../../../../shared/failure.ts'
import { sha256Hex } from '../../../../shared/bytes.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { checkDossier, originOf } from '../dossier.ts'
import { madeKey } from '../made-key.ts'
import type { StepContext } from '../step-context.ts'
import { storeDossier } from './generate-key.ts'

/** Reads a key back from the token once more, finds it by CKA_ID and public key, and compares it with the policy. */
export async function inspectKey(context: StepContext<'inspect-key'>): Promise<StepOutput<'inspect-key'>> {
  const { services, step } = context
  const { key } = madeKey(context.referred(step.key))
  const { keys } = await services.room.opened(key.token).call('keys.find', { token: key.token, id: key.id })
  if (keys.length > 1) {
    throw fail('key-ambiguous', `${String(keys.length)} keys on the token have the id of ${key.name}.`, {
      remedy: 'Record an exception. Do not sign with this key.',
    })
  }
  const found = keys.find((candidate) => candidate.publicKey !== null && sha256Hex(candidate.publicKey) === key.spki)
  if (found === undefined)
    throw fail('key-not-found', `The token does not show the key ${key.name} with the public key in the log.`)
  const checks = checkDossier(found, services.facility.policy, originOf(context.facility.keys.get(key.name), key.id))
  if (checks.some((check) => !check.ok)) {
    throw fail('key-attributes-refused', `The key ${key.name} does not meet the policy any more.`, {
      remedy: 'Record an exception. Do not sign with this key.',
    })
  }
  return {
    key: key.name,
    dossier: storeDossier(context, found),
    checks: checks.map(({ name, ok, detail }) => ({ name, ok, detail })),
  }
}
