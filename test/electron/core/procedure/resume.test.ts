import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import type { LogEntry } from '../../../../shared/ledger/entries.ts'
import { currentStep, type RunState } from '../../../../shared/procedure/run-state.ts'
import { expectLogVerifies } from '../../../support/aftermath.ts'
import {
  ADMINISTRATOR,
  answers,
  begin,
  goOn,
  openRun,
  PRESENT,
  rootPlan,
  stepOf,
} from '../../../support/ceremony-run.ts'
import { TestFacility } from '../../../support/test-facility.ts'
import { present } from '../../../support/present.ts'

const template = await TestFacility.found()
const approving = await advanced('approve-root')
const ending = await advanced('verify')

const sites: TestFacility[] = []
afterEach(async () => {
  for (const site of sites.splice(0)) await site.remove()
})
afterAll(async () => {
  for (const site of [template, approving, ending]) await site.remove()
})

async function advanced(step: string): Promise<TestFacility> {
  const site = template.copy()
  await begin(await site.open(), rootPlan(), step, answers(site.folder))
  await site.closeAll()
  return site
}

class Stopped extends Error {
  override readonly message = 'stopped here'
}

/** From the moment that `isLast` is in the log, nothing more is written: what a power cut would leave. */
function stopAfter(session: FacilityConsole, isLast: (entry: LogEntry) => boolean): void {
  const { facility } = session
  const append = facility.append.bind(facility) as (...args: unknown[]) => LogEntry
  const cut = (): never => {
    throw new Stopped()
  }
  Object.assign(facility, {
    append: (...args: unknown[]) => {
      const entry = append(...args)
      if (isLast(entry)) {
        Object.assign(facility, { append: cut, checkpoint: cut, checkpointIfGrown: () => undefined })
        throw new Stopped()
      }
      return entry
    },
  })
}

interface Scene {
  readonly session: FacilityConsole
  readonly run: RunState
  readonly site: TestFacility
}

async function stoppedAt(from: TestFacility, isLast: (entry: LogEntry) => boolean): Promise<Scene> {
  const site = from.copy()
  sites.push(site)
  const before = await site.open()
  stopAfter(before, isLast)
  await expect(goOn(before, openRun(before), null, answers(site.folder))).rejects.toThrow(/stopped|does not know/)
  await site.closeAll()
  const session = await site.open()
  return { site, session, run: present(session.facility.state.runs.get('run-0001'), 'run') }
}

function nth(count: number, kind: LogEntry['kind']): (entry: LogEntry) => boolean {
  let seen = 0
  return (entry) => entry.kind === kind && ++seen === count
}

describe('A facility that is opened after a stop', () => {
  it('ends an approval whose quorum had been met', async () => {
    const { session, run } = await stoppedAt(approving, nth(2, 'approval-given'))
    expect(stepOf(run, 'approve-root')).toMatchObject({
      status: 'done',
      output: { approvers: ['tomas-oliveira', 'priya-raman'] },
    })
    expect(currentStep(run)?.step.id).toBe('open-to-sign')
    expect(session.facility.state.size).toBe(session.facility.store.size)
  })

  it('does not end an approval whose quorum had not been met', async () => {
    const { run } = await stoppedAt(approving, nth(1, 'approval-given'))
    expect(currentStep(run)).toMatchObject({ step: { id: 'approve-root' }, status: 'pending' })
  })

  it('closes a run that everybody had signed off', async () => {
    const { site, run, session } = await stoppedAt(ending, nth(PRESENT.length, 'sign-off-given'))
    expect(run).toMatchObject({ status: 'closed' })
    expect(stepOf(run, 'sign-off').output).toMatchObject({ agree: [...PRESENT], disagree: [] })
    expect(session.facility.store.checkpoints().at(-1)?.size).toBe(session.facility.store.size)
    await site.closeAll()
    await expectLogVerifies(site.root)
  })

  it('closes a run whose last step was done', async () => {
    const { run } = await stoppedAt(ending, (entry) => entry.kind === 'step-done' && entry.step === 'sign-off')
    expect(run.status).toBe('closed')
  })

  it('goes on with a sign-off that some had signed', async () => {
    const { site, session, run } = await stoppedAt(ending, nth(2, 'sign-off-given'))
    expect(currentStep(run)?.signOffs).toHaveLength(2)
    await goOn(session, run, null, answers(site.folder))
    expect(run.status).toBe('closed')
    const checkpoints = new Set(stepOf(run, 'sign-off').signOffs.map(({ statement }) => statement.checkpoint.root))
    expect(checkpoints.size).toBe(1)
  })

  it('lets people sign off a checkpoint that covers every step', async () => {
    const { site, session, run } = await stoppedAt(
      ending,
      (entry) => entry.kind === 'step-done' && entry.step === 'verify',
    )
    const last = stepOf(run, 'verify').doneIndex ?? Number.NaN
    await goOn(session, run, null, answers(site.folder))
    const [first] = stepOf(run, 'sign-off').signOffs
    expect(first?.statement.checkpoint.size).toBeGreaterThan(last)
    await site.closeAll()
    await expectLogVerifies(site.root)
  })

  it('changes nothing in a facility where nothing had been decided', async () => {
    const site = approving.copy()
    sites.push(site)
    const { facility } = await site.open()
    const before = facility.store.size
    await site.closeAll()
    const again = await site.open()
    expect(again.facility.store.size).toBe(before + 1)
    expect(openRun(again).starter).toBe(ADMINISTRATOR)
  })
})
