import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sha256Hex } from '../../../shared/bytes.ts'
import { scratchFolders } from '../../support/scratch-folder.ts'
import { CHECKOUT, codeOf, conclave, conclaveJson } from './command-line.ts'

const scratch = scratchFolders()
const CEREMONIES = join(CHECKOUT, 'ceremonies')
const ROOT_PLAN = join(CEREMONIES, 'examples', 'create-root.plan.yaml')
const ISSUE_PLAN = join(CEREMONIES, 'examples', 'issue-intermediate.plan.yaml')
const GOOD = readFileSync(ROOT_PLAN, 'utf8')
const ROOT_CEREMONY = join(CEREMONIES, 'generate-root.ceremony.yaml')
const CEREMONY = readFileSync(ROOT_CEREMONY, 'utf8')

function file(name: string, content: string | Uint8Array): string {
  const path = join(scratch(), name)
  writeFileSync(path, content)
  return path
}

describe('plan show', () => {
  it('prints the script under the headings a to h, every step with its line, and the digest', () => {
    const { code, stdout } = conclave(['plan', 'show', ROOT_PLAN])
    expect(code).toBe(0)
    for (const letter of 'abcdefgh') expect(stdout).toMatch(new RegExp(`^${letter}\\) `, 'm'))
    expect(stdout.match(/^ {3} *\d+\. .*Initials/gm)).toHaveLength(26)
    expect(stdout).toMatch(/^ {9}practice-hsm: number of the bag that was sealed: _+$/m)
    expect(stdout).toMatch(/^ {9}The first 16 words of the digest: _+$/m)
    expect(stdout).toContain('Say: "')
    expect(stdout).toContain('Fleet Root G2')
    const { json } = conclaveJson(['plan', 'show', ROOT_PLAN])
    const { hex, words } = json['digest'] as { hex: string; words: string[] }
    expect(stdout).toContain(hex.slice(0, 4))
    expect(stdout).toContain(words.slice(0, 8).join(' '))
    expect(conclaveJson(['plan', 'check', ROOT_PLAN]).json['files']).toMatchObject([{ digest: { hex, words } }])
  })

  it('leaves the inputs of a procedure blank', () => {
    const { code, stdout } = conclave(['plan', 'show', join(CEREMONIES, 'generate-root.ceremony.yaml')])
    expect(code).toBe(0)
    expect(stdout).toMatch(/Country of the CA +_{10}/)
  })

  it('gives a plan another digest when any input is another', () => {
    const other = file('other.plan.yaml', GOOD.replace('Fleet Root G2', 'Fleet Root G3'))
    expect(conclaveJson(['plan', 'show', other]).json['digest']).not.toEqual(
      conclaveJson(['plan', 'show', ROOT_PLAN]).json['digest'],
    )
  })
})

describe('plan show with terms', () => {
  it('prints who performs a step, and from when and until when, with places to write the times', () => {
    const terms =
      'by: officer\n        after: { step: assemble, wait: 10m }\n        due: { step: assemble, within: 2h }\n        '
    const path = file(
      'terms.ceremony.yaml',
      CEREMONY.replace('title: Compare the clock', `${terms}title: Compare the clock`),
    )
    const { stdout } = conclave(['plan', 'show', path])
    expect(stdout).toContain('Performed by the officer.')
    expect(stdout).toContain('Not before 10 minutes after the end of step 1: not before ________Z.')
    expect(stdout).toContain('Due within 2 hours after the end of step 1: by ________Z')
  })
})

describe('plan diff', () => {
  it('says in words what changed, and that nothing did when only comments did', () => {
    const other = file('other.plan.yaml', GOOD.replace('country: CH', 'country: DE'))
    const result = conclave(['plan', 'diff', ROOT_PLAN, other])
    expect(result).toMatchObject({ code: 0, stdout: '* The input "Country of the CA" was CH, is DE.\n' })
    const commented = file('commented.plan.yaml', `# said\n${GOOD}`)
    const same = conclaveJson(['plan', 'diff', ROOT_PLAN, commented, '--exit-code'])
    expect(same.code).toBe(0)
    expect(same.json).toMatchObject({ same: true, differences: [] })
  })

  it('exits with 1 for a difference with --exit-code, and says the same as data', () => {
    const other = file('other.ceremony.yaml', CEREMONY.replace('algorithm: ec-p384', 'algorithm: rsa-4096'))
    const { code, json } = conclaveJson(['plan', 'diff', ROOT_CEREMONY, other, '--exit-code'])
    expect(code).toBe(1)
    expect(json).toMatchObject({
      same: false,
      differences: [{ kind: 'changed', text: expect.stringContaining('algorithm was ec-p384, is rsa-4096') as string }],
    })
  })

  it('refuses a plan beside a ceremony, and a file with problems', () => {
    expect(codeOf(conclave(['plan', 'diff', ROOT_PLAN, ROOT_CEREMONY]))).toBe('plan-mismatch')
    const bad = file('bad.plan.yaml', `${GOOD}surprise: 1\n`)
    expect(codeOf(conclave(['plan', 'diff', ROOT_PLAN, bad]))).toBe('plan-invalid')
  })
})

describe('plan preview', () => {
  it('builds every certificate of the plan with placeholders, lint clean and as planned', () => {
    const { code, json } = conclaveJson(['plan', 'preview', ROOT_PLAN])
    expect(code).toBe(0)
    const certificates = json['certificates'] as {
      step: string
      subject: string
      rows: { verdict: string }[]
      lint: { rules: number; findings: unknown[] }
    }[]
    expect(certificates.map(({ step }) => step)).toEqual([
      'preview-root',
      'preview-first-signer',
      'preview-second-signer',
    ])
    expect(certificates[0]?.subject).toBe('C=CH, O=Meridian Fleet AG, CN=Fleet Root G2')
    for (const { rows, lint } of certificates) {
      expect(rows.some(({ verdict }) => verdict === 'differs')).toBe(false)
      expect(lint.rules).toBeGreaterThan(10)
      expect(lint.findings).toEqual([])
    }
  })

  it('writes exactly the bytes whose SHA-256 it shows, never over a file', () => {
    const out = join(scratch(), 'root.tbs.der')
    const args = ['plan', 'preview', ROOT_PLAN, '--step', 'preview-root', '--tbs-out', out]
    const { json } = conclaveJson(args)
    const [certificate] = json['certificates'] as { tbs: { size: number; sha256: { hex: string } } }[]
    const bytes = readFileSync(out)
    expect(sha256Hex(new Uint8Array(bytes))).toBe(certificate?.tbs.sha256.hex)
    expect(bytes).toHaveLength(certificate?.tbs.size ?? 0)
    expect(codeOf(conclave(args))).toBe('file-exists')
  })

  it('wants --step for the file of one of several certificates', () => {
    const out = join(scratch(), 'x')
    expect(conclave(['plan', 'preview', ROOT_PLAN, '--tbs-out', out]).code).toBe(2)
    expect(conclave(['plan', 'preview', ROOT_PLAN, '--step', 'nowhere']).code).toBe(2)
    expect(existsSync(out)).toBe(false)
  })

  it('says that an issuer needs its facility', () => {
    const result = conclave(['plan', 'preview', ISSUE_PLAN])
    expect(result.code).toBe(1)
    expect(codeOf(result)).toBe('plan-invalid')
    expect(result.stderr).toContain('--facility')
  })

  it('wants a plan, not a procedure', () => {
    expect(codeOf(conclave(['plan', 'preview', join(CEREMONIES, 'generate-root.ceremony.yaml')]))).toBe('plan-invalid')
    const folder = join(scratch(), 'folder.plan.yaml')
    mkdirSync(folder)
    expect(codeOf(conclave(['plan', 'preview', folder]))).toBe('file-unreadable')
  })
})
