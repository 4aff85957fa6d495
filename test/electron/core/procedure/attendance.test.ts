import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import type { Role } from '../../../../shared/ids.ts'
import { currentStep, type RunState } from '../../../../shared/procedure/run-state.ts'
import {
  ABSENT,
  ADMINISTRATOR,
  answers,
  goOn,
  hand,
  pin,
  PRIYA,
  TOMAS,
  WITNESS,
} from '../../../support/ceremony-run.ts'
import { step } from '../../../support/procedures.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { currentId, inTheRoom } from '../../../support/room-run.ts'
import { type Scene, Stages } from '../../../support/stages.ts'
import type { TestFacility } from '../../../support/test-facility.ts'

const stages = new Stages()
afterEach(() => stages.removeCopies())
afterAll(() => stages.removeAll())

const NONE = { kind: 'none' } as const
const STEPS = [
  step('first', 'confirm', { statement: 'The door is closed.' }),
  step('second', 'confirm', { statement: 'The blind is down.' }),
]
const SEATS: readonly (readonly [string, Role])[] = [
  [ADMINISTRATOR, 'administrator'],
  [TOMAS, 'officer'],
  [PRIYA, 'officer'],
  [WITNESS, 'witness'],
]

interface Room {
  readonly site: TestFacility
  readonly session: FacilityConsole
  readonly run: RunState
}

async function room(): Promise<Room> {
  const site = await stages.founded()
  const session = await site.open()
  return { site, session, run: await inTheRoom(session, STEPS, answers(site.folder)) }
}

async function code(work: Promise<unknown>): Promise<string> {
  const failure = await rejectionOf(work)
  expect(failure.remedy ?? failure.message).not.toBe('')
  return failure.code
}

async function everybodyIn({ session, run }: Pick<Room, 'session' | 'run'>): Promise<void> {
  for (const [person, role] of SEATS) await session.engine.signIn(run.id, hand(person), role)
}

async function expectWhole({ site, session, run }: Room): Promise<void> {
  await goOn(session, run, null, answers(site.folder))
  await site.closeAll()
  expect(await verifyFacility(site.root)).toMatchObject({ ok: true, problems: [] })
}

describe('Who is in the room', { timeout: 120_000 }, () => {
  it('signed in once, in one of their own roles, and is written with every stay', async () => {
    const here = await room()
    const { session, run } = here
    const { engine } = session
    expect(await code(engine.signIn(run.id, hand(TOMAS), 'officer'))).toBe('already-present')
    expect(await code(engine.signIn(run.id, hand(ABSENT), 'witness'))).toBe('role-not-allowed')
    expect(await code(engine.signIn(run.id, { ...hand(ABSENT), secret: hand(TOMAS).secret }, 'officer'))).toBe(
      'passphrase-incorrect',
    )
    expect(await code(engine.signOut(run.id, hand(ABSENT), ''))).toBe('person-not-present')
    await engine.signOut(run.id, hand(TOMAS), 'A call.')
    expect(await code(engine.signOut(run.id, hand(TOMAS), ''))).toBe('person-not-present')
    await engine.signIn(run.id, hand(TOMAS), 'officer')
    expect(run.attendance.filter(({ person }) => person === TOMAS)).toMatchObject([
      { signedOut: true, note: 'A call.' },
      { until: null },
    ])
    await expectWhole(here)
  })

  it('holds up every step while somebody is away whom the script needs, whoever else is there', async () => {
    const { session, run } = await room()
    const { engine } = session
    for (const [person, role] of SEATS.filter(([who]) => who !== ADMINISTRATOR)) {
      await engine.signOut(run.id, hand(person), '')
      expect(await code(engine.perform(run.id, 'first', NONE))).toBe('person-not-present')
      await engine.signIn(run.id, hand(person), role)
    }
    await engine.signOut(run.id, hand(WITNESS), '')
    await engine.signIn(run.id, hand(ABSENT), 'officer')
    expect(await code(engine.perform(run.id, 'first', NONE))).toBe('person-not-present')
    await engine.signIn(run.id, hand(WITNESS), 'witness')
    await engine.perform(run.id, 'first', NONE)
    expect(currentId(run)).toBe('second')
  })

  it('opens no token, also outside the script, while somebody is away or the run stands still', async () => {
    const scene: Scene = await stages.sceneAt('issue-root')
    const { session, run } = scene
    const { engine } = session
    const token = [...session.facility.state.tokens.values()][0]?.token ?? { label: '', serial: '' }
    const tries = (): number => scene.faults.calls().filter((call) => call === 'C_Login').length
    await session.room.close(token)
    const before = tries()
    await engine.signOut(run.id, hand(WITNESS), '')
    expect(await code(engine.reopenToken(run.id, 'issue-root', pin()))).toBe('person-not-present')
    await engine.signIn(run.id, hand(WITNESS), 'witness')
    engine.raiseException(run.id, WITNESS, { expected: 'quiet', happened: 'an alarm' })
    expect(await code(engine.reopenToken(run.id, 'issue-root', pin()))).toBe('exception-open')
    const index = run.exceptions[0]?.index ?? -1
    await engine.decideException(run.id, index, hand(TOMAS), { decision: 'continue', reason: 'A test.' })
    await engine.pause(run.id, hand(TOMAS), 'Lunch.')
    expect(await code(engine.reopenToken(run.id, 'issue-root', pin()))).toBe('run-paused')
    expect(tries()).toBe(before)
    await everybodyIn(scene)
    await engine.resumeRun(run.id, hand(TOMAS))
    await engine.reopenToken(run.id, 'issue-root', pin())
    expect(tries()).toBe(before + 1)
  })
})

describe('A pause', { timeout: 120_000 }, () => {
  it('is made and ended by somebody who is there, and ends when everybody is back', async () => {
    const here = await room()
    const { session, run } = here
    const { engine } = session
    expect(await code(engine.pause(run.id, hand(ABSENT), 'x'))).toBe('person-not-present')
    expect(await code(engine.resumeRun(run.id, hand(TOMAS)))).toBe('step-not-ready')
    await engine.pause(run.id, hand(PRIYA), 'The night.')
    expect(run).toMatchObject({ present: [], paused: { by: PRIYA, reason: 'The night.' } })
    expect(await code(engine.pause(run.id, hand(PRIYA), 'x'))).toBe('run-paused')
    expect(await code(engine.perform(run.id, 'first', NONE))).toBe('run-paused')
    expect(await code(engine.resumeRun(run.id, hand(TOMAS)))).toBe('person-not-present')
    await engine.signIn(run.id, hand(TOMAS), 'officer')
    expect(await code(engine.perform(run.id, 'first', NONE))).toBe('run-paused')
    expect(await code(engine.resumeRun(run.id, hand(TOMAS)))).toBe('quorum-not-met')
    for (const [person, role] of SEATS.filter(([who]) => who !== TOMAS)) await engine.signIn(run.id, hand(person), role)
    expect(await code(engine.resumeRun(run.id, hand(ABSENT)))).toBe('person-not-present')
    await engine.resumeRun(run.id, hand(TOMAS))
    expect(run.paused).toBeNull()
    await expectWhole(here)
  })

  it('lets other people take the seats, and takes no approval from who did not come back', async () => {
    const scene = await stages.sceneAt('approve-root')
    const { site, session, run } = scene
    const { engine } = session
    const shown = session.facility.state.runs
      .get(run.id)
      ?.steps.flatMap(({ output }) =>
        output !== null && 'item' in output && output.item.kind === 'certificate' ? [output.item.tbs] : [],
      )
    await engine.approve(run.id, 'approve-root', hand(PRIYA), shown ?? [])
    await engine.pause(run.id, hand(TOMAS), 'The night.')
    for (const [person, role] of SEATS.filter(([who]) => who !== PRIYA)) await engine.signIn(run.id, hand(person), role)
    await engine.signIn(run.id, hand(ABSENT), 'officer')
    await engine.resumeRun(run.id, hand(ABSENT))
    // Priya was there when she approved: that counts. Who is not there now approves nothing.
    expect(await code(engine.approve(run.id, 'approve-root', hand(PRIYA), shown ?? []))).toBe('already-approved')
    await engine.approve(run.id, 'approve-root', hand(ABSENT), shown ?? [])
    expect(currentStep(run)?.step.id).not.toBe('approve-root')
    await site.closeAll()
    expect((await verifyFacility(site.root)).ok).toBe(true)
  })

  it('is not made, and nobody comes or goes, while people sign off', async () => {
    const { session, run } = await stages.sceneAt('sign-off')
    const root = Buffer.from(session.facility.store.head().root).toString('hex')
    await session.engine.signOff(run.id, 'sign-off', hand(TOMAS), { agrees: true, remark: '', root })
    const { engine } = session
    expect(await code(engine.pause(run.id, hand(PRIYA), 'x'))).toBe('step-not-ready')
    expect(await code(engine.signIn(run.id, hand(ABSENT), 'officer'))).toBe('step-not-ready')
    expect(await code(engine.signOut(run.id, hand(PRIYA), ''))).toBe('step-not-ready')
  })

  it('outlives a restart: the run is still paused, the room empty, and it goes on', async () => {
    const here = await room()
    await here.session.engine.pause(here.run.id, hand(TOMAS), 'The night.')
    await here.site.closeAll()
    const session = await here.site.open()
    const run = session.engine.run(here.run.id)
    expect(run).toMatchObject({ present: [], paused: { by: TOMAS } })
    expect(await code(session.engine.perform(run.id, 'first', NONE))).toBe('run-paused')
    await everybodyIn({ session, run })
    await session.engine.resumeRun(run.id, hand(PRIYA))
    await expectWhole({ site: here.site, session, run })
  })
})
