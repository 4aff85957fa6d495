import { fail } from '../../shared/failure.ts'
import { toInstant } from '../../electron/core/clock.ts'
import { inOrder } from '../config/read.ts'
import { keptRelease } from '../state/handoff-copies.ts'
import type { JournalStage } from '../state/journal.ts'
import { changeJournal } from './journaling.ts'
import { type ApplyOutcome, goOn, type Surroundings } from './run.ts'

export interface RollbackRequest {
  readonly reason: string
  /** Only this region; null: all that have the hand-off. */
  readonly region: string | null
  /** People know that what was revoked or distrusted will be believed again. */
  readonly believeAgain: boolean
}

const TAKES_AWAY = new Set(['revoke', 'distrust', 'remove_anchor', 'disable_issuer', 'taint_issuer'])

/**
 * Puts back what every region had before the last hand-off. The hand-off stays the last that was accepted: an older one is never accepted
 * after it. What is being applied is stopped and put back first. Fails with `nothing-to-roll-back`, and with `rollback-refused` when the
 * hand-off took trust away.
 */
export async function rollBack(around: Surroundings, request: RollbackRequest): Promise<ApplyOutcome> {
  const { store } = around
  await refuseBelievingAgain(around, request)
  const begun = store.memory.journal
  if (begun?.kind === 'rollback') return goOn(around, 'all')
  if (begun !== null) {
    const stopped = begun.stopped ?? `rolled back: ${request.reason}`.slice(0, 500)
    changeJournal(store, (journal) => ({ ...journal, stopped }))
    const outcome = await goOn(around, 'all')
    if (stagesToRollBack(around, request).length === 0) return outcome
  }
  const stages = stagesToRollBack(around, request)
  const { last } = store.memory
  if (last === null || stages.length === 0) {
    throw fail('nothing-to-roll-back', 'No region has a hand-off that could be rolled back.', {
      remedy: '"conclave handoff status" says what each region has.',
    })
  }
  store.change((memory) => ({
    ...memory,
    journal: {
      kind: 'rollback',
      handoff: { epoch: last.epoch, sequence: last.sequence, manifest_sha256: last.manifest_sha256 },
      state_digest: last.state_digest,
      started_at: toInstant(around.clock.now()),
      reason: request.reason,
      stopped: null,
      stages,
    },
  }))
  return goOn(around, 'all')
}

/** Only what the last hand-off changed is put back, and only once. */
function stagesToRollBack({ store, config }: Surroundings, { region: only }: RollbackRequest): JournalStage[] {
  const { last, regions } = store.memory
  return inOrder(config).flatMap((region) => {
    const known = regions.find((one) => one.region === region.name)
    if (known === undefined || last === null || (only !== null && only !== region.name)) return []
    const targets = known.targets.filter(
      ({ target, current }) =>
        current?.handoff?.manifest_sha256 === last.manifest_sha256 &&
        region.targets.some(({ name }) => name === target),
    )
    if (targets.length === 0) return []
    const moves = region.targets.flatMap(({ name }) => {
      const found = targets.find(({ target }) => target === name)
      return found === undefined
        ? []
        : [{ target: name, state: 'waiting' as const, from: found.current, to: found.previous }]
    })
    return [{ region: region.name, result: null, at: null, checks: [], targets: moves }]
  })
}

async function refuseBelievingAgain({ store }: Surroundings, { believeAgain }: RollbackRequest): Promise<void> {
  const { last } = store.memory
  if (last === null || believeAgain) return
  const { manifest } = await keptRelease(store, last)
  const taken = manifest.actions.filter(({ kind }) => TAKES_AWAY.has(kind))
  if (taken.length === 0) return
  throw fail('rollback-refused', `The hand-off takes trust away: ${taken.map(({ kind }) => kind).join(', ')}.`, {
    remedy: 'Rolled back, what is revoked or distrusted would be believed again. If that is meant: --believe-again.',
    detail: { actions: taken.map(({ kind, target }) => `${kind} ${target}`) },
  })
}
