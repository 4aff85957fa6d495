import { fail } from '../failure.ts'
import type { TokenRef } from '../ipc/hsm-contract.ts'
import type { EntryOf } from '../ledger/entries.ts'
import type { KeyRecord, TransportKeyRecord } from '../procedure/outputs.ts'
import { outputOf, type RunState, type StepState } from '../procedure/run-state.ts'

/** One copy of a key: a key that was restored from a backup is on two tokens. */
export interface KeyPlace {
  readonly token: TokenRef
  readonly tokenName: string
  readonly id: string
  readonly origin: 'generated' | 'restored'
  readonly since: string
  destroyedAt: string | null
}

/** `token`, `tokenName` and `id` are those where it was made. */
export interface FacilityKey extends KeyRecord {
  readonly run: string
  readonly madeAt: string
  /** Of the entry that says that it was made. */
  readonly index: number
  readonly dossier: string
  /** Whether its plan said that it may be backed up. */
  readonly backup: 'none' | 'wrap'
  readonly places: KeyPlace[]
}

export interface TransportKey extends TransportKeyRecord {
  readonly run: string
  readonly madeAt: string
  /** Of the entry that says that it was made. */
  readonly index: number
  destroyedAt: string | null
}

/** A backup that was made: `sealed` and `transportKey` are SHA-256. */
export interface KeyBackup {
  readonly key: string
  readonly sealed: string
  readonly transportKey: string
  readonly run: string
  readonly madeAt: string
  /** Of the entry that says that it was made. */
  readonly index: number
}

export interface KeyStore {
  /** By name. */
  readonly keys: Map<string, FacilityKey>
  readonly transportKeys: Map<string, TransportKey>
  readonly backups: KeyBackup[]
}

export function livingPlaces({ places }: FacilityKey): KeyPlace[] {
  return places.filter(({ destroyedAt }) => destroyedAt === null)
}

/** The copy on a token, by the token's name in plans. */
export function placeOn(key: FacilityKey, tokenName: string): KeyPlace | undefined {
  return livingPlaces(key).find((place) => place.tokenName === tokenName)
}

/** Whether this facility has a living copy of the key under this id of this token. */
export function isPlace(key: FacilityKey, token: TokenRef, id: string): boolean {
  return livingPlaces(key).some(
    (place) => place.id === id && place.token.label === token.label && place.token.serial === token.serial,
  )
}

/** Keys with a copy that was not destroyed, transport keys too. */
export function livingKeyNames({ keys, transportKeys }: KeyStore): string[] {
  const living = [...keys.values()].filter((key) => livingPlaces(key).length > 0)
  const transport = [...transportKeys.values()].filter(({ destroyedAt }) => destroyedAt === null)
  return [...living, ...transport].map(({ name }) => name)
}

export function isKeyNameTaken({ keys, transportKeys }: KeyStore, name: string): boolean {
  return keys.has(name) || transportKeys.has(name)
}

/** What the end of a step with keys changes. Throws log-inconsistent for a key that is not there. */
export function applyKeyStep(store: KeyStore, run: RunState, { step }: StepState, entry: EntryOf<'step-done'>): void {
  const made = { run: run.id, madeAt: entry.time, index: entry.index }
  switch (step.kind) {
    case 'generate-key': {
      const { key, dossier, backup } = outputOf(run, step.id, 'generate-key')
      store.keys.set(key.name, { ...key, ...made, dossier, backup, places: [placeOf(key, 'generated', entry)] })
      return
    }
    case 'generate-transport-key': {
      const { transportKey } = outputOf(run, step.id, 'generate-transport-key')
      store.transportKeys.set(transportKey.name, { ...transportKey, ...made, destroyedAt: null })
      return
    }
    case 'back-up-key': {
      const { key, sealed, transportKey } = outputOf(run, step.id, 'back-up-key')
      store.backups.push({ key, sealed, transportKey, ...made })
      return
    }
    case 'restore-key': {
      const { key } = outputOf(run, step.id, 'restore-key')
      known(store.keys.get(key.name), entry).places.push(placeOf(key, 'restored', entry))
      return
    }
    case 'destroy-key':
      applyDestruction(store, run, step.id, entry)
      return
    default:
  }
}

function applyDestruction(store: KeyStore, run: RunState, step: string, entry: EntryOf<'step-done'>): void {
  const { key: name, tokenName } = outputOf(run, step, 'destroy-key')
  const key = store.keys.get(name)
  const gone = known(key === undefined ? store.transportKeys.get(name) : placeOn(key, tokenName), entry)
  gone.destroyedAt = entry.time
}

function placeOf(
  { token, tokenName, id }: KeyRecord,
  origin: KeyPlace['origin'],
  { time }: EntryOf<'step-done'>,
): KeyPlace {
  return { token, tokenName, id, origin, since: time, destroyedAt: null }
}

function known<T>(found: T | undefined, { index, kind }: EntryOf<'step-done'>): T {
  if (found !== undefined) return found
  throw fail('log-inconsistent', `Entry ${String(index)} (${kind}) names a key that is not there.`, {
    detail: { index },
  })
}
