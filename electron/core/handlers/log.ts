import { join } from 'node:path'
import { utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { nextReview } from '../../../shared/audit/review.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { logContract, logReadContract, LogSummary, VerdictView } from '../../../shared/ipc/contract/log.ts'
import type { Handlers } from '../../../shared/ipc/operation.ts'
import { type Clock, toInstant } from '../clock.ts'
import type { Desk } from '../desk.ts'
import { Explorer } from '../explorer/explorer.ts'
import type { FacilityRecord } from '../facility/record.ts'
import { packRecord } from './package.ts'
import { storyHandlers } from './stories.ts'
import { writeNewFile } from '../files/host-files.ts'
import { assertOutside } from '../files/outside.ts'
import { type Examined, verifyRecord } from '../log/verify-facility.ts'
import type { FacilityVerdict } from '../log/verdict.ts'
import { personName } from '../log/wording.ts'
import { viewCheckpoint } from '../views/checkpoints.ts'
import { proofFile, viewEntry } from '../views/entry-view.ts'
import { logPlace, logRows } from '../views/log-rows.ts'

export function logHandlers(desk: Desk): Handlers<typeof logContract> {
  return {
    ...logReadHandlers({
      record: () => desk.session.facility,
      folder: null,
      examined: () => null,
      artifacts: () => desk.session.facility.layout.artifacts,
      verify: (progress) => {
        const { store, artifacts } = desk.session.facility
        return verifyRecord(store.source(), artifacts, { progress })
      },
      progress: desk.events.progress,
      clock: desk.options.clock,
    }),
    'log.save': (request) => {
      const { facility } = desk.session
      // A proof needs a checkpoint that covers its entry.
      if (request.what === 'proof') facility.checkpointIfGrown()
      return saveEntry(facility, request)
    },
    'log.review': async ({ remark, ...hand }) => {
      const { review, verdict } = await desk.session.engine.reviewLog(hand, remark)
      return { verdict: viewVerdict(verdict, review.time), entry: review.index }
    },
  }
}

/** Where the record comes from that these operations read. */
export interface ReadRecord {
  readonly record: () => FacilityRecord
  /** In which nothing may be written, not even at a person's wish; null where that is no matter. */
  readonly folder: (() => string) | null
  readonly verify: (progress: (done: number) => void) => Promise<FacilityVerdict>
  /** What the last verification found of the log as it is; null: none was done. */
  readonly examined: () => (Examined & { readonly at: number }) | null
  /** Where the artifacts lie. */
  readonly artifacts: () => string
  readonly progress: (text: string, done: number, total: number) => void
  readonly clock: Clock
}

export function logReadHandlers(read: ReadRecord): Handlers<typeof logReadContract> {
  return {
    ...storyHandlers(read.record),
    'log.summary': () => summarize(read),
    'log.rows': ({ filter, offset, limit }) => logRows(read.record(), filter, offset, limit),
    'log.place': async ({ filter, index }) => ({ row: await logPlace(read.record(), filter, index) }),
    'log.entry': ({ index }) => viewEntry(read.record(), existing(read.record(), index)),
    'log.verify': () => verifyNow(read),
    'log.package': (request) => packRecord(read, request),
    'log.save': (request) => {
      if (read.folder !== null) assertOutside(request.folder, read.folder())
      return saveEntry(read.record(), request)
    },
  }
}

type Save = Parameters<Handlers<typeof logReadContract>['log.save']>[0]

function saveEntry(record: FacilityRecord, { index, what, folder }: Save): { path: string } {
  existing(record, index)
  const bytes = what === 'bytes' ? record.store.bytesOf(index) : proofBytes(record, index)
  const path = join(folder, `entry-${String(index)}.${what === 'bytes' ? 'json' : 'tlog-proof'}`)
  writeNewFile(path, bytes)
  return { path }
}

function proofBytes(record: FacilityRecord, index: number): Uint8Array {
  const proof = proofFile(record, index)
  if (proof !== null) return utf8ToBytes(proof)
  throw fail('invalid-request', `No checkpoint covers entry ${String(index)}: nobody has signed for it yet.`, {
    remedy: 'Ask for a copy that was made after the facility was closed.',
  })
}

/** Tells ten times a second at most how far it is. */
const SAID_EVERY = 100

async function verifyNow({ record, verify, progress, clock }: ReadRecord): Promise<VerdictView> {
  const { size } = record().store
  let said = Number.NEGATIVE_INFINITY
  const verdict = await verify((done) => {
    if (performance.now() - said < SAID_EVERY) return
    said = performance.now()
    progress(`Verified ${done.toLocaleString('en')} of ${size.toLocaleString('en')} entries`, done, size)
  })
  return viewVerdict(verdict, toInstant(clock.now()))
}

export function viewVerdict({ problems, notes, ...verdict }: FacilityVerdict, at: string): VerdictView {
  return { ...verdict, problems: [...problems], notes: [...notes], at }
}

function existing(facility: FacilityRecord, index: number): number {
  if (index < facility.store.size) return index
  throw fail(
    'invalid-request',
    `The log has ${String(facility.store.size)} entries; there is no entry ${String(index)}.`,
  )
}

async function summarize({ record, examined }: ReadRecord): Promise<LogSummary> {
  const facility = record()
  const found = examined()
  const { store, state, artifacts } = facility
  const newest = store.lastCheckpoint()
  const last = newest === null ? null : store.checkpoint(newest.size)
  const kinds = await Explorer.of(facility).kinds()
  return {
    size: store.size,
    checkpoints: store.checkpointCount,
    artifacts: [...artifacts.list()].length,
    latest: last === null ? null : viewCheckpoint(facility, last.note),
    examined: found === null ? null : viewVerdict(found.verdict, toInstant(found.at)),
    review: viewReview(state),
    runs: [...state.runs.values()].map((run) => ({ run: run.id, title: run.plan.title })),
    roles: [...new Set([...state.people.values()].flatMap(({ roles }) => roles))].toSorted(),
    keys: [...state.keys.keys()],
    certificates: state.certificates.map(({ certificate, subject, serial, index }) => ({
      certificate,
      subject,
      serial,
      entry: index,
    })),
    incidents: [...state.runs.values()]
      .filter(({ plan }) => 'playbook' in plan.definition)
      .map((run) => ({ run: run.id, title: run.plan.title })),
    people: [...state.people.values()].map(({ id, name }) => ({ id, name })),
    kinds: kinds.toSorted(),
  }
}

function viewReview(state: FacilityState): LogSummary['review'] {
  const last = state.reviews.at(-1)
  return {
    last:
      last === undefined ? null : { by: personName(state, last.statement.person), at: last.time, entry: last.index },
    due: toInstant(nextReview(state.reviews, state.foundedAt)),
  }
}
