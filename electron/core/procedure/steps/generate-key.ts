import { bytesToHex, sha256Hex, utf8ToBytes } from '../../../../shared/bytes.ts'
import { fail } from '../../../../shared/failure.ts'
import { isKeyNameTaken } from '../../../../shared/facility/keys.ts'
import { type KeyAttributes, keyBackup } from '../../../../shared/ipc/hsm-contract.ts'
import { canonicalJson } from '../../../../shared/ledger/canonical-json.ts'
import type { KeyRecord, StepOutput } from '../../../../shared/procedure/outputs.ts'
import type { Hsm } from '../../hsm/hsm.ts'
import { checkDossier, type KeyOrigin } from '../dossier.ts'
import type { StepContext } from '../step-context.ts'
import { keyExists } from './transport-key.ts'

type KeyBackupChoice = StepOutput<'generate-key'>['backup']

/**
 * Makes a key pair on the token under a random CKA_ID that the intent names first, so that a crash leaves nothing that the
 * log cannot find. Refuses a key whose attributes, read back, do not meet the policy.
 */
export async function generateKey(context: StepContext<'generate-key'>): Promise<StepOutput<'generate-key'>> {
  const { services, step, facility } = context
  const name = context.value(step.name)
  if (isKeyNameTaken(facility, name)) throw keyExists(name)
  const backup = backupOf(context)
  const { name: tokenName, ref: token } = context.token(step.token)
  const module = services.room.opened(token)
  const { random } = await module.call('random.generate', { token, length: 16 })
  const id = bytesToHex(random)
  services.progress(`Generating ${name} in the HSM`)
  const { intent, effect, recovered } = await context.effect(
    { action: 'generate-key', token, tokenName, id, name, algorithm: step.algorithm },
    async () => {
      const { key } = await module.call('key.generate', { token, id, label: name, algorithm: step.algorithm, backup })
      return { action: 'generate-key', spki: storePublicKey(context, key) }
    },
  )
  const key = { name, token, tokenName, id: intent.id, algorithm: step.algorithm, spki: effect.spki }
  const dossier = await readBack(context, module, key, backup === 'wrap' ? 'with-backup' : 'generated')
  return { key, dossier, backup, recovered }
}

/** Throws backup-not-allowed where the policy wants no backups. */
function backupOf(context: StepContext<'generate-key'>): KeyBackupChoice {
  const { step, services } = context
  const chosen = keyBackup.safeParse(step.backup === undefined ? 'none' : context.value(step.backup))
  if (!chosen.success)
    throw fail('plan-invalid', 'The plan does not say whether the key may be backed up: none or wrap.')
  if (chosen.data === 'none' || services.facility.policy.keyBackup === 'wrapped') return chosen.data
  throw fail('backup-not-allowed', 'The plan wants a key that can be backed up, and the policy allows no backups.', {
    remedy: 'Abort the run and plan the key without a backup, or change the policy first.',
  })
}

/**
 * Finds a key again by its id and public key, compares what the token says of it with the policy, and keeps it: the SHA-256 of
 * the dossier. Throws key-not-found, key-attributes-refused.
 */
export async function readBack(
  context: Pick<StepContext, 'services'>,
  hsm: Hsm,
  { name, token, id, spki }: KeyRecord,
  origin: KeyOrigin,
): Promise<string> {
  const { services } = context
  const { keys } = await hsm.call('keys.find', { token, id })
  const found = keys.find((key) => key.publicKey !== null && sha256Hex(key.publicKey) === spki)
  if (found === undefined) {
    throw fail('key-not-found', `The key ${name} was made, but the token does not show it under its id.`, {
      remedy: 'Look at the token with the HSM screen, and record an exception.',
    })
  }
  // A recovered step did not see the public key yet in this process.
  storePublicKey(context, found)
  const failed = checkDossier(found, services.facility.policy, origin).filter((check) => !check.ok)
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
  return storeDossier(context, found)
}

/** Keeps the SubjectPublicKeyInfo as an artifact; returns its SHA-256. */
function storePublicKey({ services }: Pick<StepContext, 'services'>, key: KeyAttributes): string {
  if (key.publicKey === null)
    throw fail('hsm-outcome-unknown', 'The token made a key but does not show its public half.')
  return services.facility.artifacts.put(key.publicKey).sha256
}

export function storeDossier({ services }: Pick<StepContext, 'services'>, key: KeyAttributes): string {
  const { publicKey, ...attributes } = key
  const spki = publicKey === null ? null : sha256Hex(publicKey)
  return services.facility.artifacts.put(utf8ToBytes(canonicalJson({ ...attributes, spki }))).sha256
}
