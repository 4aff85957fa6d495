import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { codeOf, conclave, conclaveJson } from './command-line.ts'

const folder = mkdtempSync(join(tmpdir(), 'conclave-crl-check-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})
const at = (name: string): string => join(folder, name)

function openssl(...args: string[]): void {
  const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`)
}

writeFileSync(
  at('ca.cnf'),
  `[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ncrlnumber=number\ndefault_md=sha256\ncrl_extensions=x\n[x]\nauthorityKeyIdentifier=keyid\n`,
)
for (const name of ['ca', 'other'])
  openssl(
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-subj',
    '/CN=Somebody',
    '-days',
    '3650',
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.pem`,
  )

type Row = readonly [serial: string, reason: string, date?: string]

/** A CRL by "openssl ca": what any CA may publish. */
function crl(name: string, number: number, minute: number, rows: readonly Row[], key = 'ca', form = 'PEM'): string {
  const lines = rows.map(
    ([serial, reason, date]) =>
      `R\t300101000000Z\t${date ?? '260101000000Z'},${reason}\t${serial}\tunknown\t/CN=${serial}\n`,
  )
  writeFileSync(at('index.txt'), lines.join(''))
  writeFileSync(at('number'), number.toString(16).padStart(2, '0'))
  const times = ['-crl_lastupdate', `26060100${String(minute).padStart(2, '0')}00Z`, '-crl_nextupdate', '260701000000Z']
  openssl(
    'ca',
    '-config',
    'ca.cnf',
    '-gencrl',
    '-keyfile',
    `${key}.key`,
    '-cert',
    `${key}.pem`,
    ...times,
    '-out',
    `${name}.pem`,
  )
  openssl('crl', '-in', `${name}.pem`, '-outform', form, '-out', name)
  return at(name)
}

const OLD = crl('old.crl', 0x10, 1, [
  ['0A', 'superseded'],
  ['0B', 'keyCompromise'],
  ['0C', 'superseded'],
])
const GOOD: readonly Row[] = [
  ['0A', 'keyCompromise'],
  ['0B', 'keyCompromise'],
  ['0C', 'superseded'],
  ['0D', 'superseded'],
]

function rulesOf(file: string, ...more: string[]): unknown {
  const { code, json } = conclaveJson(['crl', 'check', file, '--previous', OLD, ...more])
  const rules = (json['problems'] as { rule: string }[]).map(({ rule }) => rule)
  expect(code).toBe(rules.length === 0 ? 0 : 1)
  expect(json['ok']).toBe(rules.length === 0)
  return rules
}

describe('conclave crl check', () => {
  it('accepts a CRL of OpenSSL that follows another one, in PEM and in DER, with its signature', () => {
    expect(rulesOf(crl('good.crl', 0x11, 2, GOOD), '--issuer', at('ca.pem'))).toEqual([])
    expect(rulesOf(crl('good.der', 0x11, 2, GOOD, 'ca', 'DER'), '--issuer', at('ca.pem'))).toEqual([])
    const { code, stdout } = conclave(['crl', 'check', at('good.crl'), '--previous', OLD])
    expect(code).toBe(0)
    expect(stdout).toContain('may follow the previous one; signature not checked')
    expect(stdout).toContain('number 17, 2026-06-01T00:02:00.000Z')
  })

  it.each<[string, string]>([
    ['number-greater', crl('number.crl', 0x10, 2, GOOD)],
    ['this-update-greater', crl('time.crl', 0x11, 1, GOOD)],
    ['no-entry-lost', crl('lost.crl', 0x11, 2, GOOD.slice(1))],
    [
      'reason-not-weakened',
      crl('weak.crl', 0x11, 2, [...GOOD.filter(([serial]) => serial !== '0B'), ['0B', 'superseded']]),
    ],
    ['revocation-not-later', crl('later.crl', 0x11, 2, [...GOOD, ['0E', 'superseded', '260602000000Z']])],
  ])('finds %s', (rule, file) => {
    expect(rulesOf(file)).toEqual([rule])
    const result = conclave(['crl', 'check', file, '--previous', OLD])
    expect(codeOf(result)).toBe('crl-rule-violated')
    expect(result.stdout).toMatch(new RegExp(`${rule}: .* \\((RFC 5280|BR v2\\.2\\.6)\\s+§`, 's'))
  })

  it('finds a signature by another key of the same name, and an issuer of another name', () => {
    expect(rulesOf(crl('forged.crl', 0x11, 2, GOOD, 'other'), '--issuer', at('ca.pem'))).toEqual(['signature'])
    openssl('req', '-x509', '-key', 'ca.key', '-subj', '/CN=Else', '-days', '9', '-out', 'else.pem')
    expect(rulesOf(at('good.crl'), '--issuer', at('else.pem'))).toEqual(['issuer-certificate', 'issuer-certificate'])
  })

  it('lets entries go whose certificates had expired, by lines and by rows of an inventory', () => {
    const fewer = crl('fewer.crl', 0x11, 2, GOOD.slice(2))
    expect(rulesOf(fewer)).toEqual(['no-entry-lost', 'no-entry-lost'])
    writeFileSync(
      at('expiry.txt'),
      '# a remark\n0a 2026-05-31T00:00:00Z\n{"serial":"0B","not_after":"2026-06-01T00:00:59.000Z","service":"x"}\n',
    )
    expect(rulesOf(fewer, '--expiry', at('expiry.txt'))).toEqual([])
    writeFileSync(at('later.txt'), '0a 2026-06-01T00:01:00Z\n0b 2026-05-31T00:00:00Z\n')
    expect(rulesOf(fewer, '--expiry', at('later.txt'))).toEqual(['no-entry-lost'])
  })

  it('tells the first twenty of many losses, and how many more there are', () => {
    const many = Array.from({ length: 300 }, (_, index): Row => [
      (0x1000 + index).toString(16).toUpperCase(),
      'superseded',
    ])
    const { json } = conclaveJson([
      'crl',
      'check',
      crl('few.crl', 0x12, 3, GOOD),
      '--previous',
      crl('many.crl', 0x11, 2, many),
    ])
    const problems = json['problems'] as { message: string }[]
    expect(problems).toHaveLength(21)
    expect(problems.at(-1)?.message).toBe('and 280 more of this kind')
  })

  it('says what a single CRL says of itself', () => {
    expect(conclave(['crl', 'check', OLD, '--issuer', at('ca.pem')]).stdout).toContain(
      'is in order by itself; signature verified',
    )
  })

  it.each<[string, string[], string]>([
    ['a text', ['text.txt'], 'crl-malformed'],
    ['two CRLs in one file', ['two.pem'], 'crl-malformed'],
    ['a certificate', ['ca.pem'], 'crl-malformed'],
    ['half a CRL', ['half.crl'], 'crl-malformed'],
    ['no file', ['nothing.crl'], 'file-not-found'],
    ['a CRL for a certificate', ['good.crl', '--issuer', 'good.crl'], 'certificate-malformed'],
    ['no list of ends', ['good.crl', '--previous', 'old.crl', '--expiry', 'text.txt'], 'file-type-unknown'],
  ])('refuses %s', (_what, args, code) => {
    writeFileSync(at('text.txt'), 'hello\n')
    const pem = readFileSync(at('good.crl'), 'utf8')
    writeFileSync(at('two.pem'), pem + pem)
    writeFileSync(at('half.crl'), readFileSync(at('good.der')).subarray(0, 200))
    const result = conclave(['crl', 'check', ...args.map((arg) => (arg.startsWith('--') ? arg : at(arg)))])
    expect(codeOf(result)).toBe(code)
    expect(result.code).toBe(1)
  })

  it('needs a CRL', () => {
    expect(conclave(['crl', 'check']).code).toBe(2)
    expect(conclave(['crl', 'check', OLD, '--previos', OLD]).code).toBe(2)
  })
})
