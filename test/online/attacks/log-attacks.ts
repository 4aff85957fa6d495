import { LOG_ENTRY_PATH, LOG_POLICY_PATH, LOG_PROOF_PATH } from '../../../shared/handoff/names.ts'
import { utf8ToBytes } from '../../../shared/bytes.ts'
import { LOG, NAMES_LOG, recorded, type Recorded } from '../../electron/core/handoff/logged-fixture.ts'
import { filesOf, flipped, resigned } from '../../electron/core/handoff/verify-fixture.ts'
import { testSigner } from '../../support/note-signer.ts'
import { second } from '../world.ts'
import type { Attack, Files } from './attack.ts'

const plain = second(NAMES_LOG)

/** The good one, whose signing is in the log. */
export function loggedFiles(changes: Recorded = {}): Files {
  return filesOf(recorded(plain, changes))
}

function without(path: string): Files {
  const files = loggedFiles()
  files.delete(path)
  return files
}

const unlogged = (what: string, make: Attack['make']): Attack => ({ what, make, code: 'handoff-not-logged' })

/** Two pinned signers signed it: what is wrong is that nobody can find it in the log. */
export const LOG_ATTACKS: readonly Attack[] = [
  unlogged('signed in secret: no proof that the log has it', () => without(LOG_PROOF_PATH)),
  unlogged('signed in secret: no entry of the log', () => without(LOG_ENTRY_PATH)),
  unlogged('signed in secret, with the entry of another hand-off', () => loggedFiles({ manifest: 'ab'.repeat(32) })),
  unlogged('signed in secret, with an entry of another kind', () => loggedFiles({ kind: 'deviation-noted' })),
  unlogged('entry older than the hand-off', () => loggedFiles({ index: 41 })),
  unlogged('proof of a log with another key', () => loggedFiles({ signer: testSigner(LOG.name, 8) })),
  unlogged('proof of another log', () => {
    const other = testSigner('elsewhere.example/log', 9)
    return resigned(
      (_, files) => files.set(LOG_POLICY_PATH, utf8ToBytes(`log ${other.vkey}\nquorum none\n`)),
      undefined,
      recorded(plain, { signer: other }),
    )
  }),
  unlogged('one bit of the entry changed', () => {
    const files = loggedFiles()
    return files.set(LOG_ENTRY_PATH, flipped(files.get(LOG_ENTRY_PATH) ?? new Uint8Array()))
  }),
  unlogged('no log proof at all, but text', () => loggedFiles().set(LOG_PROOF_PATH, utf8ToBytes('it is there'))),
]
