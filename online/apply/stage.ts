import { type Failure, fail, OperationError } from '../../shared/failure.ts'
import type { StageResult } from '../../shared/handoff/receipt.ts'
import { toInstant } from '../../electron/core/clock.ts'
import type { Region, Target } from '../config/schema.ts'
import type { Generation, Journal, JournalStage } from '../state/journal.ts'
import type { Memory, RememberedRegion } from '../state/memory.ts'
import { afterFailure, breakerState, CLOSED } from './breaker.ts'
import type { ApplyContext } from './context.ts'
import { changeJournal, changeStage, openJournal, recordTarget, stageOf } from './journaling.ts'
import { restoreTarget } from './restore.ts'
import { moveTarget } from './target.ts'

/** Changes one region, target by target. When one fails, everything of this region is put back. Returns why it failed, or null. */
export async function changeRegion(context: ApplyContext, region: Region): Promise<Failure | null> {
  const { store } = context
  if (stageOf(store, region.name).result !== null) return null
  if (openJournal(store).stopped !== null) return putBack(context, region)
  try {
    refuseOpenBreaker(context, region)
    for (const target of moving(context, region)) await moveTarget(context, { region, target })
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    const { failure } = error
    // Durable before anything is put back: after a stop the way is back, not forward.
    changeJournal(store, (journal) => ({ ...journal, stopped: `${failure.code}: ${failure.message}`.slice(0, 500) }))
    return putBack(context, region, failure)
  }
  settle(context, region, 'applied')
  return null
}

/** The way back is gone to its end, whatever fails on it: nothing newer is put in place again. Returns the first failure. */
export async function rollRegionBack(context: ApplyContext, region: Region): Promise<Failure | null> {
  const { store } = context
  if (stageOf(store, region.name).result !== null) return null
  let first: Failure | null = null
  for (const target of moving(context, region).toReversed()) {
    try {
      await moveTarget(context, { region, target })
    } catch (error) {
      if (!(error instanceof OperationError)) throw error
      first ??= error.failure
      // A service that does not answer well has its old files all the same.
      const state = error.code === 'probe-failed' ? 'verified' : 'restore-failed'
      recordTarget(store, region.name, target.name, { state }, [{ ok: false, detail: error.failure.message }])
    }
  }
  const failed = stageOf(store, region.name).targets.some(({ state }) => state === 'restore-failed')
  settle(context, region, failed ? 'stopped' : 'rolled-back')
  return first
}

/** The targets of the region that the journal moves, as the configuration has them. */
function moving({ store }: ApplyContext, region: Region): readonly Target[] {
  const { targets } = stageOf(store, region.name)
  return region.targets.filter(({ name }) => targets.some(({ target }) => target === name))
}

async function putBack(context: ApplyContext, region: Region, failure?: Failure): Promise<Failure> {
  for (const target of moving(context, region).toReversed()) await restoreTarget(context, { region, target })
  settle(context, region, 'stopped')
  const stopped = openJournal(context.store).stopped ?? ''
  return failure ?? fail('target-failed', stopped).failure
}

function refuseOpenBreaker({ store, clock }: ApplyContext, region: Region): void {
  const known = store.memory.regions.find((one) => one.region === region.name)
  if (known === undefined || breakerState(known, clock.now()) !== 'open') return
  throw fail(
    'breaker-open',
    `${region.name} failed ${known.failures} times in a row and is left alone until ${known.open_until ?? ''}.`,
    { remedy: 'Find out why, then wait or apply with --close-breaker.' },
  )
}

/** The stage is over: what the region has now, and its breaker, in the same write as the result. */
function settle({ store, clock, config }: ApplyContext, { name }: Region, result: StageResult): void {
  const at = toInstant(clock.now())
  changeStage(
    store,
    name,
    (stage) => ({ ...stage, result, at }),
    (memory) => {
      const known = memory.regions.find((one) => one.region === name)
      const stage = memory.journal?.stages.find((one) => one.region === name)
      const kind = memory.journal?.kind
      if (stage === undefined || kind === undefined) return memory
      const breaker = known ?? CLOSED
      const wasTried = stage.targets.some(({ state }) => state !== 'waiting')
      const counted =
        result === 'stopped' ? (wasTried ? afterFailure(breaker, config.settings, clock.now()) : breaker) : CLOSED
      const { failures, open_until } = kind === 'apply' ? counted : breaker
      return withRegion(memory, { ...regionAfter(stage, known, result, kind, at), failures, open_until })
    },
  )
}

/** After a stop every target has what it had; after anything else, what the journal says of it. */
function regionAfter(
  { region, targets }: JournalStage,
  known: RememberedRegion | undefined,
  result: StageResult,
  kind: Journal['kind'],
  at: string,
): Omit<RememberedRegion, 'failures' | 'open_until'> {
  const remembered = known?.targets ?? []
  if (result === 'stopped' && kind === 'apply')
    return { region, result, at, installed: known?.installed ?? null, targets: [...remembered] }
  const done = targets.filter(({ state }) => state !== 'restore-failed')
  const others = remembered.filter((one) => !done.some(({ target }) => target === one.target))
  const after = [
    ...done.map(({ target, from, to }) => ({ target, current: to, previous: previousOf(known, target, from, to) })),
    ...others,
  ]
  const installed = after.map(({ current }) => current?.handoff ?? null)
  // A region has a hand-off when all of its targets do.
  const isOne = installed.every((one) => one?.manifest_sha256 === installed[0]?.manifest_sha256)
  return { region, result, at, installed: isOne ? (installed[0] ?? null) : null, targets: after }
}

/** What is put in place a second time does not become its own predecessor. */
function previousOf(
  known: RememberedRegion | undefined,
  target: string,
  from: Generation | null,
  to: Generation | null,
): Generation | null {
  if (from === null || from.id !== to?.id) return from
  return known?.targets.find((one) => one.target === target)?.previous ?? null
}

function withRegion(memory: Memory, region: RememberedRegion): Memory {
  const others = memory.regions.filter((one) => one.region !== region.region)
  return { ...memory, regions: [...others, region].toSorted((a, b) => (a.region < b.region ? -1 : 1)) }
}
