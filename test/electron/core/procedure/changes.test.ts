import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runPlan } from '../../../../electron/core/headless/run.ts'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import { createPracticeToken } from '../../../../electron/core/practice/softhsm.ts'
import { findProcedure } from '../../../../electron/core/procedure/library.ts'
import { makePlan } from '../../../../electron/core/procedure/make-plan.ts'
import { utf8ToBytes } from '../../../../shared/bytes.ts'
import type { RunState } from '../../../../shared/procedure/run-state.ts'
import { ABSENT, ADMINISTRATOR, answers, hand, passphrase, PRIYA, TOMAS } from '../../../support/ceremony-run.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { library, TestFacility } from '../../../support/test-facility.ts'
import { present } from '../../../support/present.ts'

const NEW = 'a new passphrase of five words'
const site = await TestFacility.found()
afterAll(() => site.remove())

function change(procedure: string, inputs: Readonly<Record<string, string>>, more: object = {}): Promise<RunState> {
  return runIn(procedure, inputs, {
    newCredential: () => Promise.resolve({ kind: 'key-file', secret: utf8ToBytes(NEW), place: 'facility' }),
    ...more,
  })
}

async function runIn(procedure: string, inputs: Readonly<Record<string, string>>, more: object): Promise<RunState> {
  await site.closeAll()
  const session = await site.open()
  const plan = makePlan(library, findProcedure(library, procedure), `Run ${procedure}`, inputs)
  return runPlan(session, plan, answers(site.folder, more), () => undefined)
}

async function state() {
  await site.closeAll()
  return (await site.open()).facility.state
}

describe('A change by ceremony', () => {
  it('enrols a person, who signs from then on, and not twice', async () => {
    await change('enrol-person', { name: 'Mira Castellanos', role: 'witness' })
    const { people } = await state()
    expect(people.get('mira-castellanos')).toMatchObject({ roles: ['witness'], removedAt: null })
    const again = await rejectionOf(change('enrol-person', { name: 'Mira Castellanos', role: 'officer' }))
    expect(again.code).toBe('change-refused')
    await abortOpen()
  })

  it('does not give one person two roles that exclude one another, or leave a quorum that nobody can meet', async () => {
    const { people } = await state()
    expect(people.get(TOMAS)?.roles).toStrictEqual(['officer'])
    await change('remove-person', { person: ABSENT, reason: 'Left the company' })
    const tooFew = await rejectionOf(change('remove-person', { person: PRIYA, reason: 'A mistake' }))
    expect(tooFew.code).toBe('change-refused')
    await abortOpen()
    expect((await state()).people.get(ABSENT)?.removedAt).not.toBeNull()
    expect((await state()).people.get(PRIYA)?.removedAt).toBeNull()
  })

  it('revokes the old credential when a new one takes its place', async () => {
    await change('move-credential', { person: PRIYA }, { passphrase: secretOf })
    const moved = (await state()).people.get(PRIYA)
    expect(moved?.credentials.map(({ id, revokedAt }) => [id, revokedAt === null])).toStrictEqual([
      [`${PRIYA}-1`, false],
      [`${PRIYA}-2`, true],
    ])
    await site.closeAll()
    const session = await site.open()
    const plan = makePlan(library, findProcedure(library, 'change-policy'), 'Policy', {})
    const old = { ...hand(PRIYA), credential: `${PRIYA}-1` }
    expect((await rejectionOf(session.engine.start(plan, old))).code).toBe('credential-revoked')
    const gone = hand(ABSENT)
    expect((await rejectionOf(session.engine.start(plan, gone))).code).toBe('person-removed')
  })

  it('puts a new policy in force, and not an older one', async () => {
    const fleet = present(library.policies.get('fleet'), 'policy')
    const file = join(site.folder, 'next.policy.yaml')
    writeFileSync(file, JSON.stringify({ ...fleet, version: fleet.version + 1, clockToleranceSeconds: 60 }))
    const policyFile = () => Promise.resolve(file)
    await change('change-policy', {}, { policyFile, passphrase: secretOf })
    expect((await state()).policy).toMatchObject({ version: fleet.version + 1, clockToleranceSeconds: 60 })
    const again = await rejectionOf(change('change-policy', {}, { policyFile, passphrase: secretOf }))
    expect(again.code).toBe('change-refused')
    await abortOpen()
  })

  it('registers a token that is in the room, and none that is not', async () => {
    await site.closeAll()
    const token = await createPracticeToken(site.layout.practiceHsm, {
      label: 'second',
      pin: '123456',
      soPin: '12345678',
    })
    const missing = () => Promise.resolve({ label: 'nowhere', serial: '1' })
    const refused = await rejectionOf(
      change('register-token', { name: 'backup-hsm' }, { newToken: missing, passphrase: secretOf }),
    )
    expect(refused.code).toBe('token-not-found')
    await abortOpen()
    const newToken = () => Promise.resolve(token)
    await change('register-token', { name: 'backup-hsm' }, { newToken, passphrase: secretOf })
    expect((await state()).tokens.get('backup-hsm')).toMatchObject({ token })
    await site.closeAll()
    expect(await verifyFacility(site.root)).toMatchObject({ ok: true, problems: [] })
  })
})

/** Priya signs with her new passphrase once she has it. */
function secretOf(person: string, purpose: string): Promise<Uint8Array> {
  const moved = person === PRIYA && (priyaMoved || purpose === 'sign off')
  if (moved) priyaMoved = true
  return Promise.resolve(moved ? utf8ToBytes(NEW) : passphrase(person))
}
let priyaMoved = false

async function abortOpen(): Promise<void> {
  await site.closeAll()
  const session = await site.open()
  const open = [...session.facility.state.runs.values()].find(({ status }) => status === 'open')
  await session.engine.abort(present(open, 'run').id, hand(ADMINISTRATOR), 'a test')
}
