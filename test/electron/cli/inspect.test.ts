import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf, conclave, conclaveJson, type Json } from './command-line.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-inspect-'))
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' })
  openssl(
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-384',
    '-nodes',
    '-keyout',
    'key.pem',
    '-out',
    'ca.pem',
    '-subj',
    '/C=CH/O=Meridian/CN=Test CA',
    '-days',
    '30',
  )
  openssl('x509', '-in', 'ca.pem', '-outform', 'DER', '-out', 'ca.der')
  openssl('req', '-new', '-key', 'key.pem', '-out', 'request.pem', '-subj', '/CN=Test request')
  openssl('req', '-in', 'request.pem', '-outform', 'DER', '-out', 'request.der')
  writeFileSync(join(folder, 'index.txt'), '')
  writeFileSync(join(folder, 'crlnumber'), '07\n')
  writeFileSync(
    join(folder, 'ca.cnf'),
    '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ncrlnumber=crlnumber\ndefault_md=sha384\ndefault_crl_days=7\ncrl_extensions=e\n[e]\nauthorityKeyIdentifier=keyid\n',
  )
  openssl('ca', '-config', 'ca.cnf', '-gencrl', '-cert', 'ca.pem', '-keyfile', 'key.pem', '-out', 'crl.pem')
  openssl('crl', '-in', 'crl.pem', '-outform', 'DER', '-out', 'crl.der')
  writeFileSync(join(folder, 'chain.pem'), readFileSync(join(folder, 'ca.pem'), 'utf8').repeat(2))
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const at = (name: string): string => join(folder, name)

function foundIn(name: string): Json[] {
  const { json } = conclaveJson(['inspect', at(name)])
  const [file] = json['files'] as { found: Json[] }[]
  return file?.found ?? []
}

describe('inspect', () => {
  it.each([
    ['ca.pem', 'certificate', { subject: 'C=CH, O=Meridian, CN=Test CA' }],
    ['ca.der', 'certificate', { subject: 'C=CH, O=Meridian, CN=Test CA' }],
    ['request.pem', 'certificate-request', { subject: 'CN=Test request', publicKey: 'P-384' }],
    ['request.der', 'certificate-request', { subject: 'CN=Test request' }],
    ['crl.pem', 'crl', { number: '7', entries: 0 }],
    ['crl.der', 'crl', { number: '7' }],
  ])('recognises %s by its content as a %s', (name, kind, facts) => {
    writeFileSync(at('no-name.bin'), readFileSync(at(name)))
    expect(foundIn('no-name.bin')).toMatchObject([{ kind, ...facts }])
    const { code, stdout } = conclave(['inspect', at(name)])
    expect(code).toBe(0)
    expect(stdout).toContain(`${kind}\n`)
  })

  it('agrees with OpenSSL about the fingerprint', () => {
    const shown = execFileSync('openssl', ['x509', '-in', at('ca.pem'), '-noout', '-fingerprint', '-sha256'], {
      encoding: 'utf8',
    })
    const [certificate] = foundIn('ca.pem')
    expect(shown.trim().split('=')[1]?.replaceAll(':', '').toLowerCase()).toBe(certificate?.['sha256'])
  })

  it('describes every certificate of a chain file', () => {
    expect(foundIn('chain.pem')).toHaveLength(2)
  })

  it('describes the good file and refuses the bad one of two, with exit code 1', () => {
    writeFileSync(at('empty'), '')
    const result = conclave(['inspect', at('ca.pem'), at('empty')])
    expect(result.code).toBe(1)
    expect(result.stdout).toContain('CN=Test CA')
    expect(codeOf(result)).toBe('file-type-unknown')
  })

  it.each<[string, string, () => string | Uint8Array]>([
    ['an empty file', 'file-type-unknown', () => ''],
    ['a sentence', 'file-type-unknown', () => 'This is not a certificate.\n'],
    ['10 MB of noise', 'file-type-unknown', () => noise(10 * 1024 * 1024, 0x41)],
    ['10 MB of noise that begin like DER', 'file-type-unknown', () => noise(10 * 1024 * 1024, 0x30)],
    ['a private key', 'file-type-unknown', () => readFileSync(at('key.pem'))],
    [
      'a certificate with a byte more',
      'file-type-unknown',
      () => Buffer.concat([readFileSync(at('ca.der')), Buffer.of(0)]),
    ],
    ['half a certificate', 'file-type-unknown', () => readFileSync(at('ca.der')).subarray(0, 200)],
    ['a broken PEM block', 'certificate-malformed', () => readFileSync(at('ca.pem'), 'utf8').replace('MII', 'M!I')],
    ['text around PEM', 'crl-malformed', () => `hello\n${readFileSync(at('crl.pem'), 'utf8')}`],
    [
      'a request whose signature is of another',
      'request-signature-invalid',
      () => flipped(readFileSync(at('request.der')), -3),
    ],
    [
      'something like a checkpoint',
      'invalid-request',
      () => 'log.example\nmany\nroot\n\n\u2014 log.example AAAAAAAA\n',
    ],
    [
      'something like an archive',
      'handoff-malformed',
      () => {
        const tar = Buffer.alloc(1024)
        tar.write('ustar', 257)
        return tar
      },
    ],
  ])('refuses %s with %s', (_what, code, content) => {
    writeFileSync(at('bad'), content())
    const result = conclave(['inspect', at('bad')])
    expect(result.code).toBe(1)
    expect(codeOf(result)).toBe(code)
    expect(result.stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  it('refuses a folder that is no hand-off', () => {
    mkdirSync(at('folder'))
    expect(codeOf(conclave(['inspect', at('folder')]))).toBe('file-type-unknown')
  })
})

/** The same noise each time (an LCG), after one byte that is given. */
function noise(size: number, first: number): Uint8Array {
  const bytes = new Uint8Array(size)
  let state = 12_345
  for (let index = 0; index < size; index++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    bytes[index] = state >>> 24
  }
  bytes[0] = first
  return bytes
}

function flipped(bytes: Buffer, position: number): Buffer {
  const index = position < 0 ? bytes.length + position : position
  const changed = Buffer.from(bytes)
  changed[index] = (changed[index] ?? 0) ^ 1
  return changed
}
