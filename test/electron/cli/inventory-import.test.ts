import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeFleet } from '../../support/fleet-certificates.ts'
import { scratchFolders } from '../../support/scratch-folder.ts'
import { CLI, codeOf, conclave, conclaveJson } from './command-line.ts'

const scratch = scratchFolders()

/** Starts an import and kills it as soon as it said that so many rows were read. */
function killedAfter(rows: number, args: readonly string[]): Promise<string | null> {
  const child = spawn(process.execPath, [CLI, 'inventory', 'import', ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  let shown = ''
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      shown += chunk
      const last = Number([...shown.matchAll(/([\d,]+) rows/g)].at(-1)?.[1]?.replaceAll(',', '') ?? 0)
      if (last >= rows) child.kill('SIGKILL')
    })
    child.on('close', (_, signal) => {
      resolve(signal)
    })
  })
}

describe('conclave inventory', () => {
  it('killed in the middle, twice, it goes on to the same inventory: nothing twice, nothing lost', async () => {
    const folder = scratch()
    const [der, jsonl] = [join(folder, 'fleet.der'), join(folder, 'more.jsonl')]
    writeFleet(der, 120_000)
    const rows = Array.from({ length: 30_000 }, (_, index) =>
      index % 1000 === 7
        ? '{"broken": '
        : `{"serial":"99${index.toString(16).padStart(6, '0')}","issuer_key_id":"0a0b","not_before":"2026-10-01T00:00:00Z","not_after":"2026-12-01T00:00:00Z","service":"s${String(index % 50)}"}`,
    )
    writeFileSync(jsonl, rows.join('\n'))
    const given = (out: string, ...more: string[]) => [der, jsonl, '--out', join(folder, out), ...more]
    const whole = conclaveJson(['inventory', 'import', ...given('whole.db')])
    expect(whole.code).toBe(0)
    expect(await killedAfter(70_000, given('killed.db'))).toBe('SIGKILL')
    expect(codeOf(conclave(['inventory', 'show', join(folder, 'killed.db')]))).toBe('inventory-incomplete')
    expect(await killedAfter(125_000, given('killed.db', '--resume'))).toBe('SIGKILL')
    const resumed = conclaveJson(['inventory', 'import', ...given('killed.db', '--resume')])
    expect(resumed.json['digest']).toBe(whole.json['digest'])
    expect(resumed.json['document']).toMatchObject({ rows: 149_970, rejected: 30, repeated: { rows: 0 } })
    expect(readFileSync(join(folder, 'killed.db.rejects.jsonl'))).toEqual(
      readFileSync(join(folder, 'whole.db.rejects.jsonl')),
    )
    expect(conclaveJson(['inventory', 'show', join(folder, 'killed.db')]).json['digest']).toBe(whole.json['digest'])
  })

  it('says in words what went in and what did not', () => {
    const folder = scratch()
    const file = join(folder, 'fleet.jsonl')
    writeFileSync(
      file,
      '{"serial": "01", "issuer_key_id": "0a", "not_before": "2026-10-01T00:00:00Z", "not_after": "2026-12-01T00:00:00Z"}\nnothing\n',
    )
    const { code, stdout } = conclave(['inventory', 'import', file, '--out', join(folder, 'fleet.db')])
    expect(code).toBe(0)
    expect(stdout).toContain('fleet.jsonl (json-lines)')
    expect(stdout).toMatch(/Set aside\s+1, in .*fleet\.db\.rejects\.jsonl/)
    expect(codeOf(conclave(['inventory', 'import', file, '--out', join(folder, 'fleet.db')]))).toBe('file-exists')
    expect(conclave(['inventory', 'import', file]).code).toBe(2)
    expect(conclave(['inventory', 'import', file, '--out', join(folder, 'x.db'), '--of', 'me']).code).toBe(2)
  })
})

describe('conclave impact', () => {
  it('answers what hangs on a CA, in words and as a document', () => {
    const folder = scratch()
    writeFleet(join(folder, 'fleet.der'), 3000)
    const index = join(folder, 'fleet.db')
    expect(conclave(['inventory', 'import', join(folder, 'fleet.der'), '--out', index]).code).toBe(0)
    const args = ['impact', '--inventory', folder, '--as-of', '2026-10-02T00:00:00Z']
    const { code, json } = conclaveJson(args)
    expect(code).toBe(0)
    expect(json).toMatchObject({ format: 'conclave-impact/v1', totals: { certificates: 3000, live: 3000 } })
    expect(conclave(args).stdout).toContain('3,000 certificates have to be replaced')
    writeFileSync(join(folder, 'ca.pem'), 'no certificate')
    expect(codeOf(conclave([...args, '--authority', join(folder, 'ca.pem')]))).toBe('certificate-malformed')
    expect(conclave([...args, '--since', 'yesterday']).code).toBe(2)
    expect(codeOf(conclave(['impact', '--inventory', join(folder, 'none')]))).toBe('file-not-found')
  })
})

describe('conclave inventory reconcile', () => {
  it('names the file and the line of what nobody can explain, and exits with 1', () => {
    const folder = scratch()
    const row = (serial: string): string =>
      `{"serial":"${serial}","issuer_key_id":"0a","not_before":"2026-10-01T00:00:00Z","not_after":"2030-12-01T00:00:00Z"}\n`
    const index = (of: string, rows: string): string => {
      writeFileSync(join(folder, `${of}.jsonl`), rows)
      const out = join(folder, `${of}.db`)
      expect(conclave(['inventory', 'import', join(folder, `${of}.jsonl`), '--of', of, '--out', out]).code).toBe(0)
      return out
    }
    const fleet = index('fleet', row('01') + row('666a') + row('02'))
    const issuer = index('issuer', row('01') + row('02'))
    const args = ['inventory', 'reconcile', '--fleet', fleet, '--issuer', issuer]
    const result = conclave(args)
    expect(result.code).toBe(1)
    expect(codeOf(result)).toBe('inventory-unexplained')
    expect(result.stdout).toContain('fleet.jsonl, line 2: serial 666a')
    expect(conclave(['inventory', 'reconcile', '--fleet', issuer, '--issuer', fleet]).code).toBe(0)
    expect(conclave(['inventory', 'reconcile', '--fleet', fleet]).code).toBe(2)
  })
})
