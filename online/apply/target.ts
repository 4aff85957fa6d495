import { fail } from '../../shared/failure.ts'
import { keepsOld, prepareFiles, verifyConsumer } from '../drivers/table.ts'
import { makeGeneration, merged } from '../files/generation.ts'
import { adopt, isInPlace, putInPlace, servedFolder } from '../files/place.ts'
import type { Generation } from '../state/journal.ts'
import { runCommand } from './command.ts'
import { type ApplyContext, placeOf, type Spot, toolsOf } from './context.ts'
import { openJournal, recordTarget, targetOf } from './journaling.ts'
import type { Observation } from './observation.ts'
import { probeService, runProbe } from './probe.ts'
import { reloadService } from './reload.ts'
import { untilWell } from './retry.ts'

/**
 * Takes one target from the state that the journal has of it to `verified`. Fails with `target-not-ready`, `target-failed` or
 * `probe-failed`; putting back is the caller's.
 */
export async function moveTarget(context: ApplyContext, spot: Spot): Promise<void> {
  const { store } = context
  const names = [spot.region.name, spot.target.name] as const
  const state = (): string => targetOf(store, ...names).state
  if (state() === 'waiting') await prepareTarget(context, spot)
  if (state() === 'swapping') await swap(context, spot)
  if (state() === 'swapped') recordTarget(store, ...names, { state: 'reloaded' }, await reload(context, spot))
  if (state() === 'reloaded') {
    const seen = await verifyTarget(context, spot)
    recordTarget(store, ...names, { state: 'verified' }, seen)
  }
}

/** What it will have is kept, and the journal says so, before anything changes. */
async function prepareTarget(context: ApplyContext, { region, target }: Spot): Promise<void> {
  const { store, release, config } = context
  const place = placeOf(target)
  if (openJournal(store).kind === 'rollback') {
    recordTarget(store, region.name, target.name, { state: 'swapping' })
    return
  }
  if (release === null) throw fail('internal', 'There is no hand-off to apply.')
  if (target.before !== undefined) {
    context.say(`${region.name}/${target.name}: ${target.before[0] ?? ''}`)
    const done = await runCommand(target.before, config.settings.command_timeout_ms)
    if (!done.ok) throw failed(target.name, `what is to be done before: ${done.detail}`)
  }
  const files = await prepareFiles(release, target, toolsOf(context))
  const remembered = store.memory.regions
    .find((one) => one.region === region.name)
    ?.targets.find((one) => one.target === target.name)
  const made = makeGeneration(files, release.position, store)
  const from =
    remembered?.current ??
    adopt(
      place,
      made.files.map(({ name }) => name),
      store,
    )
  const to = keepsOld(target) ? merged(made, from) : made
  // Nothing to change, nothing to reload: only looked at.
  const state = from?.id === to.id && isInPlace(place, to) ? 'reloaded' : 'swapping'
  recordTarget(store, region.name, target.name, { state, from, to })
}

async function swap(context: ApplyContext, { region, target }: Spot): Promise<void> {
  const { store, config } = context
  const place = placeOf(target)
  const { from, to } = targetOf(store, region.name, target.name)
  context.say(`${region.name}/${target.name}: ${nameOf(to)} in the place of ${nameOf(from)}`)
  putInPlace(place, from, to, store)
  const seen: Observation[] = [{ ok: true, detail: `${nameOf(to)} is in place in ${servedFolder(place)}` }]
  if (target.test !== undefined) {
    const command = target.test.map((word) => word.replaceAll('{}', servedFolder(place)))
    const tested = await runCommand(command, config.settings.command_timeout_ms)
    if (!tested.ok) throw failed(target.name, `the test of its configuration: ${tested.detail}`)
    seen.push(tested)
  }
  recordTarget(store, region.name, target.name, { state: 'swapped' }, seen)
}

async function reload({ config }: ApplyContext, { target }: Spot): Promise<readonly Observation[]> {
  if (target.reload === undefined) return []
  const done = await reloadService(target.reload, config.settings.command_timeout_ms)
  if (!done.ok) throw failed(target.name, `its reload: ${done.detail}`)
  return [done]
}

/** The gate: the files are there, the consumer says so itself where it can, and every handshake comes out as it should. */
async function verifyTarget(context: ApplyContext, spot: Spot): Promise<readonly Observation[]> {
  const { store, config } = context
  const { name } = spot.target
  const { to } = targetOf(store, spot.region.name, name)
  const seen = await untilWell(
    () => lookAtTarget(context, spot, to),
    config.settings,
    () => store.change((memory) => counted(memory, 'retries')),
  )
  const bad = seen.find(({ ok }) => !ok)
  if (bad === undefined) return seen
  store.change((memory) => counted(memory, 'probe_failures'))
  throw fail('probe-failed', `${name}: ${bad.detail}.`, {
    remedy: 'Look at the service; when it is well again, apply the same hand-off again.',
  })
}

/** Of a rollback only that the service works: what the newer hand-off expected cannot be asked of the older one. */
async function lookAtTarget(
  { release, config, clock, store }: ApplyContext,
  { target }: Spot,
  to: Generation | null,
): Promise<readonly Observation[]> {
  const place = placeOf(target)
  const ok = to === null || isInPlace(place, to)
  const files: Observation = { ok, detail: ok ? `its files are ${nameOf(to)}` : `its files are not ${nameOf(to)}` }
  // Of what was there before the first hand-off nobody said what to expect.
  if (release === null || to?.handoff?.manifest_sha256 !== release.position.manifest_sha256) return [files]
  const { probe_timeout_ms: timeoutMs } = config.settings
  const consumer = await attempted(() => verifyConsumer(release, target, { now: clock.now(), timeoutMs }))
  const isRollback = openJournal(store).kind === 'rollback'
  const probes: Observation[] = []
  for (const probe of target.probes) {
    if (isRollback && probe.expect === 'refused') continue
    const look = isRollback ? probeService : runProbe
    probes.push(...(await attempted(async () => [await look(release, probe, timeoutMs)])))
  }
  return [files, ...consumer, ...probes]
}

/** A service that does not answer, or a file that is missing, is something that was seen. */
async function attempted(look: () => Promise<readonly Observation[]>): Promise<readonly Observation[]> {
  try {
    return await look()
  } catch (error) {
    return [{ ok: false, detail: wordsOf(error) }]
  }
}

export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 500) : 'an unknown fault'
}

export function nameOf(generation: Generation | null): string {
  if (generation === null) return 'nothing'
  if (generation.handoff === null) return 'what was there before'
  return `hand-off ${generation.handoff.epoch}-${generation.handoff.sequence}`
}

type Total = 'retries' | 'probe_failures'

function counted<T extends { readonly totals: Readonly<Record<Total, number>> }>(memory: T, what: Total): T {
  return { ...memory, totals: { ...memory.totals, [what]: memory.totals[what] + 1 } }
}

function failed(target: string, why: string) {
  return fail('target-failed', `${target}: ${why}.`, {
    remedy: 'Correct that, then apply the same hand-off again.',
  })
}
