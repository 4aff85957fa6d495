import { constants, copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail, OperationError } from '../../../shared/failure.ts'
import { type ArtifactShelf, ArtifactStore } from '../facility/artifacts.ts'
import { type FacilityLayout, facilityLayout } from '../facility/layout.ts'
import { writeFailure } from '../files/disk-failure.ts'
import type { LedgerReader } from '../ledger/reader.ts'
import { LedgerStore } from '../ledger/store.ts'

const TRIES = 5

/** A facility to look at: nothing in its folder is written, locked or made, not even by SQLite. */
export interface FacilitySnapshot {
  readonly layout: FacilityLayout
  readonly store: LedgerReader
  readonly artifacts: ArtifactShelf
  close(): void
}

/**
 * Copies ledger.db and its write-ahead log into a private temporary folder and opens the copy: SQLite writes beside every
 * WAL database that it opens, and a facility may be evidence, on read-only media, or open in another program. Throws
 * facility-not-found, facility-damaged, facility-in-use (it was written to all the time), disk-full.
 */
export function openSnapshot(directory: string): FacilitySnapshot {
  const layout = facilityLayout(directory)
  if (!existsSync(layout.ledger)) {
    throw fail('facility-not-found', `There is no facility in ${directory}.`, {
      remedy: 'Choose the folder that holds ledger.db.',
    })
  }
  const folder = mkdtempSync(join(tmpdir(), 'conclave-log-'))
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const copy = join(folder, 'ledger.db')
    copySettled(layout.ledger, copy)
    const store = LedgerStore.open(copy, { readOnly: true })
    return {
      layout,
      store,
      artifacts: new ArtifactStore(layout.artifacts),
      close: () => {
        store.close()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error instanceof OperationError ? error : writeFailure(error, 'A temporary copy of the log')
  }
}

/** Both files as they stood at one moment: a writer may be at work, so what changed meanwhile is copied again. */
function copySettled(ledger: string, copy: string): void {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const before = stampOf(ledger)
    rmSync(`${copy}-wal`, { force: true })
    copyFileSync(ledger, copy, constants.COPYFILE_FICLONE)
    if (existsSync(`${ledger}-wal`)) copyFileSync(`${ledger}-wal`, `${copy}-wal`, constants.COPYFILE_FICLONE)
    if (stampOf(ledger) === before) return
  }
  throw fail('facility-in-use', 'Another program writes to this facility without a pause.', {
    remedy: 'Wait until its step is done, then try again.',
  })
}

function stampOf(ledger: string): string {
  return [ledger, `${ledger}-wal`]
    .map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }))
    .map((status) =>
      status === undefined ? '-' : `${String(status.ino)} ${String(status.size)} ${String(status.mtimeNs)}`,
    )
    .join('; ')
}
