import { bytesToHex, sha256Hex, utf8ToBytes } from '../../../../shared/bytes.ts'
import { fail } from '../../../../shared/failure.ts'
import type { KeyAttributes } from '../../../../shared/ipc/hsm-contract.ts'
import { canonicalJson } from '../../../../shared/ledger/canonical-json.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { checkDossier } from '../dossier.ts'
import type { StepContext } from '../step-context.ts'

/**
 * Makes a key pair on the token under a random CKA_ID that the intent names first, so that a crash leaves nothing that the
 * log cannot find. Refuses a key whose attributes, read back, do not meet the policy.
 */
export async function generateKey(context: StepContext<'generate-key'>): Promise<StepOutput<'generate-key'>> {
  const { services, step, facility } = context
  const name = context.value(step.name)
  if (facility.keys.has(name)) {
    throw fail('key-exists', `The facility has a key called "${name}" already.`, {
      remedy: 'Abort the run and take another name in the plan.',
    })
  }
  const { name: tokenName, ref: token } = context.token(step.token)
  const module = services.room.opened(token)
  const { random } = await module.call('random.generate', { token, length: 16 })
  const id = bytesToHex(random)
  services.progress(`Generating ${name} in the HSM`)
  const { intent, effect, recovered } = await context.effect(
    { action: 'generate-key', token, tokenName, id, name, algorithm: step.algorithm },
    async () => {
      const { key } = await module.call('key.generate', { token, id, label: name, algorithm: step.algorithm })
      return { action: 'generate-key', spki: storePublicKey(context, key) }
    },
  )
  const { keys } = await module.call('keys.find', { token, id: intent.id })
  const dossier = keys.find((key) => key.publicKey !== null && sha256Hex(key.publicKey) === effect.spki)
  if (dossier === undefined) {
    throw fail('key-not-found', `The key ${name} was made, but the token does not show it under its id.`, {
      remedy: 'Look at the token with the HSM screen, and record an exception.',
    })
  }
  // A recovered step did not see the public key yet in this process.
  storePublicKey(context, dossier)
  const failed = checkDossier(dossier, services.facility.policy).filter((check) => !check.ok)
  if (failed.length > 0) {
    throw fail(
      'key-attributes-refused',
      `The key ${name} does not meet the policy: ${failed.map((check) => `${check.name} is ${check.detail}`).join('; ')}.`,
      {
        remedy:
          'This token cannot hold CA keys under this policy. Abort the run; the key stays on the token and in the log.',
      },
    )
  }
  return {
    key: { name, token, tokenName, id: intent.id, algorithm: step.algorithm, spki: effect.spki },
    dossier: storeDossier(context, dossier),
    recovered,
  }
}

/** Keeps the SubjectPublicKeyInfo as an artifact; returns its SHA-256. */
function storePublicKey({ services }: StepContext<'generate-key'>, key: KeyAttributes): string {
  if (key.publicKey === null)
    throw fail('hsm-outcome-unknown', 'The token made a key but does not show its public half.')
  return services.facility.artifacts.put(key.publicKey).sha256
}

export function storeDossier({ services }: Pick<StepContext, 'services'>, key: KeyAttributes): string {
  const { publicKey, ...attributes } = key
  const spki = publicKey === null ? null : sha256Hex(publicKey)
  return services.facility.artifacts.put(utf8ToBytes(canonicalJson({ ...attributes, spki }))).sha256
}
