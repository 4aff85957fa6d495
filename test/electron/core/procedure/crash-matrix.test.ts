import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import type { Hsm } from '../../../../electron/core/hsm/hsm.ts'
import type { EffectMoment } from '../../../../electron/core/procedure/step-context.ts'
import { currentStep, type RunState, type StepState } from '../../../../shared/procedure/run-state.ts'
import { EFFECT_KINDS } from '../../../../shared/procedure/step-kinds.ts'
import { expectEverySignatureKnown, expectLogVerifies } from '../../../support/aftermath.ts'
import { goOn, hand, openRun, pin, PRIYA, reopen, stepOf, TOMAS } from '../../../support/ceremony-run.ts'
import { crashRun } from '../../../support/crash.ts'
import {
  keysThere,
  MATRIX_STAGES,
  matrixAnswers,
  type MatrixStage,
  prepareStages,
} from '../../../support/crash-matrix.ts'
import { sealed } from '../../../support/custody-run.ts'
import type { FaultyModule } from '../../../support/p11fault.ts'
import type { SpiedModule } from '../../../support/pkcs11-spy.ts'
import { present } from '../../../support/present.ts'
import { ShiftedClock, type TestFacility } from '../../../support/test-facility.ts'

// Every step kind with an effect, killed at every point of its journal, core and hsm process each. "inside" is the moment in
// which the module has the call: the hsm process is killed as the PKCS#11 function is entered.

const stages = await prepareStages()
const sites: TestFacility[] = []
const table: Row[] = []

afterEach(async () => {
  for (const site of sites.splice(0)) await site.remove()
})
afterAll(async () => {
  for (const site of stages.values()) await site.remove()
  process.stdout.write(`\n${asText(table)}\n`)
})

type Point = EffectMoment | 'inside'

interface Row {
  readonly kind: string
  readonly killed: string
  readonly at: Point
  /** What the run said after it. */
  readonly said: string
  readonly decided: string
  /** How often the HSM was asked for this effect from then until the step was done. */
  readonly askedAgain: number
  readonly result: string
}

interface Wreck {
  readonly site: TestFacility
  readonly session: FacilityConsole
  readonly run: RunState
  readonly module: FaultyModule & Pick<SpiedModule, 'calls'>
  /** Calls of the HSM until it was killed. */
  readonly before: number
}

async function siteOf({ kind }: MatrixStage): Promise<TestFacility> {
  const site = present(stages.get(kind), 'stage').copy()
  sites.push(site)
  return Promise.resolve(site)
}

const count = (module: Pick<SpiedModule, 'calls'>, name: string): number =>
  module.calls().filter((call) => call === name).length

/** core is killed; a new one opens the facility, when nothing of the old hsm process can be at work any more. */
async function coreKilled(stage: MatrixStage, at: EffectMoment): Promise<Wreck> {
  const site = await siteOf(stage)
  const module = await site.faulty()
  const ended = await crashRun(site, { moment: at, kind: stage.kind })
  expect(ended).toMatchObject({ signal: 'SIGKILL' })
  const before = count(module, stage.calls)
  const clock = new ShiftedClock()
  const session = await site.open({ clock })
  clock.ahead = 30_000
  return { site, session, run: openRun(session), module, before }
}

/** The hsm process is killed; core lives on and settles the call. */
async function hsmKilled(stage: MatrixStage, at: Point): Promise<Wreck> {
  const site = await siteOf(stage)
  const module = await site.faulty()
  let armed = true
  const gone: Promise<void>[] = []
  const session: FacilityConsole = await site.open({
    onMoment: (moment, kind) => {
      if (!armed || moment !== at || kind !== stage.kind) return
      armed = false
      for (const hsm of session.room.hsms) {
        if (hsm.pid === undefined) continue
        gone.push(stopped(hsm))
        process.kill(hsm.pid, 'SIGKILL')
      }
    },
  })
  const run = openRun(session)
  await reopen(session, run)
  if (at === 'inside') module.setRules(`${stage.calls} kill=9`)
  await goOn(session, run, nextOf(run, stepOf(run, stage.step)), matrixAnswers(site)).catch(() => undefined)
  // What is sent to a process that is dead already, before anybody has noticed, is the next step's own trouble.
  await Promise.all(gone)
  module.setRules()
  return { site, session, run, module, before: count(module, stage.calls) }
}

function stopped(hsm: Hsm): Promise<void> {
  return new Promise((resolve) => {
    hsm.onStateChange(({ state }) => {
      if (state === 'stopped') resolve()
    })
  })
}

/** People look, adopt what is there, or say that nothing of it counts; then the step is done. */
async function settle({ session, run, site }: Wreck, stage: MatrixStage): Promise<string> {
  const said: string[] = []
  const step = stepOf(run, stage.step)
  // A hand-off has two signatures: each can be stopped.
  for (let tries = 0; step.status !== 'done'; tries++) {
    if (tries === 6) throw new Error(`the step is still ${step.status}`)
    await openAgain(session, run, step)
    if (step.status === 'unknown') said.push(await decide(session, run, step))
    else await goOn(session, run, nextOf(run, step), matrixAnswers(site)).catch(() => undefined)
  }
  return said.length === 0 ? 'nothing' : said.join(', ')
}

/** The token of the step; after a split of its PIN, with the new shares, or else with the PIN that it had. */
async function openAgain(session: FacilityConsole, run: RunState, step: StepState): Promise<void> {
  const intent = step.intents.at(-1)?.intent
  if (step.status !== 'unknown' || intent?.action !== 'set-pin') return reopen(session, run)
  const { id } = step.step
  for (const person of [TOMAS, PRIYA]) await session.engine.custody.give(run.id, id, sealed(intent.set, person))
  await session.engine.reopenToken(run.id, id, null).catch(() => session.engine.reopenToken(run.id, id, pin()))
}

async function decide(session: FacilityConsole, run: RunState, step: StepState): Promise<string> {
  const { id } = step.step
  await session.engine.look(run.id, id)
  const decision = (session.engine.reconciliationOf(step)?.finding.spki ?? null) === null ? 'retire' : 'adopt'
  for (const person of [TOMAS, PRIYA]) await session.engine.reconcile(run.id, id, hand(person), decision)
  return decision
}

function nextOf(run: RunState, step: StepState): string | null {
  return run.steps[step.number]?.step.id ?? null
}

/** Nothing is lost and nothing there twice, in the log and on the tokens. */
async function expectSound(wreck: Wreck, stage: MatrixStage): Promise<void> {
  const { site, session, run } = wreck
  const { intents } = stepOf(run, stage.step)
  expect(intents.filter(({ outcome }) => outcome === 'recorded')).toHaveLength(stage.effects)
  // Asked once more only for what people, or the HSM, said had not happened.
  expect(
    intents.filter(({ outcome }) => outcome !== 'recorded' && outcome !== 'retired' && outcome !== 'absent'),
  ).toEqual([])
  await finish(wreck)
  expect(currentStep(run)).toBeNull()
  const { found, known } = await keysThere(session)
  expect(found).toEqual(known)
  expectEverySignatureKnown(session)
  await site.closeAll()
  await expectLogVerifies(site.root)
}

/** A step that needs no HSM is done by core alone; then the next one finds out that the HSM is gone, and is done again. */
async function finish({ site, session, run }: Wreck): Promise<void> {
  for (let tries = 0; run.status !== 'closed'; tries++) {
    await reopen(session, run)
    const ending = goOn(session, run, null, matrixAnswers(site))
    await (tries === 2 ? ending : ending.catch(() => undefined))
  }
}

/** Lets people settle what was left, and says what became of it; the row is written once everything is sound. */
async function settled(stage: MatrixStage, killed: 'core' | 'hsm', at: Point, wreck: Wreck): Promise<Outcome> {
  const step = stepOf(wreck.run, stage.step)
  const said = { unknown: 'unknown', recorded: 'recorded', failed: 'not done', done: 'done' }[step.status as 'done']
  const decided = await settle(wreck, stage)
  const askedAgain = count(wreck.module, stage.calls) - wreck.before
  const isRetired = step.intents.some(({ outcome: made }) => made === 'retired' || made === 'absent')
  await expectSound(wreck, stage)
  table.push({ kind: stage.kind, killed, at, said, decided, askedAgain, result: 'nothing lost, nothing twice' })
  // What is in the log, or was adopted, is never asked for again; a hand-off still needs its other signature.
  return { askedAgain, most: isRetired ? Number.POSITIVE_INFINITY : stage.effects - 1 }
}

interface Outcome {
  readonly askedAgain: number
  /** How often the HSM may have been asked. */
  readonly most: number
}

function asText(rows: readonly Row[]): string {
  const heads = ['step kind', 'killed', 'at', 'the run said', 'people decided', 'asked again', 'result']
  const lines = [heads, ...rows.map((each) => Object.values(each).map(String))]
  const widths = heads.map((_head, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

describe.each(MATRIX_STAGES)('$kind', { timeout: 120_000 }, (stage) => {
  it.each(['intended', 'returned', 'recorded'] as const)('core killed when it was %s', async (at) => {
    const { askedAgain, most } = await settled(stage, 'core', at, await coreKilled(stage, at))
    expect(askedAgain).toBeLessThanOrEqual(most)
  })

  it.each(['intended', 'inside', 'returned', 'recorded'] as const)('hsm killed when it was %s', async (at) => {
    const { askedAgain, most } = await settled(stage, 'hsm', at, await hsmKilled(stage, at))
    expect(askedAgain).toBeLessThanOrEqual(most)
  })
})

it('has a row for every kind, process and point', () => {
  expect(MATRIX_STAGES.map(({ kind }) => kind).toSorted()).toEqual([...EFFECT_KINDS].toSorted())
  expect(table).toHaveLength(MATRIX_STAGES.length * 7)
})
