import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { CONSUMERS } from '../../../../shared/handoff/consumers/all.ts'
import { runbookCommands } from '../../../../shared/handoff/consumers/runbook.ts'
import { decodePemBlocks, encodePem } from '../../../../shared/pki/pem.ts'
import { NO_ORDERS } from '../../../../electron/core/handoff/actions.ts'
import type { HandoffPieces } from '../../../../electron/core/handoff/build.ts'
import { sha256Hex } from '../../../../shared/bytes.ts'
import { writeHandoff } from '../../../../electron/core/handoff/write.ts'
import {
  alice,
  at,
  bob,
  intermediate,
  issuing,
  makeCrl,
  makeHandoff,
  makeParty,
  pieces,
  root,
  SIGNERS,
} from './fixture.ts'

/** What is in `consumers/`, read and done as the operator of each would. */

let folder: string
let handoff: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-runbooks-'))
  handoff = await written('plain')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function written(name: string, changes: Partial<HandoffPieces> = {}): Promise<string> {
  const directory = join(folder, name)
  mkdirSync(directory)
  return (await writeHandoff(makeHandoff(changes, [alice, bob]), { directory, signers: SIGNERS, now: at(0) })).folder
}

function runbook(consumer: string, of = handoff): string {
  return readFileSync(join(of, 'consumers', consumer, 'RUNBOOK.md'), 'utf8')
}

/** What stands in a runbook for what only the operator knows, and in whose place a test puts its own. */
const PLACES = [
  '/etc/cfssl',
  '/etc/nginx/pki',
  '/etc/haproxy/pki',
  '/usr/local/share/ca-certificates',
  '/etc/pki/ca-trust/source',
  '/etc/pki/trust/conclave',
  '/etc/spire/upstream',
  '/srv/pki',
  '$STEPPATH',
]
/** These talk to a service that is not there. */
const SERVICES =
  /^(?:systemctl|curl|bao|kubectl|cmctl|spire-server|update-ca-|nginx|haproxy|trust|openssl s_client|openssl verify -CAfile \/)/

/** Runs the commands of a runbook one after the other as printed, with the folders of a test in the place of the host's. */
function follow(consumer: string, of = handoff): { failed: string[]; at: (path: string) => string } {
  const work = mkdtempSync(join(folder, 'host-'))
  const copy = join(work, 'handoff')
  cpSync(of, copy, { recursive: true })
  const here = (path: string): string => join(work, path.replace('$', ''))
  for (const place of [...PLACES, '$STEPPATH/certs', '$STEPPATH/secrets']) mkdirSync(here(place), { recursive: true })
  for (const sub of ['anchors', 'blocklist']) mkdirSync(join(here('/etc/pki/ca-trust/source'), sub))
  for (const old of ['$STEPPATH/certs/intermediate_ca.crt', '$STEPPATH/certs/root_ca.crt'])
    writeFileSync(here(old), 'old')
  const key = spawnSync('openssl', ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']).stdout
  writeFileSync(here('$STEPPATH/secrets/intermediate_ca_key'), key)
  writeFileSync(join(copy, 'password.txt'), 'a password of the test')
  // The list that an issuing CA makes online, as its operator would name it.
  writeFileSync(join(copy, 'ONLINE-issuing-ca-1.pem'), encodePem('X509 CRL', makeCrl(issuing)))
  const [, install = ''] = /## Before\n(?<part>.*?)(?=## If it goes wrong)/s.exec(runbook(consumer, of)) ?? []
  const failed = runbookCommands(install)
    .filter((command) => !SERVICES.test(command))
    .flatMap((command) => {
      const own = PLACES.reduce((text, place) => text.replaceAll(place, here(place)), command)
      const { status, stderr } = spawnSync('sh', ['-c', own], { cwd: copy, encoding: 'utf8' })
      return status === 0 ? [] : [`${command}: ${stderr}`]
    })
  return { failed, at: here }
}

const pemsIn = (path: string): string[] =>
  (decodePemBlocks('CERTIFICATE', readFileSync(path, 'latin1')) ?? []).map((der) => sha256Hex(der))
const digests = (...of: { certificate: Uint8Array }[]): string[] => of.map(({ certificate }) => sha256Hex(certificate))

/** Files of the hand-off that a runbook names. */
function pathsIn(text: string): string[] {
  const paths = text.matchAll(/(?<![\w/-])(?:certs|chains|crls|trust|consumers)\/[\w./-]*\w/g)
  return [...paths].map(([path]) => path)
}

describe('runbooks', () => {
  it.each(CONSUMERS.map(({ folder: name }) => name))('%s names only files that are there', (consumer) => {
    const text = runbook(consumer)
    const named = pathsIn(text)
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter((path) => !existsSync(join(handoff, path)))).toEqual([])
    expect(runbookCommands(text).length).toBeGreaterThan(0)
    expect(text).not.toMatch(/undefined|\[object/)
  })

  it.each(CONSUMERS.map(({ folder: name }) => name))('%s can be followed', (consumer) => {
    expect(follow(consumer).failed).toEqual([])
  })

  it('ends with the files that each wants', () => {
    const nginx = follow('nginx').at('/etc/nginx/pki')
    expect(pemsIn(join(nginx, 'client-ca.pem'))).toEqual(digests(root, intermediate, issuing))
    expect(readFileSync(join(nginx, 'crl.pem'), 'utf8').match(/BEGIN X509 CRL/g)).toHaveLength(3)
    const step = follow('step-ca').at('$STEPPATH')
    expect(pemsIn(join(step, 'certs/intermediate_ca.crt'))).toEqual(digests(issuing, intermediate))
    expect(pemsIn(join(step, 'certs/root_ca.crt'))).toEqual(digests(root))
    const cfssl = follow('cfssl').at('/etc/cfssl')
    expect(pemsIn(join(cfssl, 'ca.pem'))).toEqual(digests(issuing))
    const web = follow('web-root').at('/srv/pki')
    expect(sha256Hex(readFileSync(join(web, 'fleet-root.crt')))).toBe(sha256Hex(root.certificate))
    expect(pemsIn(join(handoff, 'consumers/cert-manager/tls.crt'))).toEqual(digests(issuing, intermediate, root))
  })

  it('has a trust store of Java with the roots under the digests that it prints', () => {
    const { at: here } = follow('java')
    const store = join(dirname(here('/etc')), 'handoff', 'truststore.new.p12')
    const listed = spawnSync('keytool', ['-list', '-keystore', store, '-storepass', 'a password of the test'], {
      encoding: 'utf8',
    }).stdout
    expect(listed).toContain(new X509Certificate(root.certificate).fingerprint256)
    expect(runbook('java')).toContain(new X509Certificate(root.certificate).fingerprint256)
  })

  it('has objects of Kubernetes with the roots in them', () => {
    const object = (name: string): unknown =>
      parse(readFileSync(join(handoff, 'consumers/trust-manager', name), 'utf8')) as unknown
    const anchors = readFileSync(join(handoff, 'trust/anchors.pem'), 'utf8')
    expect(object('bundle.yaml')).toMatchObject({ kind: 'Bundle', spec: { sources: [{ inLine: anchors }] } })
    expect(object('cluster-trust-bundle.yaml')).toMatchObject({
      metadata: { name: 'fleet.example', annotations: { 'conclave/sequence': '1' } },
      spec: { trustBundle: anchors },
    })
  })
})

describe('runbooks of the worst night', () => {
  const serial = Uint8Array.of(0x0b, 0xad, 0xca, 0xfe)
  const gone = makeParty('gone-ca', { issuer: root, ca: true, serial })
  const crl = makeCrl(root, { number: 2n, revoked: [serial] })
  const authorities = pieces().authorities.map((one) => (one.name === 'fleet-root' ? { ...one, crl } : one))
  const spki = sha256Hex(issuing.publicKey)
  const orders = {
    ...NO_ORDERS,
    disabled: [{ spki, reason: 'key copied\n# rm -rf /' }],
    tainted: [{ spki, reason: 'key copied\n# rm -rf /' }],
    distrusted: [
      {
        spki: sha256Hex(gone.publicKey),
        reason: 'stolen',
        from: at(-2_000_000),
        certificates: [{ name: 'gone-ca', der: gone.certificate }],
      },
    ],
    revoked: [{ issuerSpki: sha256Hex(root.publicKey), serial: '0badcafe', reason: 'keyCompromise' }],
  }
  let bad: string

  beforeAll(async () => {
    bad = await written('bad', { orders, authorities, practice: true })
  })

  it('say what stops, in the words of each', () => {
    const spire = runbook('spire', bad)
    expect(spire).toContain(`spire-server upstreamauthority revoke -subjectKeyID ${skiOf(gone.certificate)}`)
    expect(spire).toContain(`spire-server upstreamauthority taint -subjectKeyID ${skiOf(issuing.certificate)}`)
    expect(runbook('openbao', bad)).toContain('bao patch pki_int/issuer/OLD_ISSUER_ID usage=read-only,crl-signing')
    expect(runbook('rhel-trust', bad)).toContain('trust/blocklist/PRACTICE-gone-ca.pem')
    expect(runbook('step-ca', bad)).toContain('This hand-off installs no issuing CA')
    expect(runbook('nginx', bad)).toContain('`0badcafe` (keyCompromise)')
  })

  it.each(CONSUMERS.map(({ folder: name }) => name))(
    '%s: reasons stay where they belong, and all of it is practice',
    (consumer) => {
      const text = runbook(consumer, bad)
      expect(text).toContain('**PRACTICE.**')
      expect(text).toContain('(key copied # rm -rf /)')
      expect(text.split('\n').filter((line) => line.startsWith('# '))).toHaveLength(1)
      const named = pathsIn(text)
      expect(named.filter((path) => !existsSync(join(bad, path)))).toEqual([])
    },
  )

  it.each(['rhel-trust', 'p11-kit', 'nginx', 'haproxy'])('%s can be followed', (consumer) => {
    expect(follow(consumer, bad).failed).toEqual([])
  })

  it('keep a CA that issues nothing more where what it issued is judged', () => {
    const nginx = follow('nginx', bad).at('/etc/nginx/pki')
    expect(pemsIn(join(nginx, 'client-ca.pem'))).toEqual(digests(root, intermediate, issuing))
    expect(runbook('nginx', bad)).not.toContain(sha256Hex(gone.certificate))
  })

  it('say the same of the same pieces', () => {
    const text = (): string[] =>
      makeHandoff({ orders, authorities }).handoff.files.map(({ artifact }) => `${artifact.path} ${artifact.sha256}`)
    expect(text()).toEqual(text())
  })
})

function skiOf(certificate: Uint8Array): string {
  const { stdout } = spawnSync('openssl', ['x509', '-inform', 'DER', '-noout', '-ext', 'subjectKeyIdentifier'], {
    input: certificate,
    encoding: 'utf8',
  })
  return stdout
    .replaceAll(/[^0-9A-F:]*Subject Key Identifier:|\s|:/gi, '')
    .replace(/^X509v3/i, '')
    .toLowerCase()
}
