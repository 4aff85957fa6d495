import { join } from 'node:path'
import { sha256Hex } from '../../../../shared/bytes.ts'
import { fail, OperationError } from '../../../../shared/failure.ts'
import type { ProposedKeyAct, StepOutput } from '../../../../shared/procedure/outputs.ts'
import { readFileCapped, writeNewFile } from '../../files/host-files.ts'
import { encodeSealedKey, SEALED_KEY_LIMIT } from '../../hsm/sealed-key.ts'
import { findKey } from '../issuers.ts'
import { findPlace } from '../key-place.ts'
import type { StepContext } from '../step-context.ts'
import { approvedKeyAct, proposeKeyAct } from './key-acts.ts'

/** Writes down which key is to be sealed for which token. Throws backup-not-allowed, key-not-found. */
export function prepareBackup(context: StepContext<'prepare-backup'>): ProposedKeyAct {
  const { step, facility } = context
  const key = findKey(facility, context.value(step.key))
  const { name: token } = context.token(step.token)
  findPlace(key, token)
  if (key.backup === 'none') {
    throw fail('backup-not-allowed', `The plan of the key ${key.name} said that it is never backed up.`, {
      remedy: 'Only a key that was generated with a backup in its plan can be backed up. Abort the run.',
    })
  }
  const { transportKey } = context.output(step['transport-key'], 'generate-transport-key')
  return proposeKeyAct(context, {
    act: 'back-up-key',
    key: key.name,
    spki: key.spki,
    token,
    target: transportKey.tokenName,
    transportKey: transportKey.spki,
  })
}

/** The approved key, wrapped for the approved target. The private key is never outside a token in the clear. */
export async function backUpKey(context: StepContext<'back-up-key'>): Promise<StepOutput<'back-up-key'>> {
  const { services, facility } = context
  const { artifacts } = services.facility
  const act = approvedKeyAct(context)
  const { token, tokenName, id } = findPlace(findKey(facility, act.key), act.token)
  const publicKey = artifacts.get(act.spki)
  const transportKey = artifacts.get(act.transportKey)
  const hsm = services.room.opened(token)
  services.progress(`Wrapping ${act.key} for ${act.target}`)
  const { effect, recovered } = await context.effect(
    { action: 'back-up-key', token, tokenName, id, name: act.key, key: act.spki, transportKey: act.transportKey },
    async () => {
      const backup = await changesNothing(hsm.call('key.back-up', { token, id, publicKey, transportKey }))
      return { action: 'back-up-key', sealed: artifacts.put(encodeSealedKey(backup, transportKey)).sha256 }
    },
  )
  return { key: act.key, sealed: effect.sealed, transportKey: act.transportKey, recovered }
}

/** A refusal of the token leaves nothing behind; only of a call without an answer nobody knows whether it was wrapped. */
async function changesNothing<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    const { failure } = error
    if (failure.code === 'hsm-stopped' || failure.code === 'hsm-timeout' || failure.code === 'hsm-outcome-unknown')
      throw error
    throw new OperationError({ ...failure, detail: { ...failure.detail, asked: 'refused' } }, { cause: error })
  }
}

/** Writes the backup to a medium and reads it back. Never overwrites. Throws file-exists, digest-mismatch, what the disk says. */
export function exportBackup(context: StepContext<'export-backup'>): StepOutput<'export-backup'> {
  const { input, step, services } = context
  if (input.kind !== 'folder') throw fail('invalid-request', 'This step wants the folder that the backup goes to.')
  const { key, sealed } = context.output(step.backup, 'back-up-key')
  const fileName = `${key}-${sealed.slice(0, 8)}.sealed-key.json`
  const path = join(input.path, fileName)
  writeNewFile(path, services.facility.artifacts.get(sealed))
  if (sha256Hex(readFileCapped(path, SEALED_KEY_LIMIT)) !== sealed) {
    throw fail('digest-mismatch', `What was written to ${path} is not the backup.`, {
      remedy: 'Take another medium and export again. Destroy this one.',
    })
  }
  return { fileName, destination: input.path, sealed }
}
