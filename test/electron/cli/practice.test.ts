import { X509Certificate } from 'node:crypto'
import { spawn, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tamper } from '../core/log/forged-log.ts'
import { CLI, codeOf, conclave, conclaveJson, type Json, type Result } from './command-line.ts'

let folder: string
let first: Result
let practice: {
  facility: string
  certificates: { root: string; issuing: string; signers: string[] }
  handoff: { folder: string; tar: string }
  checkpoint: { size: number; root: string; note: string }
  commands: string[]
}
let out: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "conclave cli's "))
  out = join(folder, 'made', 'practice')
  first = conclave(['practice', '--out', out, '--json'])
  practice = JSON.parse(first.stdout) as typeof practice
}, 300_000)

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const copied = (name: string): string => {
  const target = join(folder, name)
  cpSync(practice.facility, target, { recursive: true })
  return target
}

function listing(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => `${file} ${String(statSync(file).mtimeMs)} ${String(statSync(file).size)}`)
    .toSorted()
}

describe('practice', () => {
  it('prints one JSON object with everything it made, and progress in words on standard error', () => {
    expect(first.code).toBe(0)
    expect(first.stdout.trimEnd().split('\n')).toHaveLength(1)
    const { certificates, handoff, facility } = practice
    for (const path of [
      facility,
      certificates.root,
      certificates.issuing,
      ...certificates.signers,
      handoff.folder,
      handoff.tar,
    ]) {
      expect(existsSync(path)).toBe(true)
      expect(path.startsWith(out)).toBe(true)
    }
    expect(practice.checkpoint.note.split('\n')[1]).toBe(String(practice.checkpoint.size))
    const lines = first.stderr.trimEnd().split('\n')
    expect(lines.length).toBeGreaterThan(20)
    for (const line of lines) expect(line).toMatch(/^ *\d+ % {2}\w/)
  })

  it('prints commands of stock tools that pass word for word', () => {
    for (const tool of [
      'openssl verify',
      '-crl_check_all',
      'openssl cms -verify',
      'sha256sum',
      'certtool --verify',
      'log verify',
      'handoff verify',
    ]) {
      expect(practice.commands.some((command) => command.includes(tool))).toBe(true)
    }
    const failed = practice.commands.map((command) => ({
      command,
      ...spawnSync('sh', ['-c', command], { cwd: '/', encoding: 'utf8' }),
    }))
    expect(failed.filter(({ status }) => status !== 0).map(({ command, stderr }) => ({ command, stderr }))).toEqual([])
  })

  it('refuses the same folder a second time and changes nothing', () => {
    const before = listing(out)
    const again = conclave(['practice', '--out', out])
    expect(again.code).toBe(1)
    expect(codeOf(again)).toBe('facility-exists')
    expect(listing(out)).toEqual(before)
  })

  it('refuses a folder with anything in it before it makes anything', () => {
    const busy = join(folder, 'busy')
    mkdirSync(busy)
    writeFileSync(join(busy, 'note.txt'), 'mine')
    expect(codeOf(conclave(['practice', '--out', busy]))).toBe('facility-exists')
    expect(readdirSync(busy)).toEqual(['note.txt'])
  })

  it('leaves nothing behind when there is no SoftHSM', () => {
    const target = join(folder, 'deep', 'er', 'x')
    const env = { ...process.env, SOFTHSM2_MODULE: '/nonexistent' }
    const { status, stderr } = spawnSync(process.execPath, [CLI, 'practice', '--out', target], {
      env,
      encoding: 'utf8',
    })
    expect(status).toBe(1)
    expect(stderr).toContain('conclave: module-not-found: ')
    expect(existsSync(join(folder, 'deep'))).toBe(false)
  })

  it('removes what it made when it is stopped with Ctrl-C', async () => {
    const target = join(folder, 'stopped')
    const child = spawn(process.execPath, [CLI, 'practice', '--out', target], { stdio: ['ignore', 'ignore', 'pipe'] })
    let shown = ''
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      if (!shown.includes('step 4') && (shown + chunk).includes('step 4')) child.kill('SIGINT')
      shown += chunk
    })
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect(code).toBe(130)
    expect(existsSync(target)).toBe(false)
  })
})

describe('log verify', () => {
  it('exits with 0 for the facility, also from the checkpoint inside the hand-off', () => {
    const from = join(practice.handoff.folder, 'log', 'checkpoint')
    const { code, json } = conclaveJson(['log', 'verify', practice.facility, '--from', from])
    expect(code).toBe(0)
    expect(json).toMatchObject({
      ok: true,
      firstBad: null,
      entries: practice.checkpoint.size,
      root: practice.checkpoint.root,
    })
  })

  it.each<[string, number, (database: Database.Database) => void]>([
    [
      'a changed byte',
      29,
      (database) =>
        database.exec(
          "UPDATE entries SET bytes = CAST(replace(CAST(bytes AS TEXT), 'generate-key', 'generate-kez') AS BLOB) WHERE idx = 29",
        ),
    ],
    ['a removed entry', 40, (database) => database.exec('DELETE FROM entries WHERE idx = 40')],
    [
      'two entries swapped',
      50,
      (database) =>
        database.exec(
          'UPDATE entries SET idx = 999999 WHERE idx = 50; UPDATE entries SET idx = 50 WHERE idx = 51; UPDATE entries SET idx = 51 WHERE idx = 999999',
        ),
    ],
    ['a tail that was cut', 120, (database) => database.exec('DELETE FROM entries WHERE idx >= 120')],
  ])('exits with 1 for %s and names entry %i', (what, index, change) => {
    const facility = copied(`tampered-${what.replaceAll(' ', '-')}`)
    tamper(facility, change)
    const result = conclave(['log', 'verify', facility])
    expect(result.code).toBe(1)
    expect(codeOf(result)).toBe('log-inconsistent')
    expect(result.stdout).toContain(`entry ${String(index)}`)
    const { code, json } = conclaveJson(['log', 'verify', facility])
    expect(code).toBe(1)
    expect(json).toMatchObject({ ok: false, firstBad: index })
    expect((json['error'] as Json)['detail']).toMatchObject({ index })
  })

  it('exits with 1 for a byte of the database file itself that lies in an entry', () => {
    const facility = copied('raw-byte')
    const path = join(facility, 'ledger.db')
    const bytes = readFileSync(path)
    const at = bytes.indexOf('"kind":"approval-given"')
    expect(at).toBeGreaterThan(0)
    bytes[at + 10] = (bytes[at + 10] ?? 0) ^ 1
    writeFileSync(path, bytes)
    const { code, json } = conclaveJson(['log', 'verify', facility])
    expect(code).toBe(1)
    expect(json['firstBad']).toEqual(expect.any(Number))
  })

  it('refuses a checkpoint file that is none', () => {
    expect(codeOf(conclave(['log', 'verify', practice.facility, '--from', practice.certificates.root]))).toBe(
      'invalid-request',
    )
  })
})

describe('log show and facility status', () => {
  it('shows the entries as sentences, and with --json as data', () => {
    const { code, stdout } = conclave(['log', 'show', practice.facility, '--brief', '--from', '47', '--to', '48'])
    expect(code).toBe(0)
    const lines = stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(/^ +47 .*approve +Tomás Oliveira approved the root certificate$/)
    const { json } = conclaveJson(['log', 'show', practice.facility, '--from', '0', '--to', '0'])
    expect(json).toMatchObject({
      size: practice.checkpoint.size,
      entries: [{ index: 0, kind: 'facility-founded', sentence: { label: 'found' } }],
    })
  })

  it('says below each sentence what it rests on: the same digest from the preview to the signature', () => {
    const { json } = conclaveJson(['log', 'show', practice.facility, '--run', 'run-0001'])
    const entries = json['entries'] as { kind: string; run: string; step: string; evidence: [string, string][] }[]
    expect(new Set(entries.map(({ run }) => run))).toEqual(new Set(['run-0001']))
    const valueOf = (kind: string, step: string, label: string): string =>
      entries
        .find((entry) => entry.kind === kind && entry.step === step)
        ?.evidence.find(([name]) => name === label)?.[1] ?? 'nothing'
    const bytes = valueOf('step-done', 'preview-root', 'to be signed')
    expect(bytes).toMatch(/^[0-9a-f]{64}$/)
    expect(valueOf('approval-given', 'approve-root', 'approves')).toMatch(new RegExp(`^certificate of .* ${bytes}$`))
    expect(valueOf('approval-given', 'approve-root', 'signed with')).toBe('tomas-oliveira-1')
    expect(valueOf('step-intended', 'issue-root', 'to be signed')).toBe(bytes)
  })

  it('tells what is there, that no run is open, and the last checkpoint', () => {
    const before = listing(practice.facility)
    const { code, json } = conclaveJson(['facility', 'status', practice.facility])
    expect(code).toBe(0)
    expect(json).toMatchObject({
      mode: 'practice',
      openRun: null,
      entries: practice.checkpoint.size,
      checkpoint: { root: { hex: practice.checkpoint.root }, uncovered: 0 },
    })
    expect(json['keys']).toHaveLength(3)
    expect(conclave(['facility', 'status', practice.facility]).stdout).toContain('No run is open.')
    expect(listing(practice.facility)).toEqual(before)
  })
})

describe('handoff verify', () => {
  const verify = (path: string, ...more: string[]): ReturnType<typeof conclaveJson> =>
    conclaveJson(['handoff', 'verify', path, '--signers', ...practice.certificates.signers, ...more])

  it('accepts folder and archive of the practice job, only when practice is allowed', () => {
    for (const path of [practice.handoff.folder, practice.handoff.tar]) {
      expect(verify(path, '--domain', 'fleet', '--allow-practice')).toMatchObject({ code: 0, json: { ok: true } })
      expect(verify(path, '--domain', 'fleet')).toMatchObject({
        code: 1,
        json: { ok: false, error: { code: 'handoff-practice' } },
      })
    }
  })

  it('refuses another domain and one signer of two', () => {
    const { tar } = practice.handoff
    expect(verify(tar, '--domain', 'other', '--allow-practice').json['error']).toMatchObject({
      code: 'handoff-wrong-domain',
    })
    const [one = '', two = ''] = practice.certificates.signers
    expect(conclaveJson(['handoff', 'verify', tar, '--signers', one, '--allow-practice']).json['error']).toMatchObject({
      code: 'handoff-signers-missing',
    })
    expect(conclaveJson(['handoff', 'verify', tar, '--signers', one, '--signers', two, '--allow-practice']).code).toBe(
      0,
    )
  })

  it('with signers that were pinned by the digests of the room, accepts it', () => {
    const state = join(folder, 'receiver-state')
    const paper = join(folder, 'paper.txt')
    const digests = practice.certificates.signers.map((path) => new X509Certificate(readFileSync(path)).fingerprint256)
    writeFileSync(paper, digests.join('\n'))
    const pin = ['handoff', 'pin', '--state', state, '--receiver', 'gate', '--domain', 'fleet', '--expect', paper]
    const { tar } = practice.handoff
    expect(conclaveJson([...pin, '--from', tar, '--practice'])).toMatchObject({ code: 0, json: { threshold: 2 } })
    expect(conclaveJson(['handoff', 'verify', tar, '--state', state])).toMatchObject({ code: 0, json: { ok: true } })
  })

  it.each(['manifest.json', 'SHA256SUMS', 'trust/state.json', 'signatures/handoff-a.p7s', 'log/checkpoint'])(
    'refuses it when one byte of %s was changed',
    (path) => {
      const target = join(folder, `handoff-${path.replaceAll('/', '-')}`)
      cpSync(practice.handoff.folder, target, { recursive: true })
      const bytes = readFileSync(join(target, path))
      const at = Math.floor(bytes.length / 2)
      bytes[at] = (bytes[at] ?? 0) ^ 1
      writeFileSync(join(target, path), bytes)
      expect(verify(target, '--allow-practice')).toMatchObject({ code: 1, json: { ok: false } })
    },
  )
})
