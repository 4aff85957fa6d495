import { setImmediate } from 'node:timers/promises'
import { resolve } from 'node:path'
import { bytesToHex } from '../../../shared/bytes.ts'
import { fail, OperationError } from '../../../shared/failure.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import { type Checkpoint, parseCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import { parseNote } from '../../../shared/ledger/note.ts'
import type { TrustPolicy } from '../../../shared/ledger/trust-policy.ts'
import { type LogSource, LogVerifier } from '../../../shared/ledger/verify.ts'
import type { ArtifactShelf } from '../facility/artifacts.ts'
import { nativeSha256 } from '../ledger/native-sha256.ts'
import { nativeEd25519 } from '../ledger/native-verifier.ts'
import { FacilityAuditor, type FacilityProblem } from './facility-auditor.ts'
import { exportedLogIn, openExportedLog } from './exported-log.ts'
import { readAhead } from './read-ahead.ts'
import { openSnapshot } from './snapshot.ts'
import { facilityVerdict, type FacilityVerdict } from './verdict.ts'

export interface VerifyFacilityOptions {
  /** A checkpoint from outside the facility, as it was printed or kept: a signed note, or its three lines alone. */
  readonly from?: string | undefined
  /** Whose logs and cosignatures are trusted, from outside the facility (C2SP tlog-policy). */
  readonly policy?: TrustPolicy | undefined
  /** Entries that an export leaves out. */
  readonly withheld?: number
  /** Called now and then with the entries done so far. */
  readonly progress?: ((done: number) => void) | undefined
}

/** Entries between two moments at which other work of the process may go on. */
const BREATH = 200

/**
 * Verifies a facility that lies in a folder, or an export of its log (C2SP tlog-tiles), without writing to it, locking it or believing it. What is wrong is in the
 * verdict; throws only when there is nothing to verify: facility-not-found, facility-damaged for what is no database,
 * facility-in-use, and invalid-request for a `from` that is no checkpoint.
 */
export async function verifyFacility(directory: string, options: VerifyFacilityOptions = {}): Promise<FacilityVerdict> {
  const exported = exportedLogIn(resolve(directory))
  if (exported !== null) {
    const { source, artifacts, withheld } = openExportedLog(exported)
    return verifyRecord(source, artifacts, { ...options, withheld: withheld.length })
  }
  const snapshot = openSnapshot(resolve(directory))
  try {
    return await verifyRecord(snapshot.store.source(), snapshot.artifacts, options)
  } finally {
    snapshot.close()
  }
}

/** The same for a log that is open already. Entries that are appended meanwhile may or may not be part of it. */
export async function verifyRecord(
  source: LogSource,
  artifacts: ArtifactShelf,
  options: VerifyFacilityOptions = {},
): Promise<FacilityVerdict> {
  return (await examineRecord(source, artifacts, options)).verdict
}

export interface Examined {
  readonly verdict: FacilityVerdict
  /** What the entries replayed to, as far as they did; null when not even the first one was readable. */
  readonly state: FacilityState | null
}

/** The same, and what the log replays to. */
export async function examineRecord(
  source: LogSource,
  artifacts: ArtifactShelf,
  options: VerifyFacilityOptions = {},
): Promise<Examined> {
  const from = options.from === undefined ? null : readAnchor(options.from)
  const auditor = new FacilityAuditor(artifacts, rootsOf(source.checkpoints))
  const verifier = new LogVerifier(source.checkpoints, {
    sha256: nativeSha256,
    ed25519: nativeEd25519,
    collectKeys: (envelope) => auditor.take(envelope),
    ...(from === null ? {} : { from: { size: from.size, root: from.root } }),
    ...(options.policy === undefined ? {} : { policy: options.policy }),
  })
  await pushAll(source, verifier, options.progress)
  const log = verifier.finish()
  const problems = [...auditor.problems, ...foreign(from, auditor)]
  const orphans = artifacts.list().filter((digest) => !auditor.named.has(digest))
  const whole = [...auditor.named.values()].filter((isWhole) => isWhole).length
  const { state } = auditor
  const verdict = facilityVerdict({
    log,
    problems,
    state,
    artifacts: whole,
    orphans,
    anchored: from?.size ?? null,
    withheld: options.withheld ?? 0,
  })
  return { verdict, state }
}

async function pushAll(
  source: LogSource,
  verifier: LogVerifier,
  progress: ((done: number) => void) | undefined,
): Promise<void> {
  let done = 0
  try {
    for await (const records of readAhead(source.entries)) {
      for (const record of records) {
        verifier.push(record)
        done += 1
        if (done % BREATH !== 0) continue
        progress?.(done)
        await setImmediate()
      }
    }
  } catch (error) {
    // A database too damaged to be read any further is a finding, too.
    if (!(error instanceof OperationError) || error.code !== 'facility-damaged') throw error
    verifier.unreadable(error.failure.message)
  }
}

function foreign(from: Checkpoint | null, auditor: FacilityAuditor): FacilityProblem[] {
  const origin = auditor.state?.founded.origin
  if (from === null || origin === undefined || origin === from.origin) return []
  return [
    {
      index: 0,
      code: 'checkpoint-foreign',
      message: `The checkpoint that was given is of another log, "${from.origin}".`,
    },
  ]
}

/** Those that can be read; the verifier reports the others. */
function rootsOf(notes: readonly string[]): ReadonlyMap<number, string> {
  const roots = new Map<number, string>()
  for (const note of notes) {
    try {
      const { size, root } = parseCheckpoint(parseNote(note).text)
      roots.set(size, bytesToHex(root))
    } catch (error) {
      if (!(error instanceof OperationError)) throw error
    }
  }
  return roots
}

function readAnchor(text: string): Checkpoint {
  try {
    return parseCheckpoint(text.includes('\n\n') ? parseNote(text).text : `${text.trimEnd()}\n`)
  } catch (cause) {
    throw fail('invalid-request', 'What was given as a checkpoint is not one.', {
      remedy:
        'A checkpoint has three lines: the name of the log, the number of entries, and the root in base64; signatures may follow after an empty line.',
      cause,
    })
  }
}
