import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FacilityConsole } from '../../../../electron/core/console.ts'
import { Founding } from '../../../../electron/core/founding/founding.ts'
import type { AnswerSource } from '../../../../electron/core/headless/answers.ts'
import { answersFrom } from '../../../../electron/core/headless/answers-file.ts'
import { runPlan } from '../../../../electron/core/headless/run.ts'
import { Hsms } from '../../../../electron/core/hsm/hsms.ts'
import { genesisPaper } from '../../../../electron/core/paper/genesis.ts'
import { recordPaper } from '../../../../electron/core/paper/record.ts'
import { sourceOf } from '../../../../electron/core/paper/source.ts'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import { foundPracticeFacility, practicePassphrase } from '../../../../electron/core/practice/found.ts'
import { findProcedure } from '../../../../electron/core/procedure/library.ts'
import { makePlan } from '../../../../electron/core/procedure/make-plan.ts'
import { hostClock } from '../../../../electron/core/clock.ts'
import { utf8ToBytes } from '../../../../shared/bytes.ts'
import type { Role } from '../../../../shared/ids.ts'
import type { Policy } from '../../../../shared/people/policy.ts'
import { type Plan, planDigest } from '../../../../shared/procedure/plan.ts'
import type { RunState } from '../../../../shared/procedure/run-state.ts'
import { present } from '../../../support/present.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { addTestToken, createTestToken, HSM_PROGRAM, PIN, type TestToken } from '../../../support/softhsm.ts'
import { consoleOptions, library } from '../../../support/test-facility.ts'

const PEOPLE: readonly (readonly [name: string, role: Role])[] = [
  ['Ada Ek', 'administrator'],
  ['Ben Orr', 'officer'],
  ['Cy Wu', 'officer'],
  ['Dora Im', 'witness'],
]
const CARD_HOLDER = 'eve-lund'
const fleet = present(library.policies.get('fleet'), 'policy')
const strict: Policy = {
  ...fleet,
  title: 'Strict policy',
  quorums: {
    ...fleet.quorums,
    'sign-root': [
      { role: 'officer', count: 2 },
      { role: 'witness', count: 1 },
    ],
  },
  rehearsal: { required: true, withinDays: 30 },
}

let folder: string
let hsm: TestToken
let founding: Founding
const before = process.env['SOFTHSM2_CONF']

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-production-'))
  hsm = await createTestToken('vault-hsm')
  await addTestToken(hsm, 'card-eve')
  process.env['SOFTHSM2_CONF'] = hsm.module.environment['SOFTHSM2_CONF']
  founding = Founding.begin(join(folder, 'vault'), 'Vault', 'pki.example.org', new Hsms({ program: HSM_PROGRAM }))
})
afterAll(async () => {
  await founding.stop()
  process.env['SOFTHSM2_CONF'] = before
  rmSync(folder, { recursive: true, force: true })
  hsm.remove()
})

function words(id: string): string {
  return `glacier ribbon ${id} anvil`
}

function answers(secretOf: (id: string) => string, more: Partial<AnswerSource> = {}): AnswerSource {
  const seats = [
    ...PEOPLE.map(([name, role]) => ({ person: name.toLowerCase().replace(' ', '-'), role })),
    { person: CARD_HOLDER, role: 'officer' as const },
  ]
  const file = answersFrom({
    answers: 'practice',
    starter: 'ada-ek',
    present: seats,
    passphrases: Object.fromEntries(seats.map(({ person }) => [person, secretOf(person)])),
    pin: PIN,
    approvers: [CARD_HOLDER, 'ben-orr', 'dora-im'],
    // what the machine is connected to, that runs these tests
    decides: 'ben-orr',
    'new-passphrase': words('flo-may'),
  })
  return { ...file, ...more }
}

/** In production: passphrases of their own, and for the card its PIN. */
function own(more: Partial<AnswerSource> = {}): AnswerSource {
  return answers((id) => (id === CARD_HOLDER ? PIN : words(id)), more)
}

function planOf(procedure: string, inputs: Readonly<Record<string, string>> = {}): Plan {
  return makePlan(library, findProcedure(library, procedure), `Run ${procedure}`, inputs)
}

const ROOT = planOf('generate-root', {
  country: 'CH',
  organization: 'Vault',
  'common-name': 'Vault Root G1',
  'root-key': 'vault-root-g1',
  'first-signer': 'hand-a',
  'second-signer': 'hand-b',
  backup: 'none',
  token: 'vault-hsm',
})

async function within<T>(work: (session: FacilityConsole) => Promise<T>): Promise<T> {
  const session = await FacilityConsole.open(founding.layout.root, consoleOptions())
  try {
    return await work(session)
  } finally {
    await session.close()
  }
}

function run(plan: Plan, from = own()): Promise<RunState> {
  return within((session) => runPlan(session, plan, from, () => undefined))
}

// Real passphrases take real Argon2id, a second each on a busy machine.
describe('A production facility', { timeout: 240_000 }, () => {
  it('is not founded while anything is missing, and says all of it', async () => {
    expect(() => founding.complete(hostClock)).toThrow('quorum-not-met')
    founding.setPolicy(strict)
    expect((await rejectionOf(founding.addModule('/etc/hostname'))).code).toBe('module-not-pkcs11')
    await founding.addModule(hsm.module.modulePath)
    const { label, serial } = hsm.token
    await founding.takeToken('vault-hsm', label, serial)
    expect(founding.problems().join()).toContain('nobody is administrator')
    expect(existsSync(founding.layout.ledger)).toBe(false)
  })

  it('takes each person once, with a credential of their own', async () => {
    const keyFile = (id: string) => ({
      kind: 'key-file' as const,
      secret: utf8ToBytes(words(id)),
      place: 'facility' as const,
    })
    for (const [name, role] of PEOPLE) await founding.enrol(name, [role], keyFile(name.toLowerCase().replace(' ', '-')))
    expect((await rejectionOf(founding.enrol('Ben Orr', ['witness'], keyFile('x')))).code).toBe('person-known')
    const weak = { ...keyFile('x'), secret: utf8ToBytes('short') }
    expect((await rejectionOf(founding.enrol('Weak Lee', ['witness'], weak))).code).toBe('passphrase-weak')
    const shown = (await founding.read()).flatMap(({ slots }) => slots.map(({ token }) => token))
    const card = present(
      shown.find((token) => token?.label === 'card-eve'),
      'card',
    )
    const request = { kind: 'card' as const, secret: utf8ToBytes(PIN), label: card.label, serial: card.serial }
    await founding.enrol('Eve Lund', ['officer'], request)
    expect(request.secret.every((byte) => byte === 0)).toBe(true)
    expect(founding.problems()).toStrictEqual([])
  })

  it('can be left, and gone on with', () => {
    const again = Founding.resume(founding.layout.root, new Hsms({ program: HSM_PROGRAM }))
    expect(again.draft).toStrictEqual(founding.draft)
    const path = join(founding.layout.root, 'founding.json')
    const draft = readFileSync(path, 'utf8')
    writeFileSync(path, '{}')
    expect(() => Founding.resume(founding.layout.root, new Hsms({ program: HSM_PROGRAM }))).toThrow('facility-damaged')
    writeFileSync(path, draft)
  })

  it('does nothing before everybody has signed its founding off, and founds itself once', async () => {
    founding.complete(hostClock)
    expect((await rejectionOf(run(ROOT))).code).toBe('facility-not-established')
    const founded = await run(planOf('found-facility'))
    expect(founded).toMatchObject({ status: 'closed' })
    expect((await rejectionOf(run(planOf('found-facility')))).code).toBe('facility-not-established')
    expect(await verifyFacility(founding.layout.root)).toMatchObject({ ok: true, facility: { mode: 'production' } })
  })

  it('has a genesis page that everybody signed off, one with a card, and no mark of practice', () =>
    within(({ facility }) => {
      const { blocks, fileName, practice } = genesisPaper(sourceOf(facility))
      expect([fileName, practice]).toStrictEqual(['vault-genesis', false])
      const marks = blocks.flatMap((block) => (block.block === 'signatures' ? block.marks : []))
      expect(marks.map(({ says, valid }) => [says, valid])).toStrictEqual(
        Array.from({ length: 5 }, () => ['I agree: the script was followed', true]),
      )
      expect(marks.at(-1)?.credential).toMatch(/^eve-lund-1, card card-eve, serial /)
      expect(blocks.filter(({ block }) => block === 'checkpoint')).toHaveLength(2)
      return Promise.resolve()
    }))

  it('runs a root ceremony only when this very plan was rehearsed under this very policy', async () => {
    expect((await rejectionOf(run(ROOT))).code).toBe('rehearsal-missing')
    const rehearsal = join(folder, 'rehearsal')
    await within(async ({ facility }) => {
      const { state, policy } = facility
      const like = { policy, tokens: [...state.tokens.keys()], people: [...state.people.values()] }
      await foundPracticeFacility(rehearsal, 'Rehearsal', library, hostClock, () => undefined, like)
    })
    const bring = (plan: string) =>
      within(({ engine }) =>
        engine.recordRehearsal(rehearsal, plan, { person: 'dora-im', secret: utf8ToBytes(words('dora-im')) }),
      )
    expect((await rejectionOf(bring(planDigest(ROOT)))).code).toBe('rehearsal-refused')
    const practice = await FacilityConsole.open(rehearsal, consoleOptions())
    await runPlan(practice, ROOT, answers(practicePassphrase), () => undefined)
    await practice.close()
    await bring(planDigest(ROOT))
    const other = { ...ROOT, inputs: { ...ROOT.inputs, 'common-name': 'Vault Root G2' } }
    expect((await rejectionOf(run(other))).code).toBe('rehearsal-missing')
    const done = await run(ROOT)
    expect(done.status).toBe('closed')
    const approvers = done.steps.find(({ step }) => step.id === 'approve-root')?.approvals
    expect(approvers?.map(({ statement }) => statement.person)).toStrictEqual([CARD_HOLDER, 'ben-orr', 'dora-im'])
    expect(await verifyFacility(founding.layout.root)).toMatchObject({ ok: true, problems: [] })
    const record = await within(({ facility }) => Promise.resolve(recordPaper(sourceOf(facility), done)))
    const approval = record.blocks.find(
      (block) => block.block === 'step' && block.title === 'Approve the root certificate',
    )
    expect(approval).toBeDefined()
    expect(JSON.stringify(approval)).toContain('Needs the approval of 2 officers and 1 witness.')
  })
})
