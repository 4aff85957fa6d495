import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
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

const planFiles = readdirSync(join(CEREMONIES, 'examples')).filter((name) => name.endsWith('.plan.yaml'))
const ceremonyFiles = readdirSync(CEREMONIES).filter((name) => name.endsWith('.ceremony.yaml'))

/** "line:column code" of each line that plan check prints. */
function placesOf(stdout: string, path: string): string[] {
  const lines = stdout.trimEnd().split('\n')
  for (const line of lines) expect(line.startsWith(`${path}:`)).toBe(true)
  return lines.map((line) =>
    line
      .slice(path.length + 1)
      .split(' ')
      .slice(0, 2)
      .join(' '),
  )
}

describe('plan check', () => {
  it.each([...planFiles.map((name) => join('examples', name)), ...ceremonyFiles])('finds no problem in %s', (name) => {
    const { code, json } = conclaveJson(['plan', 'check', join(CEREMONIES, name)])
    expect(code).toBe(0)
    expect(json).toMatchObject({ ok: true, files: [{ ok: true, problems: [] }] })
  })

  it.each<[string, string, readonly string[]]>([
    ['an unknown key', `${GOOD}surprise: 1\n`, ['17:1 unknown-key']],
    ['an unknown input', GOOD.replace('token:', 'tokn:'), ['8:1 input-missing', '16:3 unknown-input']],
    ['a duplicate key', `${GOOD}plan: Again\n`, ['17:1 duplicate-key']],
    ['a wrong type', GOOD.replace('country: CH', 'country: [CH]'), ['9:3 wrong-type']],
    ['a number for a text', GOOD.replace('country: CH', 'country: 41'), ['9:3 wrong-type']],
    ['a country that is none', GOOD.replace('country: CH', 'country: Switzerland'), ['9:3 wrong-input']],
    ['an alias', GOOD.replace('handoff-d', '*who'), ['14:18 alias']],
    ['an anchor', GOOD.replace('handoff-d', '&who handoff-d'), ['14:23 anchor']],
    ['a tag', GOOD.replace('handoff-d', '!secret handoff-d'), ['14:26 tag']],
    ['a missing input', GOOD.replace(/ {2}token:.*\n/, ''), ['8:1 input-missing']],
    ['an unknown procedure', GOOD.replace('generate-root', 'generate-roots'), ['7:1 unknown-procedure']],
    ['two documents', `${GOOD}---\n${GOOD}`, ['17:1 second-document']],
    [
      'several problems at once',
      GOOD.replace('CH', 'ch').replace('fleet-root-g2', 'Fleet Root').replace('procedure:', 'proc:'),
      ['6:1 missing-field', '7:1 unknown-key'],
    ],
    ['an empty file', '', ['1:1 wrong-type']],
    ['nothing but a comment', '# nothing\n', ['1:1 wrong-type']],
    ['a list', '- a\n- b\n', ['1:1 wrong-type']],
    ['broken YAML', 'plan: [unclosed\n', ['2:1 syntax']],
    ['a tab for an indent', 'plan: x\ninputs:\n\tcountry: CH\n', ['3:1 syntax']],
    ['deep nesting', '['.repeat(60_000), ['1:1 too-deep']],
  ])('reports %s with file, line and column', (_what, content, expected) => {
    const path = file('bad.plan.yaml', content)
    const result = conclave(['plan', 'check', path])
    expect(result.code).toBe(1)
    expect(codeOf(result)).toBe('plan-invalid')
    expect(result.stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(placesOf(result.stdout, path)).toEqual(expected)
  })

  it('reports the same problems as data with --json', () => {
    const path = file('bad.plan.yaml', GOOD.replace('country: CH', 'country: ch').replace('token:', 'tokn:'))
    const lines = conclave(['plan', 'check', path]).stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(3)
    const { code, json } = conclaveJson(['plan', 'check', path])
    expect(code).toBe(1)
    expect(json['error']).toMatchObject({ code: 'plan-invalid' })
    const [read] = json['files'] as [{ problems: { line: number; column: number; code: string; message: string }[] }]
    expect(
      read.problems.map(({ line, column, code: kind, message }) => `${path}:${line}:${column} ${kind} ${message}`),
    ).toEqual(lines)
    expect(read.problems).toContainEqual(
      expect.objectContaining({ file: path, path: ['inputs', 'tokn'], suggestion: 'token' }),
    )
  })

  it.each<[string, string, RegExp]>([
    [
      'an unknown kind of step',
      CEREMONY.replace('kind: check-clock', 'kind: check-clocks'),
      /did you mean "check-clock"/,
    ],
    [
      'a reference that leads nowhere',
      CEREMONY.replace('key: root-key.key', 'key: root-kye.key'),
      /there is no step "root-kye"/,
    ],
    [
      'a profile that is not there',
      CEREMONY.replace('profile: fleet-root', 'profile: fleet-rot'),
      /there is no profile "fleet-rot", did you mean "fleet-root"/,
    ],
    [
      'an approval of something else',
      CEREMONY.replace('over: [preview-crl.preview]', 'over: [preview-root.preview]'),
      /does not cover/,
    ],
    [
      'a second sign-off',
      CEREMONY.replace(
        /\n {6}- id: verify\n/,
        '\n      - id: early\n        kind: sign-off\n        title: Early\n      - id: verify\n',
      ),
      /sign-off/,
    ],
  ])('reports %s in a procedure', (_what, content, expected) => {
    const path = file('bad.ceremony.yaml', content)
    const result = conclave(['plan', 'check', path])
    expect(result.code).toBe(1)
    expect(codeOf(result)).toBe('procedure-invalid')
    expect(result.stdout).toMatch(expected)
    expect(result.stdout).toMatch(/^\S+:\d+:\d+ [a-z-]+ /)
  })

  it('refuses a binary file, text in another encoding, and 10 MB, without reading them as YAML', () => {
    const binary = file(
      'binary.plan.yaml',
      Uint8Array.from({ length: 4096 }, (_, index) => (index * 7) % 256),
    )
    expect(codeOf(conclave(['plan', 'check', binary]))).toBe('plan-invalid')
    const zeros = file('zeros.plan.yaml', new Uint8Array(1000))
    expect(codeOf(conclave(['plan', 'check', zeros]))).toBe('plan-invalid')
    const large = file('large.plan.yaml', 'x'.repeat(10 * 1024 * 1024))
    expect(codeOf(conclave(['plan', 'check', large]))).toBe('file-too-large')
  })
})

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
