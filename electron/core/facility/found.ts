import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fail } from '../../../shared/failure.ts'
import { applyEntry, foundState } from '../../../shared/facility/state.ts'
import type { EntryData, EntryKind } from '../../../shared/ledger/entries.ts'
import type { Person } from '../../../shared/people/person.ts'
import { type Policy, policyDigest } from '../../../shared/people/policy.ts'
import { type Clock, toInstant } from '../clock.ts'
import { writeNewFile } from '../files/host-files.ts'
import { createLogKey } from '../ledger/signer.ts'
import { LedgerStore } from '../ledger/store.ts'
import { SOFTWARE } from '../software.ts'
import { checkpointHead } from './checkpoints.ts'
import { type FacilityLayout, facilityLayout } from './layout.ts'
import { draftEntry, toLogEntry } from './entry-draft.ts'

export type FoundingToken = EntryData<'token-registered'>

export interface Founding {
  readonly name: string
  readonly mode: 'production' | 'practice'
  /** C2SP origin of the log: a schema-less URL-like name, unique to this facility. */
  readonly origin: string
  /** `keyFile` null: it is on the person's own media, or the credential is a card. */
  readonly people: readonly { readonly person: Person; readonly keyFile: Uint8Array | null }[]
  readonly policy: Policy
  readonly tokens: readonly FoundingToken[]
  /** Content of machine.json. */
  readonly machine: unknown
}

/** The folder must not exist or be empty, so that founding can never touch another facility. Throws facility-exists. */
export function prepareFacilityFolder(directory: string): FacilityLayout {
  const layout = facilityLayout(resolve(directory))
  if (existsSync(layout.root) && readdirSync(layout.root).length > 0) {
    throw fail('facility-exists', `${layout.root} is not empty. Nothing was changed.`, {
      remedy: 'Choose a new folder.',
    })
  }
  try {
    mkdirSync(layout.root, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw fail('file-not-writable', `The folder ${layout.root} cannot be made.`, {
      remedy: 'Choose a folder that you may write to.',
      cause,
    })
  }
  return layout
}

/** Writes the genesis: facility, people, policy, tokens, and the first checkpoint. The folder is prepared before. */
export function foundFacility(layout: FacilityLayout, founding: Founding, clock: Clock): void {
  mkdirSync(layout.artifacts, { recursive: true, mode: 0o700 })
  const signer = createLogKey(layout.logKey, founding.origin)
  for (const { person, keyFile } of founding.people) {
    const [credential] = person.credentials
    if (keyFile === null || credential === undefined) continue
    mkdirSync(dirname(layout.credential(credential.id)), { recursive: true, mode: 0o700 })
    writeNewFile(layout.credential(credential.id), keyFile)
  }
  writeFileSync(layout.machine, `${JSON.stringify(founding.machine, null, 2)}\n`, { flag: 'wx', mode: 0o600 })
  const store = LedgerStore.create(layout.ledger)
  try {
    const append = <K extends EntryKind>(kind: K, data: EntryData<K>): ReturnType<typeof toLogEntry> =>
      toLogEntry(store.append(draftEntry(kind, data, toInstant(clock.now()), {})).envelope)
    const state = foundState(
      append('facility-founded', {
        name: founding.name,
        mode: founding.mode,
        origin: founding.origin,
        logKey: signer.vkey,
        software: SOFTWARE,
      }),
    )
    const rest = [
      append('policy-adopted', { policy: founding.policy, digest: policyDigest(founding.policy) }),
      ...founding.people.map(({ person }) => append('person-enrolled', { person })),
      ...founding.tokens.map((token) => append('token-registered', token)),
    ]
    for (const entry of rest) {
      applyEntry(state, entry, () => {
        throw fail('log-inconsistent', 'A founding has no plan.')
      })
    }
    checkpointHead(store, signer)
  } finally {
    store.close()
  }
}
