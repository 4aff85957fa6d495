import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hostClock } from '../../../electron/core/clock.ts'
import { foundFacility, prepareFacilityFolder } from '../../../electron/core/facility/found.ts'
import { loadLibrary } from '../../../electron/core/procedure/library.ts'
import {
  CHECKOUT,
  codeOf,
  conclave,
  conclaveJson,
  inTerminal,
  type Json,
  lastDigest,
  type Typed,
} from './command-line.ts'

const EXAMPLES = join(CHECKOUT, 'ceremonies', 'examples')
const ROOT_PLAN = join(EXAMPLES, 'create-root.plan.yaml')
const ANSWERS = join(EXAMPLES, 'practice.answers.yaml')

let folder: string
let original: string
let copies = 0

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-run-'))
  original = join(folder, 'practice')
  const { code, stderr } = conclave(['practice', '--out', original])
  if (code !== 0) throw new Error(stderr)
}, 300_000)

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** A facility of its own for each test. */
function facility(): string {
  copies += 1
  const target = join(folder, `facility-${String(copies)}`)
  cpSync(join(original, 'facility'), target, { recursive: true })
  return target
}

function answers(change: (text: string) => string): string {
  copies += 1
  const path = join(folder, `answers-${String(copies)}.yaml`)
  writeFileSync(path, change(readFileSync(ANSWERS, 'utf8')))
  return path
}

const openRun = (directory: string): Json | null =>
  conclaveJson(['facility', 'status', directory]).json['openRun'] as Json | null

/** The witness reads a digest, and an officer types it. */
const heardBack: readonly (readonly [RegExp, Typed])[] = [
  [/Who reads it aloud[^?]*\? /, 'greta-lindqvist\r'],
  [/Who hears it[^?]*\? /, 'priya-raman\r'],
  [/types at least 16 words[^:]*: /, (before) => `${lastDigest(before)}\r`],
]

describe('run with answers', () => {
  it('takes a plan to its end, and the log still verifies', () => {
    const directory = facility()
    const { code, json, stderr } = conclaveJson(['run', ROOT_PLAN, '--facility', directory, '--answers', ANSWERS])
    expect(stderr).toContain('Step 26 of 26: Sign off')
    expect(code).toBe(0)
    expect(json).toMatchObject({ status: 'closed', run: 'run-0003', practice: true, title: 'Create Fleet Root G2' })
    expect(json['certificates']).toHaveLength(3)
    expect(conclave(['log', 'verify', directory]).code).toBe(0)
    const again = conclave(['run', ROOT_PLAN, '--facility', directory, '--answers', ANSWERS])
    expect(again.code).toBe(1)
    expect(codeOf(again)).toBe('plan-invalid')
    expect(again.stdout).toMatch(
      /create-root\.plan\.yaml:12:3 name-taken the facility has a key called "fleet-root-g2" already/,
    )
  })

  it('finds the request and writes the hand-off beside the answers file', () => {
    const directory = facility()
    const beside = mkdtempSync(join(folder, 'beside-'))
    cpSync(join(original, 'fleet', 'issuing-ca.csr.pem'), join(beside, 'request.pem'))
    writeFileSync(
      join(beside, 'answers.yaml'),
      `${readFileSync(ANSWERS, 'utf8')}request: request.pem\nmedia: .\nexport: .\n`,
    )
    const plan = join(EXAMPLES, 'issue-intermediate.plan.yaml')
    const { code, json } = conclaveJson([
      'run',
      plan,
      '--facility',
      directory,
      '--answers',
      join(beside, 'answers.yaml'),
    ])
    expect(code).toBe(0)
    expect(json['handoffs']).toMatchObject([{ name: 'PRACTICE-handoff-fleet-1-2', destination: beside }])
    const handoff = join(beside, 'PRACTICE-handoff-fleet-1-2.tar')
    const signers = join(original, 'handoff', 'handoff-signers')
    expect(
      conclave(['handoff', 'verify', handoff, '--signers', signers, '--domain', 'fleet', '--allow-practice']).code,
    ).toBe(0)
  })

  it('stops at a wrong PIN, refuses another plan meanwhile, and goes on with the same run', () => {
    const directory = facility()
    const wrong = answers((text) => text.replace('123456', '654321'))
    const stopped = conclave(['run', ROOT_PLAN, '--facility', directory, '--answers', wrong])
    expect(stopped.code).toBe(1)
    expect(codeOf(stopped)).toBe('pin-incorrect')
    expect(openRun(directory)).toMatchObject({
      run: 'run-0003',
      step: { id: 'open', status: 'failed' },
      outcomeUnknown: false,
    })

    const other = join(folder, 'other.plan.yaml')
    writeFileSync(other, readFileSync(ROOT_PLAN, 'utf8').replace('Fleet Root G2', 'Fleet Root G3'))
    const mismatch = conclave(['run', other, '--facility', directory, '--answers', ANSWERS])
    expect(mismatch.code).toBe(1)
    expect(codeOf(mismatch)).toBe('plan-mismatch')

    const { code, json } = conclaveJson(['run', ROOT_PLAN, '--facility', directory, '--answers', ANSWERS])
    expect(code).toBe(0)
    expect(json).toMatchObject({ run: 'run-0003', status: 'closed' })
    expect(openRun(directory)).toBeNull()
    expect(conclave(['log', 'verify', directory]).code).toBe(0)
  })

  it('stops where the quorum is not met or an answer is missing, and goes on from there', () => {
    const directory = facility()
    const alone = answers((text) =>
      text.replace('approvers: [tomas-oliveira, priya-raman]', 'approvers: [tomas-oliveira]'),
    )
    const first = conclave(['run', ROOT_PLAN, '--facility', directory, '--answers', alone])
    expect(codeOf(first)).toBe('quorum-not-met')
    expect(openRun(directory)).toMatchObject({ step: { id: 'approve-root' } })
    const silent = answers((text) => text.replace(/ {2}priya-raman: practice.*\n/, ''))
    expect(codeOf(conclave(['run', ROOT_PLAN, '--facility', directory, '--answers', silent]))).toBe('plan-invalid')
    expect(conclave(['run', ROOT_PLAN, '--facility', directory, '--answers', ANSWERS]).code).toBe(0)
  })

  it.each<[string, (text: string) => string, string]>([
    [
      'a wrong passphrase of the starter',
      (text) => text.replace('practice hanna voss', 'practice hanna vos'),
      'passphrase-incorrect',
    ],
    ['an unknown starter', (text) => text.replace('starter: hanna-voss', 'starter: nobody'), 'plan-invalid'],
    ['a key that is not known', (text) => `${text}surprise: 1\n`, 'plan-invalid'],
    [
      'an answers file that is for something else',
      (text) => text.replace('answers: practice', 'answers: production'),
      'plan-invalid',
    ],
    ['a PIN that is a number', (text) => text.replace("'123456'", '123456'), 'plan-invalid'],
  ])('refuses %s before anything is started', (_what, change, code) => {
    const directory = facility()
    const result = conclave(['run', ROOT_PLAN, '--facility', directory, '--answers', answers(change)])
    expect(result.code).toBe(1)
    expect(codeOf(result)).toBe(code)
    expect(openRun(directory)).toBeNull()
  })

  it('refuses a facility that is open elsewhere', async () => {
    const directory = facility()
    const holder = spawn(process.execPath, [join(CHECKOUT, 'test', 'support', 'hold-lock.ts'), directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      await once(holder.stdout, 'data')
      const result = conclave(['run', ROOT_PLAN, '--facility', directory, '--answers', ANSWERS])
      expect(result.code).toBe(1)
      expect(codeOf(result)).toBe('facility-in-use')
    } finally {
      holder.kill('SIGKILL')
    }
  })

  it('is refused in a production facility, which stays as it was', () => {
    const directory = join(folder, 'production')
    const policy = loadLibrary(join(CHECKOUT, 'ceremonies')).policies.get('fleet')
    if (policy === undefined) throw new Error('no policy')
    const layout = prepareFacilityFolder(directory)
    foundFacility(
      layout,
      {
        name: 'Vault',
        mode: 'production',
        origin: 'vault.example/log',
        people: [],
        policy,
        tokens: [],
        machine: { modules: [{ path: '/nonexistent.so' }] },
      },
      hostClock,
    )
    const stamp = (): string[] =>
      readdirSync(directory).map((name) => `${name} ${String(statSync(join(directory, name)).mtimeMs)}`)
    const before = stamp()
    const result = conclave(['run', ROOT_PLAN, '--facility', directory, '--answers', ANSWERS])
    expect(result.code).toBe(1)
    expect(codeOf(result)).toBe('facility-not-practice')
    expect(stamp()).toEqual(before)
  })
})

describe('run without answers', () => {
  it('does not read passphrases from a pipe', () => {
    const directory = facility()
    const result = conclave(['run', ROOT_PLAN, '--facility', directory])
    expect(result.code).toBe(1)
    expect(codeOf(result)).toBe('invalid-request')
    expect(openRun(directory)).toBeNull()
  })

  it('asks people at the terminal, shows no secret, asks again after a wrong one', async () => {
    const directory = facility()
    const line = (text: string): string => `${text}\r`
    const pass = (who: string): [RegExp, string] => [/Passphrase of [^:]+: /, line(`practice ${who}`)]
    const pin: [RegExp, string] = [/PIN of practice-hsm: /, line('123456')]
    const approve: [RegExp, string][] = [
      [/Which officer approves[^?]*\? \(empty: nobody\) /, line('tomas-oliveira')],
      pass('tomas oliveira'),
      [/Which officer approves[^?]*\? \(empty: nobody\) /, line('priya-raman')],
      pass('priya raman'),
    ]
    const signOff = (who: string): [RegExp, string][] => [
      [/was the script followed\? \(yes\/no\) /, line('yes')],
      [/Remark \(may be empty\): /, line('')],
      pass(who),
    ]
    const { code, shown } = await inTerminal(
      ['run', ROOT_PLAN, '--facility', directory],
      [
        [/Who starts the run\? /, line('1')],
        [/Passphrase of Hanna Voss/, line('practice hanna wrong')],
        [/Who starts the run\? /, line('hanna-voss')],
        pass('hanna voss'),
        [/Who is in the room\?[^:]*: /, line('1 2 3 5')],
        pass('hanna voss'),
        pass('tomas oliveira'),
        pass('priya raman'),
        pass('greta lindqvist'),
        [/First reference clock: /, line('wall clock')],
        [/Who reads it[^?]*\? /, line('1')],
        [/YYYY-MM-DDTHH:MM:SSZ: /, line(`${new Date().toISOString().slice(0, 19)}Z`)],
        [/Second reference clock: /, line('watch')],
        [/Who reads it[^?]*\? /, line('priya-raman')],
        [/YYYY-MM-DDTHH:MM:SSZ: /, line(`${new Date().toISOString().slice(0, 19)}Z`)],
        [/PIN of practice-hsm: /, line('999999')],
        pin,
        ...approve,
        pin,
        ...heardBack,
        ...approve,
        ...approve,
        [/practice-hsm came out of \(empty: none\): /, line('PRACTICE-0002')],
        [/practice-hsm goes into \(empty: none\): /, line('mx 000417')],
        ...signOff('hanna voss'),
        ...signOff('tomas oliveira'),
        ...signOff('priya raman'),
        ...signOff('greta lindqvist'),
      ],
    )
    expect(shown).toContain('Create Fleet Root G2 (run-0003) is closed.')
    expect(code).toBe(0)
    for (const secret of ['practice hanna', 'practice tomas', '123456', '999999']) expect(shown).not.toContain(secret)
    expect(shown).toContain('SHA-256 of what is to be signed')
    expect(conclave(['log', 'verify', directory]).code).toBe(0)
  })

  it('stops at a prompt with Ctrl-C; the run stays open, and its token is opened again when it goes on', async () => {
    const directory = facility()
    const { code, shown } = await inTerminal(
      ['run', ROOT_PLAN, '--facility', directory],
      [
        [/Who starts the run\? /, '1\r'],
        [/Passphrase of [^:]+: /, 'practice hanna voss\r'],
        [/Who is in the room\?[^:]*: /, '1 2 3 5\r'],
        [/Passphrase of [^:]+: /, 'practice hanna voss\r'],
        [/Passphrase of [^:]+: /, 'practice tomas oliveira\r'],
        [/Passphrase of [^:]+: /, 'practice priya raman\r'],
        [/Passphrase of [^:]+: /, 'practice greta lindqvist\r'],
        [/First reference clock: /, '\r'],
        [/Who reads it[^?]*\? /, '1\r'],
        [/YYYY-MM-DDTHH:MM:SSZ: /, `${new Date().toISOString().slice(0, 19)}Z\r`],
        [/Second reference clock: /, '\r'],
        [/Who reads it[^?]*\? /, '2\r'],
        [/YYYY-MM-DDTHH:MM:SSZ: /, `${new Date().toISOString().slice(0, 19)}Z\r`],
        [/PIN of practice-hsm: /, '123456\r'],
        [/Which officer approves[^?]*\? \(empty: nobody\) /, 'tomas-oliveira\r'],
        [/Passphrase of [^:]+: /, 'practice tomas oliveira\r'],
        [/Which officer approves[^?]*\? \(empty: nobody\) /, 'priya-raman\r'],
        [/Passphrase of [^:]+: /, 'practice priya raman\r'],
        [/PIN of practice-hsm: /, '123456\r'],
        ...heardBack,
        [/Which officer approves[^?]*\? \(empty: nobody\) /, '\u0003'],
      ],
    )
    expect(code).toBe(130)
    expect(shown).toContain('the run stays open')
    expect(openRun(directory)).toMatchObject({ run: 'run-0003', step: { id: 'approve-crl' } })
    const { code: goneOn, json } = conclaveJson(['run', ROOT_PLAN, '--facility', directory, '--answers', ANSWERS])
    expect(goneOn).toBe(0)
    expect(json).toMatchObject({ run: 'run-0003', status: 'closed' })
  })
})
