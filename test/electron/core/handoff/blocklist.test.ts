import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blockedCertificate } from '../../../../electron/core/handoff/blocked-certificate.ts'
import { utf8ToBytes } from '../../../../shared/bytes.ts'
import { opensslReject, p11KitBlock } from '../../../../shared/handoff/blocklist.ts'
import { encodePem } from '../../../../shared/pki/pem.ts'
import { intermediate, issuing, makeParty, root } from './fixture.ts'

/** What OpenSSL and p11-kit make of a blocklist file. */

let folder: string
const leaf = makeParty('leaf', { ca: false, issuer: issuing })
const blocked = { name: 'issuing-ca-1', der: issuing.certificate }

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-blocklist-'))
  chmodSync(folder, 0o755)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, ...content: readonly (string | Uint8Array)[]): string {
  const path = join(folder, name)
  writeFileSync(path, Buffer.concat(content.map((part) => Buffer.from(part))))
  return path
}

const pem = (der: Uint8Array): string => encodePem('CERTIFICATE', der)

describe('the rejected form of OpenSSL', () => {
  const verify = (trusted: string): { status: number | null; output: string } => {
    const chain = file('chain.pem', pem(issuing.certificate), pem(intermediate.certificate))
    const end = file('leaf.pem', pem(leaf.certificate))
    const { status, stdout, stderr } = spawnSync('openssl', ['verify', '-CAfile', trusted, '-untrusted', chain, end], {
      encoding: 'utf8',
    })
    return { status, output: `${stdout}${stderr}` }
  }

  it('ends a chain that is good without it', () => {
    expect(verify(file('anchors.pem', pem(root.certificate)))).toMatchObject({ status: 0 })
    const refused = verify(file('with-reject.pem', pem(root.certificate), opensslReject(blocked)))
    expect(refused.status).not.toBe(0)
    expect(refused.output).toContain('error 28 at 1 depth lookup: certificate rejected')
  })

  it('is the one that openssl x509 -addreject writes', () => {
    const plain = file('plain.pem', pem(issuing.certificate))
    const args = ['x509', '-in', plain, '-addreject', 'anyExtendedKeyUsage', '-setalias', 'issuing-ca-1', '-trustout']
    const { stdout } = spawnSync('openssl', args, { encoding: 'utf8' })
    expect(Buffer.from(opensslReject(blocked)).toString('latin1')).toBe(stdout)
  })
})

describe('the object file of p11-kit', () => {
  /** A trust store of its own, in which the trust module of p11-kit looks at nothing else. */
  const trusted = (name: string, files: Readonly<Record<string, string | Uint8Array>>): string => {
    const home = join(folder, name)
    const store = join(home, 'store')
    const modules = join(home, '.config', 'pkcs11', 'modules')
    for (const path of [store, modules]) mkdirSync(path, { recursive: true })
    for (const [path, content] of Object.entries(files)) writeFileSync(join(store, path), content)
    writeFileSync(join(home, '.config', 'pkcs11', 'pkcs11.conf'), 'user-config: only\n')
    writeFileSync(
      join(modules, 'store.module'),
      `module: p11-kit-trust.so\npriority: 1\ntrust-policy: yes\nx-init-reserved: paths='${store}'\n`,
    )
    const environment = { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, '.config') }
    // p11-kit looks at no configuration of a user's when it runs as root.
    const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
    const run = (filter: string): string =>
      spawnSync('trust', ['list', `--filter=${filter}`], { encoding: 'utf8', env: environment, ...user }).stdout
    return `${run('ca-anchors')}--\n${run('blocklist')}`
  }

  it('takes an anchor out of the anchors and puts it on the blocklist', () => {
    const anchor = {
      'root.p11-kit': `[p11-kit-object-v1]\nclass: certificate\ntrusted: true\n${pem(root.certificate)}`,
    }
    const [anchors] = trusted('before', anchor).split('--\n')
    expect(anchors).toContain('label: fleet-root')
    const blocklist = { 'root.p11-kit': p11KitBlock({ name: 'fleet-root', der: root.certificate }) }
    const [none, listed] = trusted('after', blocklist).split('--\n')
    expect(none).not.toContain('fleet-root')
    expect(listed).toContain('fleet-root (distrusted)')
  })
})

describe('blockedCertificate', () => {
  it('reads the certificate of all three forms, and of nothing else', () => {
    for (const form of [utf8ToBytes(pem(issuing.certificate)), p11KitBlock(blocked), opensslReject(blocked)])
      expect(Buffer.from(blockedCertificate(form) ?? []).equals(issuing.certificate)).toBe(true)
    for (const other of ['', 'x', pem(issuing.certificate).slice(0, 200), pem(Uint8Array.of(0x30, 0x00))])
      expect(blockedCertificate(utf8ToBytes(other))).toBeNull()
  })
})
