import { bytesToHex, sha256Hex } from '../../../../shared/bytes.ts'
import { fail } from '../../../../shared/failure.ts'
import { placeOn, type TransportKey } from '../../../../shared/facility/keys.ts'
import type { FacilityState } from '../../../../shared/facility/state.ts'
import type { KeyAct } from '../../../../shared/keys/key-act.ts'
import type { ProposedKeyAct, StepOutput } from '../../../../shared/procedure/outputs.ts'
import { readFileCapped } from '../../files/host-files.ts'
import { readSealedKey, sealedParts, SEALED_KEY_LIMIT } from '../../hsm/sealed-key.ts'
import { findKey } from '../issuers.ts'
import type { StepContext } from '../step-context.ts'
import { readBack } from './generate-key.ts'
import { approvedKeyAct, proposeKeyAct } from './key-acts.ts'

/**
 * Takes the file of a backup that the log knows, for a token that can open it.
 * Throws backup-invalid, key-exists (the token has a copy), key-not-found (its transport key was destroyed).
 */
export function prepareRestore(context: StepContext<'prepare-restore'>): ProposedKeyAct {
  const { input, step, services, facility } = context
  if (input.kind !== 'file') throw fail('invalid-request', 'This step wants the file of the backup.')
  const bytes = readFileCapped(input.path, SEALED_KEY_LIMIT)
  readSealedKey(bytes)
  const key = findKey(facility, context.value(step.key))
  const { name: token } = context.token(step.token)
  const sealed = sha256Hex(bytes)
  const backup = facility.backups.find((made) => made.sealed === sealed)
  if (backup?.key !== key.name) {
    throw fail('backup-invalid', `The log knows no such backup of ${key.name}.`, {
      remedy: 'Choose the file that the back-up ceremony of this facility wrote for this key.',
      detail: { sha256: sealed },
    })
  }
  findTransportKey(facility, backup.transportKey, token)
  if (placeOn(key, token) !== undefined) {
    throw fail('key-exists', `The token ${token} holds a copy of ${key.name} already.`, {
      remedy: 'Abort the run; nothing needs to be restored.',
    })
  }
  services.facility.artifacts.put(bytes)
  return proposeKeyAct(context, {
    act: 'restore-key',
    key: key.name,
    spki: key.spki,
    token,
    sealed,
    transportKey: backup.transportKey,
  })
}

/** Opens the approved backup inside the token, under a new CKA_ID that the intent names first; reads it back and tests it. */
export async function restoreKey(context: StepContext<'restore-key'>): Promise<StepOutput<'restore-key'>> {
  const { services, facility } = context
  const { artifacts } = services.facility
  const act: Extract<KeyAct, { act: 'restore-key' }> = approvedKeyAct(context)
  const key = findKey(facility, act.key)
  const { name: tokenName, ref: token } = context.token(act.token)
  const transport = findTransportKey(facility, act.transportKey, tokenName)
  const hsm = services.room.opened(token)
  const { random } = await hsm.call('random.generate', { token, length: 16 })
  const id = bytesToHex(random)
  const parts = sealedParts(readSealedKey(artifacts.get(act.sealed)))
  services.progress(`Restoring ${key.name} in ${tokenName}`)
  const { intent, effect, recovered } = await context.effect(
    {
      action: 'restore-key',
      token,
      tokenName,
      id,
      name: key.name,
      key: key.spki,
      algorithm: key.algorithm,
      sealed: act.sealed,
    },
    async () => {
      await hsm.call('key.restore', {
        token,
        id,
        label: key.name,
        ...parts,
        transportKey: { id: transport.id, publicKey: artifacts.get(transport.spki) },
        backup: 'none',
      })
      return { action: 'restore-key', spki: key.spki }
    },
  )
  const record = { name: key.name, token, tokenName, id: intent.id, algorithm: key.algorithm, spki: effect.spki }
  const dossier = await readBack(context, hsm, record, 'restored')
  await hsm.call('key.test', { token, id: intent.id, publicKey: artifacts.get(key.spki), algorithm: key.algorithm })
  return { key: record, dossier, sealed: act.sealed, recovered }
}

/** The living transport key that opens a backup. Throws key-not-found. */
function findTransportKey({ transportKeys }: FacilityState, spki: string, tokenName: string): TransportKey {
  const found = [...transportKeys.values()].find((key) => key.spki === spki && key.destroyedAt === null)
  if (found?.tokenName === tokenName) return found
  throw fail('key-not-found', `The token ${tokenName} does not hold the transport key of this backup.`, {
    remedy:
      found === undefined
        ? 'The transport key was destroyed: nobody can open this backup.'
        : `Only the token ${found.tokenName} can open this backup.`,
    detail: { spki },
  })
}
