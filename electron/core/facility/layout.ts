import { join } from 'node:path'

/** Where things lie inside a facility folder. The log and the artifacts are the record; the rest belongs to this machine or person. */
export interface FacilityLayout {
  readonly root: string
  readonly ledger: string
  readonly artifacts: string
  readonly logKey: string
  /** What the log replayed to when it was last closed, so that a long one can be looked at before it is replayed again. */
  readonly savedState: string
  /** PKCS#11 modules of this machine: paths and environment. Never part of a plan. */
  readonly machine: string
  /** Index files of inventories, made from the artifacts: never state. */
  readonly inventories: string
  readonly practiceHsm: string
  readonly practiceSecrets: string
  /** What the import gate refused, by SHA-256: kept for people to look at, never read by a parser. */
  readonly quarantine: string
  /** Of a credential that is kept here. */
  credential(id: string): string
}

export function facilityLayout(root: string): FacilityLayout {
  return {
    root,
    ledger: join(root, 'ledger.db'),
    artifacts: join(root, 'artifacts'),
    logKey: join(root, 'log-key.json'),
    savedState: join(root, 'saved-state'),
    machine: join(root, 'machine.json'),
    inventories: join(root, 'inventories'),
    practiceHsm: join(root, 'practice-hsm'),
    practiceSecrets: join(root, 'practice-secrets.json'),
    quarantine: join(root, 'quarantine'),
    credential: (id) => join(root, 'people', `${id}.key.json`),
  }
}
