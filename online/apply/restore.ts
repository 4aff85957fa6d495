import { OperationError } from '../../shared/failure.ts'
import { putInPlace } from '../files/place.ts'
import type { TargetState } from '../state/journal.ts'
import { type ApplyContext, placeOf, type Spot } from './context.ts'
import { recordTarget, targetOf } from './journaling.ts'
import type { Observation } from './observation.ts'
import { reloadService } from './reload.ts'
import { nameOf, wordsOf } from './target.ts'

const TOUCHED: ReadonlySet<TargetState> = new Set<TargetState>([
  'swapping',
  'swapped',
  'reloaded',
  'verified',
  'restoring',
  'restore-failed',
])

/** Puts back what one target had, and reloads. A failure is recorded, not thrown: the others have to be put back too. */
export async function restoreTarget({ store, config, say }: ApplyContext, { region, target }: Spot): Promise<void> {
  const now = targetOf(store, region.name, target.name)
  if (!TOUCHED.has(now.state)) return
  recordTarget(store, region.name, target.name, { state: 'restoring' })
  say(`${region.name}/${target.name}: ${nameOf(now.from)} is put back`)
  const seen: Observation[] = []
  try {
    putInPlace(placeOf(target), now.to, now.from, store)
    seen.push({ ok: true, detail: `${nameOf(now.from)} was put back` })
    // Also when the files had not changed yet as far as is known: the service may have read some of the new ones.
    if (target.reload !== undefined) seen.push(await reloadService(target.reload, config.settings.command_timeout_ms))
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    seen.push({ ok: false, detail: `it could not be put back: ${wordsOf(error)}` })
  }
  const state = seen.every(({ ok }) => ok) ? 'restored' : 'restore-failed'
  recordTarget(store, region.name, target.name, { state }, seen)
}
