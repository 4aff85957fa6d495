import { expect } from 'vitest'
import type { FacilityConsole } from '../../electron/core/console.ts'
import type { Failure, FailureCode } from '../../shared/failure.ts'
import type { StepInput } from '../../shared/ipc/contract/step-input.ts'
import { currentStep, type RunState } from '../../shared/procedure/run-state.ts'
import { answers, begin, goOn, issuePlan, openRun, reopen, rootPlan, stepOf } from './ceremony-run.ts'
import type { FaultyModule } from './p11fault.ts'
import type { SpiedModule } from './pkcs11-spy.ts'
import { rejectionOf } from './rejection.ts'
import { ShiftedClock, TestFacility } from './test-facility.ts'

export type Ceremony = 'root' | 'issue'

/** A run that waits at a step, in a facility of its own whose HSM fails on demand. */
export interface Scene {
  readonly site: TestFacility
  readonly session: FacilityConsole
  readonly run: RunState
  readonly step: string
  readonly faults: FaultyModule & Pick<SpiedModule, 'calls'>
  readonly clock: ShiftedClock
}

/** Facilities whose open run waits at a step. Each is made once and copied for each test. */
export class Stages {
  readonly #founded = TestFacility.found()
  readonly #stages = new Map<string, Promise<TestFacility>>()
  readonly #copies: TestFacility[] = []

  /** A new facility in which nothing was done yet. */
  async founded(): Promise<TestFacility> {
    return this.#keep((await this.#founded).copy())
  }

  /** A facility with a root and its hand-off keys, in which no run is open. */
  async rooted(): Promise<TestFacility> {
    return this.#keep((await this.#stage('root', null)).copy())
  }

  async copyAt(ceremony: Ceremony, step: string): Promise<TestFacility> {
    return this.#keep((await this.#stage(ceremony, step)).copy())
  }

  /** The run of a copy, opened; the token that the step needs is open. */
  async sceneAt(step: string, ceremony: Ceremony = 'root'): Promise<Scene> {
    const site = await this.copyAt(ceremony, step)
    const faults = await site.faulty()
    const clock = new ShiftedClock()
    const session = await site.open({ clock })
    const run = openRun(session)
    if (currentStep(run)?.step.kind !== 'approve') await reopen(session, run)
    return { site, session, run, step, faults, clock }
  }

  async removeCopies(): Promise<void> {
    for (const site of this.#copies.splice(0)) await site.remove()
  }

  async removeAll(): Promise<void> {
    await this.removeCopies()
    for (const stage of [this.#founded, ...this.#stages.values()]) await (await stage).remove()
  }

  #keep(site: TestFacility): TestFacility {
    this.#copies.push(site)
    return site
  }

  #stage(ceremony: Ceremony, step: string | null): Promise<TestFacility> {
    const name = `${ceremony} ${String(step)}`
    const known = this.#stages.get(name)
    if (known !== undefined) return known
    const made = this.#make(ceremony, step)
    this.#stages.set(name, made)
    return made
  }

  async #make(ceremony: Ceremony, step: string | null): Promise<TestFacility> {
    const base = await (ceremony === 'root' ? this.#founded : this.#stage('root', null))
    const site = base.copy()
    await begin(await site.open(), ceremony === 'root' ? rootPlan() : issuePlan(), step, answers(site.folder))
    await site.closeAll()
    return site
  }
}

/** To the end, with everything that people say. */
export async function finish({ site, session, run }: Pick<Scene, 'site' | 'session' | 'run'>): Promise<void> {
  await reopen(session, run)
  await goOn(session, run, null, answers(site.folder))
}

/** The current step failed for this reason, for certain; it is done again, and the next one is current. */
export async function expectDoneAgain(scene: Scene, code: FailureCode): Promise<void> {
  const { site, session, run, step } = scene
  expect(currentStep(run)).toMatchObject({ status: 'failed', step: { id: step }, failure: { code } })
  const next = run.steps[stepOf(run, step).number]?.step.id ?? null
  await reopen(session, run)
  await goOn(session, run, next, answers(site.folder))
  expect(stepOf(run, step).status).toBe('done')
}

/** The failure of the current step. */
export async function performed({ session, run, step }: Scene, input: StepInput = { kind: 'none' }): Promise<Failure> {
  return rejectionOf(session.engine.perform(run.id, step, input))
}
