import { type Failure, fail, OperationError } from '../../shared/failure.ts'
import type { ReceiptResult } from '../../shared/handoff/receipt.ts'
import type { Clock } from '../../electron/core/clock.ts'
import { toInstant } from '../../electron/core/clock.ts'
import { inOrder } from '../config/read.ts'
import { type ReceiverConfig, type StageName, STAGES } from '../config/schema.ts'
import { prunePlace } from '../files/place.ts'
import { readRelease, type Release } from '../release/release.ts'
import { writeReceipt, writeRefusal } from '../report/receipt.ts'
import type { WrittenReport } from '../report/signed-report.ts'
import { keepHandoff, keptRelease, pruneKept } from '../state/handoff-copies.ts'
import type { Journal } from '../state/journal.ts'
import type { Store } from '../state/store.ts'
import { verifyReceived } from '../trust/verify-received.ts'
import { accept } from './accept.ts'
import { CLOSED } from './breaker.ts'
import { type ApplyContext, placeOf } from './context.ts'
import { openJournal } from './journaling.ts'
import { preflight } from './preflight.ts'
import { changeRegion, rollRegionBack } from './stage.ts'

export interface Surroundings {
  readonly store: Store
  readonly config: ReceiverConfig
  readonly clock: Clock
  readonly say: (words: string) => void
}

export interface ApplyOutcome {
  readonly result: ReceiptResult
  readonly journal: Journal
  readonly receipt: WrittenReport
  /** Why it stopped. */
  readonly failure: Failure | null
}

export interface ApplyRequest {
  /** Folder or `.tar`; null goes on with what was begun. */
  readonly path: string | null
  readonly acceptLate: boolean
  /** Stages after this one are left for another time. */
  readonly until: StageName
  readonly closeBreaker: boolean
}

/** Verifies, remembers, and changes region by region, or goes on where an earlier call was stopped. The caller holds the lock. */
export async function applyHandoff(around: Surroundings, request: ApplyRequest): Promise<ApplyOutcome> {
  const { store } = around
  if (request.closeBreaker) {
    store.change((memory) => ({ ...memory, regions: memory.regions.map((one) => ({ ...one, ...CLOSED })) }))
  }
  if (store.memory.journal === null) await begin(around, request)
  else await refuseAnother(around, request)
  return goOn(around, request.until)
}

async function begin(around: Surroundings, { path, acceptLate, until }: ApplyRequest): Promise<void> {
  const { store, clock, config } = around
  if (path === null) throw fail('nothing-to-roll-back', 'Nothing was begun that could be gone on with.')
  const { report, container } = await verifyReceived(path, store.memory, { now: clock.now(), acceptLate })
  // The very bytes that were accepted last may be applied again: after a stop, or to put right what somebody changed.
  const problems = report.problems.filter(({ code }) => code !== 'handoff-replayed')
  const [first] = problems
  if (first !== undefined || container === null) {
    store.change((memory) => ({ ...memory, totals: { ...memory.totals, refused: memory.totals.refused + 1 } }))
    writeRefusal(store, { ...report, problems }, clock)
    throw fail(first?.code ?? 'handoff-malformed', first?.message ?? 'It cannot be unpacked.', {
      remedy: 'Nothing was changed. Take the receipt of the refusal back, and ask for the hand-off again.',
      detail: { problems: problems.map(({ code, message }) => `${code}: ${message}`) },
    })
  }
  const release = readRelease(container)
  await preflight({ ...around, release })
  const copy = keepHandoff(store, container, release)
  const startsEpoch = report.handoff?.startsEpoch ?? false
  store.change((memory) => ({
    ...accept(memory, { release, copy, startsEpoch, now: clock.now() }),
    journal: {
      kind: 'apply',
      handoff: release.position,
      state_digest: release.stateDigest,
      started_at: toInstant(clock.now()),
      reason: until === 'all' ? null : `It was asked to stop after the stage "${until}".`,
      stopped: null,
      stages: inOrder(config).map(({ name, targets }) => ({
        region: name,
        result: null,
        at: null,
        checks: [],
        targets: targets.map((target) => ({ target: target.name, state: 'waiting', from: null, to: null })),
      })),
    },
  }))
}

/** With something unfinished, only that can be gone on with. */
async function refuseAnother({ store, clock }: Surroundings, { path, acceptLate }: ApplyRequest): Promise<void> {
  const { handoff, kind } = openJournal(store)
  const begun = `${kind === 'apply' ? 'Applying' : 'Rolling back'} ${handoff.epoch}-${handoff.sequence}`
  if (path === null) return
  const { report } = await verifyReceived(path, store.memory, { now: clock.now(), acceptLate })
  if (kind === 'apply' && report.handoff?.manifestSha256 === handoff.manifest_sha256) return
  throw fail('receiver-unfinished', `${begun} was begun and is not finished.`, {
    remedy: 'Finish it with "conclave handoff apply --resume", or "conclave handoff rollback", then go on.',
  })
}

/** Everything that the journal still has to do, and then its receipt. */
export async function goOn(around: Surroundings, until: StageName): Promise<ApplyOutcome> {
  const context: ApplyContext = { ...around, release: await releaseOf(around) }
  const failure = await changeRegions(context, until)
  const { store, clock } = around
  const journal = openJournal(store)
  const left = journal.stages.some(({ result }) => result === null || result === 'stopped')
  const done = journal.kind === 'apply' ? 'applied' : 'rolled-back'
  const result: ReceiptResult = journal.stopped !== null || left ? 'stopped' : done
  const receipt = writeReceipt(store, journal, result, clock)
  store.change((memory) => ({
    ...memory,
    counter: memory.counter + 1,
    journal: null,
    last: memory.last === null ? null : { ...memory.last, result },
    totals: {
      ...memory.totals,
      applied: memory.totals.applied + Number(result === 'applied'),
      stopped: memory.totals.stopped + Number(result === 'stopped'),
      rolled_back: memory.totals.rolled_back + Number(result === 'rolled-back'),
    },
  }))
  tidy(around)
  return { result, journal, receipt, failure }
}

async function changeRegions(context: ApplyContext, until: StageName): Promise<Failure | null> {
  const { store, config } = context
  const isRollback = openJournal(store).kind === 'rollback'
  const regions = isRollback ? inOrder(config).toReversed() : inOrder(config)
  const last = STAGES.indexOf(until)
  let failure: Failure | null = null
  for (const region of regions) {
    if (!openJournal(store).stages.some((stage) => stage.region === region.name)) continue
    if (!isRollback && STAGES.indexOf(region.stage) > last) continue
    const found = await (isRollback ? rollRegionBack : changeRegion)(context, region)
    failure ??= found
    if (failure !== null && !isRollback) break
  }
  return failure
}

/** Of a rollback: the hand-off that comes back, if there is one. */
async function releaseOf({ store }: Surroundings): Promise<Release | null> {
  const { memory } = store
  const wanted = openJournal(store).kind === 'apply' ? memory.last : memory.before
  return wanted === null ? null : keptRelease(store, wanted)
}

/** Leftovers take room and do no harm: what cannot be removed now is removed the next time. */
function tidy({ store, config }: Surroundings): void {
  try {
    for (const region of config.regions) {
      const known = store.memory.regions.find((one) => one.region === region.name)
      for (const target of region.targets) {
        const remembered = known?.targets.find((one) => one.target === target.name)
        prunePlace(placeOf(target), [remembered?.current ?? null, remembered?.previous ?? null])
      }
    }
    pruneKept(store)
  } catch (error) {
    if (!(error instanceof OperationError) && !(error instanceof Error && 'code' in error)) throw error
  }
}
