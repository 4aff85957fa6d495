import { join } from 'node:path'
import { utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { nextReview } from '../../../shared/audit/review.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { logContract, LogSummary, VerdictView } from '../../../shared/ipc/contract/log.ts'
import { parseEnvelope } from '../../../shared/ledger/envelope.ts'
import type { Handlers } from '../../../shared/ipc/operation.ts'
import { toInstant } from '../clock.ts'
import type { Desk } from '../desk.ts'
import type { FacilityConsole } from '../console.ts'
import { writeNewFile } from '../files/host-files.ts'
import { verifyRecord } from '../log/verify-facility.ts'
import type { FacilityVerdict } from '../log/verdict.ts'
import { personName } from '../log/wording.ts'
import { viewCheckpoint } from '../views/checkpoints.ts'
import { proofFile, viewEntry } from '../views/entry-view.ts'
import { logPlace, logRows } from '../views/log-rows.ts'

export function logHandlers(desk: Desk): Handlers<typeof logContract> {
  return {
    'log.summary': () => summarize(desk.session),
    'log.rows': ({ filter, offset, limit }) => logRows(desk.session, filter, offset, limit),
    'log.place': async ({ filter, index }) => ({ row: await logPlace(desk.session, filter, index) }),
    'log.entry': ({ index }) => viewEntry(desk.session, existing(desk.session, index)),
    'log.verify': () => verifyNow(desk.session),
    'log.review': async ({ remark, ...hand }) => {
      const { review, verdict } = await desk.session.engine.reviewLog(hand, remark)
      return { verdict: viewVerdict(verdict, review.time), entry: review.index }
    },
    'log.save': ({ index, what, folder }) => {
      const { facility } = desk.session
      existing(desk.session, index)
      const bytes = what === 'bytes' ? facility.store.entry(index).bytes : utf8ToBytes(proofFile(facility, index))
      const path = join(folder, `entry-${String(index)}.${what === 'bytes' ? 'json' : 'tlog-proof'}`)
      writeNewFile(path, bytes)
      return { path }
    },
  }
}

async function verifyNow({ facility }: FacilityConsole): Promise<VerdictView> {
  const verdict = await verifyRecord(facility.store.source(), facility.artifacts)
  return viewVerdict(verdict, toInstant(facility.clock.now()))
}

function viewVerdict({ problems, ...verdict }: FacilityVerdict, at: string): VerdictView {
  return { ...verdict, problems: [...problems], at }
}

function existing({ facility }: FacilityConsole, index: number): number {
  if (index < facility.store.size) return index
  throw fail(
    'invalid-request',
    `The log has ${String(facility.store.size)} entries; there is no entry ${String(index)}.`,
  )
}

function summarize({ facility }: FacilityConsole): ReturnType<Handlers<typeof logContract>['log.summary']> {
  const { store, state, artifacts } = facility
  const checkpoints = store.checkpoints()
  const last = checkpoints.at(-1)
  const kinds = new Set<string>()
  for (const { bytes } of store.read(0, store.size)) kinds.add(parseEnvelope(bytes).kind)
  return {
    size: store.size,
    checkpoints: checkpoints.length,
    artifacts: [...artifacts.list()].length,
    latest: last === undefined ? null : viewCheckpoint(facility, last.note),
    review: viewReview(state),
    runs: [...state.runs.values()].map((run) => ({ run: run.id, title: run.plan.title })),
    people: [...state.people.values()].map(({ id, name }) => ({ id, name })),
    kinds: [...kinds].toSorted(),
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
