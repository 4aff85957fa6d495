import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hostClock } from '../../../electron/core/clock.ts'
import { foundFacility, prepareFacilityFolder } from '../../../electron/core/facility/found.ts'
import { loadLibrary } from '../../../electron/core/procedure/library.ts'
import { CHECKOUT, codeOf, conclave, conclaveJson } from './command-line.ts'
import { ANSWERS, EXAMPLES, openRun, practiceCopies, ROOT_PLAN } from './practice-copies.ts'

const copies = practiceCopies()
let written = 0

function answers(change: (text: string) => string): string {
  written += 1
  const path = join(copies.folder(), `answers-${String(written)}.yaml`)
  writeFileSync(path, change(readFileSync(ANSWERS, 'utf8')))
  return path
}

describe('run with answers', () => {
  it('takes a plan to its end, and the log still verifies', () => {
    const directory = copies.facility()
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
    const directory = copies.facility()
    const beside = mkdtempSync(join(copies.folder(), 'beside-'))
    cpSync(join(copies.original(), 'fleet', 'issuing-ca.csr.pem'), join(beside, 'request.pem'))
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
    const signers = join(copies.original(), 'handoff', 'handoff-signers')
    expect(
      conclave(['handoff', 'verify', handoff, '--signers', signers, '--domain', 'fleet', '--allow-practice']).code,
    ).toBe(0)
  })

  it('stops at a wrong PIN, refuses another plan meanwhile, and goes on with the same run', () => {
    const directory = copies.facility()
    const wrong = answers((text) => text.replace('123456', '654321'))
    const stopped = conclave(['run', ROOT_PLAN, '--facility', directory, '--answers', wrong])
    expect(stopped.code).toBe(1)
    expect(codeOf(stopped)).toBe('pin-incorrect')
    expect(openRun(directory)).toMatchObject({
      run: 'run-0003',
      step: { id: 'open', status: 'failed' },
      outcomeUnknown: false,
    })

    const other = join(copies.folder(), 'other.plan.yaml')
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
    const directory = copies.facility()
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
    const directory = copies.facility()
    const result = conclave(['run', ROOT_PLAN, '--facility', directory, '--answers', answers(change)])
    expect(result.code).toBe(1)
    expect(codeOf(result)).toBe(code)
    expect(openRun(directory)).toBeNull()
  })

  it('refuses a facility that is open elsewhere', async () => {
    const directory = copies.facility()
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
    const directory = join(copies.folder(), 'production')
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
