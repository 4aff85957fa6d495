import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { verifyFacility } from '../../electron/core/log/verify-facility.ts'
import { PRACTICE_TOKEN } from '../../electron/core/practice/cast.ts'
import { createPracticeToken } from '../../electron/core/practice/softhsm.ts'
import { findProcedure } from '../../electron/core/procedure/library.ts'
import { makePlan } from '../../electron/core/procedure/make-plan.ts'
import { isPlaybook } from '../../shared/procedure/definition.ts'
import { utf8ToBytes } from '../../shared/bytes.ts'
import { latestCrl } from '../../shared/facility/state.ts'
import { answers as castAnswers } from '../support/ceremony-run.ts'
import { present } from '../support/present.ts'
import { runPracticeJob } from '../../electron/core/practice/job.ts'
import { readPlanFile } from '../../electron/cli/plan-document.ts'
import { answersFrom, parseAnswers } from '../../electron/core/headless/answers-file.ts'
import { continueRun, runPlan } from '../../electron/core/headless/run.ts'
import { FacilityConsole } from '../../electron/core/console.ts'
import { printedCommands } from '../../shared/handoff/readme.ts'
import { expectEveryKeyKnown, expectEverySignatureKnown, intentsOf } from '../support/aftermath.ts'
import { pinSources } from '../../shared/facility/pins.ts'
import { currentStep, outputOf } from '../../shared/procedure/run-state.ts'
import { rejectionOf } from '../support/rejection.ts'
import { CEREMONIES, consoleOptions, library, TestFacility } from '../support/test-facility.ts'

/** Both ceremonies, on SoftHSM, from the founding to the hand-off; then only tools that are not ours look at the result. */
const folder = mkdtempSync(join(tmpdir(), 'conclave-rehearsal-'))
const reports: { text: string; done: number; total: number }[] = []
const result = await runPracticeJob(join(folder, 'out'), consoleOptions(), (text, done, total) => reports.push({ text, done, total }))

afterAll(() => { rmSync(folder, { recursive: true, force: true }) })

function openssl(...args: string[]): string {
  return execFileSync('openssl', args, { cwd: result.handoff.folder, encoding: 'utf8', stdio: 'pipe' })
}

const { root, issuing } = result.certificates
const crls = join(result.handoff.folder, 'crls', 'PRACTICE-crls-all.pem')

describe('A rehearsal of both ceremonies', () => {
  it('reports every step once, in order, and reaches what it announced', () => {
    expect(reports.map(({ done }) => done)).toEqual(reports.map((_report, index) => index))
    expect(new Set(reports.map(({ total }) => total)).size).toBe(1)
    expect(reports.at(-1)?.done).toBe((reports[0]?.total ?? 0) - 1)
  })

  it('leaves a hand-off whose printed commands pass word for word', () => {
    const commands = printedCommands(readFileSync(join(result.handoff.folder, 'README-VERIFY.txt'), 'utf8'))
    const failed = commands.filter((command) => spawnSync('sh', ['-c', command], { cwd: result.handoff.folder }).status !== 0)
    expect(failed).toEqual([])
    for (const tool of ['openssl cms -verify', 'sha256sum', '-crl_check_all', 'certtool --verify']) {
      expect(commands.some((command) => command.includes(tool))).toBe(true)
    }
  })

  it('issues a chain that OpenSSL verifies against the root and its CRL, and against nothing else', () => {
    expect(openssl('verify', '-x509_strict', '-crl_check_all', '-CAfile', root, '-CRLfile', crls, issuing)).toContain('OK')
    const [signer = ''] = result.certificates.signers
    const { status } = spawnSync('openssl', ['verify', '-crl_check_all', '-CAfile', signer, '-CRLfile', crls, issuing])
    expect(status).not.toBe(0)
  })

  it('issues a root as its profile says', () => {
    const text = openssl('x509', '-in', root, '-noout', '-text')
    expect(text).toContain('Subject: C = CH, O = Practice Fleet, CN = PRACTICE Fleet Root G1')
    expect(text).toContain('Signature Algorithm: ecdsa-with-SHA384')
    expect(text).toContain('ASN1 OID: secp384r1')
    expect(text).toMatch(/Basic Constraints: critical\s+CA:TRUE\s/)
    expect(text).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign/)
    expect(text).toMatch(/Serial Number:\s+01(:[0-9a-f]{2}){16}\s/)
  })

  it('issues an intermediate as its profile says, for the key of the request', () => {
    const text = openssl('x509', '-in', issuing, '-noout', '-text')
    expect(text).toContain('Issuer: C = CH, O = Practice Fleet, CN = PRACTICE Fleet Root G1')
    expect(text).toContain('CN = PRACTICE Fleet Issuing EU-1')
    expect(text).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0/)
    expect(text).toContain('URI:http://pki.fleet.example/fleet-root.crl')
    const request = openssl('req', '-in', join(folder, 'out', 'fleet', 'issuing-ca.csr.pem'), '-noout', '-pubkey')
    expect(openssl('x509', '-in', issuing, '-noout', '-pubkey')).toBe(request)
  })

  it('issues two CRLs, the second of which is in the hand-off', () => {
    const text = openssl('crl', '-in', crls, '-noout', '-text')
    expect(text).toMatch(/X509v3 CRL Number:\s+2\s/)
    expect(text).toContain('No Revoked Certificates')
    expect(text).not.toContain('Issuing Distribution Point')
  })

  it('leaves a log that verifies, a token that holds what the log knows, and nothing unknown', async () => {
    expect(await verifyFacility(result.facility)).toMatchObject({ ok: true, uncovered: 0 })
    const session = await FacilityConsole.open(result.facility, consoleOptions())
    try {
      await expectEveryKeyKnown(session)
      expectEverySignatureKnown(session)
      expect(intentsOf(session).map(({ outcome }) => outcome)).toEqual(Array.from({ length: 3 + 4 + 2 + 2 }, () => 'recorded'))
      expect([...session.facility.state.runs.values()].map(({ status }) => status)).toEqual(['closed', 'closed'])
      const cosigned = session.facility.store.checkpoints().filter(({ note }) => note.includes('/people/'))
      expect(cosigned).toHaveLength(2)
    } finally {
      await session.close()
    }
  })

  it('records where the HSM is, from one ceremony to the next', async () => {
    const session = await FacilityConsole.open(result.facility, consoleOptions())
    try {
      const runs = [...session.facility.state.runs.values()]
      expect(runs.map((run) => outputOf(run, 'bag', 'record-bag').bags)).toEqual([
        [{ item: 'practice-hsm', opened: null, sealed: 'PRACTICE-0001' }],
        [{ item: 'practice-hsm', opened: 'PRACTICE-0001', sealed: 'PRACTICE-0002' }],
      ])
      // what the room heard: the root from paper, the request from its sender
      expect(runs.map((run) => run.exceptions)).toEqual([[], []])
      expect(outputOf(present(runs[1], 'run'), 'compare-request', 'read-back')).toMatchObject({ reader: null, compared: 16 })
    } finally {
      await session.close()
    }
  })

  it('is refused in a folder that holds one already, and changes nothing there', async () => {
    const before = await verifyFacility(result.facility)
    const again = runPracticeJob(join(folder, 'out'), consoleOptions(), () => undefined)
    expect((await rejectionOf(again)).code).toBe('facility-exists')
    expect(await verifyFacility(result.facility)).toEqual(before)
  })
})

describe('A rehearsal of the split of a PIN', () => {
  it('is run from the example files, twice: the second time with the shares of the first', async () => {
    const site = await TestFacility.found()
    try {
      const session = await site.open()
      const examples = join(CEREMONIES, 'examples')
      const plan = present(readPlanFile(join(examples, 'split-pin.plan.yaml'), library).plan, 'plan')
      const file = join(examples, 'practice.answers.yaml')
      const answers = answersFrom(parseAnswers(file, readFileSync(file, 'utf8')))
      const sets: unknown[] = []
      for (let round = 0; round < 2; round++) {
        const run = await runPlan(session, plan, answers, () => undefined)
        expect(run.status).toBe('closed')
        sets.push(present(pinSources(session.facility.state, 'practice-hsm')[0], 'set of shares').id)
      }
      expect(new Set(sets).size).toBe(2)
      await site.closeAll()
      expect(await verifyFacility(site.root)).toMatchObject({ ok: true, problems: [], uncovered: 0 })
    } finally {
      await site.remove()
    }
  }, 120_000)

  it('goes on where it stopped, by people who were asked for their shares again', async () => {
    const site = await TestFacility.found()
    try {
      const examples = join(CEREMONIES, 'examples')
      const plan = present(readPlanFile(join(examples, 'split-pin.plan.yaml'), library).plan, 'plan')
      const file = join(examples, 'practice.answers.yaml')
      const answers = answersFrom(parseAnswers(file, readFileSync(file, 'utf8')))
      const stopped = runPlan(await site.open(), plan, answers, ({ step }) => {
        if (step.id === 'close') throw new Error('the power failed')
      })
      await expect(stopped).rejects.toThrow('the power failed')
      await site.closeAll()
      const session = await site.open()
      const run = present([...session.facility.state.runs.values()][0], 'run')
      expect(currentStep(run)?.step.id).toBe('close')
      expect((await continueRun(session, run, answers, () => undefined)).status).toBe('closed')
    } finally {
      await site.remove()
    }
  }, 120_000)
})

/** Every other ceremony, in the facility that the two left, in this order. */
const OTHERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'found-facility': {},
  'sign-crl': { issuer: 'fleet-root-g1', token: PRACTICE_TOKEN.name },
  'register-token': { name: 'backup-hsm' },
  'enrol-person': { name: 'Mira Castellanos', role: 'witness' },
  'move-credential': { person: 'daniel-okafor' },
  'remove-person': { person: 'joon-ho-seo', reason: 'Left the company' },
  'change-policy': {},
  'close-facility-day': { token: PRACTICE_TOKEN.name },
}

/** Those need a second HSM, custodians, or a receiver: they have tests of their own. */
const ELSEWHERE = [
  'back-up-key',
  'restore-key',
  'destroy-key',
  'split-pin',
  'register-receiver',
  'remove-receiver',
  'take-receipt',
  'send-handoff',
  'freeze-authority',
  'distrust-authority',
  'emergency-crl',
  'revoke-ca',
  'reissue-fleet',
]

describe('A rehearsal of every other ceremony', { timeout: 240_000 }, () => {
  it('comes to its end without anybody at the window, and leaves a log that verifies', async () => {
    const { layout } = await withSession((session) => Promise.resolve(session.facility))
    const token = await createPracticeToken(layout.practiceHsm, { ...PRACTICE_TOKEN, label: 'backup-hsm' })
    const fleet = present(library.policies.get('fleet'), 'policy')
    const file = join(folder, 'next.policy.yaml')
    writeFileSync(file, JSON.stringify({ ...fleet, version: fleet.version + 1 }))
    const more = {
      newToken: () => Promise.resolve(token),
      policyFile: () => Promise.resolve(file),
      newCredential: () =>
        Promise.resolve({ kind: 'key-file' as const, secret: utf8ToBytes('five new words for practice'), place: 'facility' as const }),
    }
    for (const [procedure, inputs] of Object.entries(OTHERS)) {
      const plan = makePlan(library, findProcedure(library, procedure), `Run ${procedure}`, inputs)
      const run = await withSession((session) => runPlan(session, plan, castAnswers(folder, more), () => undefined))
      expect([procedure, run.status, run.exceptions]).toEqual([procedure, 'closed', []])
    }
    expect(await verifyFacility(result.facility)).toMatchObject({ ok: true, problems: [] })
    const state = await withSession(({ facility }) => Promise.resolve(facility.state))
    expect(state.room.bags.items.get(PRACTICE_TOKEN.name)).toMatchObject({ bag: 'PRACTICE-0004' })
    expect(latestCrl(state, 'fleet-root-g1')).toMatchObject({ number: 3 })
  })

  it('leaves none out', () => {
    const all = [...Object.keys(OTHERS), ...ELSEWHERE, 'generate-root', 'issue-intermediate']
    const ceremonies = [...library.procedures].filter(([, procedure]) => !isPlaybook(procedure)).map(([name]) => name)
    expect(all.toSorted()).toEqual(ceremonies.toSorted())
  })
})

async function withSession<T>(work: (session: FacilityConsole) => Promise<T>): Promise<T> {
  const session = await FacilityConsole.open(result.facility, consoleOptions())
  try {
    return await work(session)
  } finally {
    await session.close()
  }
}
