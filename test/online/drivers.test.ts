import { execFileSync } from 'node:child_process'
import { createPublicKey, X509Certificate } from 'node:crypto'
import { mkdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { OperationError } from '../../shared/failure.ts'
import { decodePemBlocks } from '../../shared/pki/pem.ts'
import { type Target, target as targetSchema } from '../../online/config/schema.ts'
import type { PreparedFile } from '../../online/drivers/driver.ts'
import { prepareFiles } from '../../online/drivers/table.ts'
import { makeGeneration } from '../../online/files/generation.ts'
import { putInPlace } from '../../online/files/place.ts'
import { readRelease } from '../../online/release/release.ts'
import { Store } from '../../online/state/store.ts'
import { intermediate, issuing, makeCrl, makeParty, NOW, root } from '../electron/core/handoff/fixture.ts'
import { filesOf } from '../electron/core/handoff/verify-fixture.ts'
import { scratchFolders } from '../support/scratch-folder.ts'
import { first, issuing2, second, writeLeaf, writeOnlineCrl } from './world.ts'

const release = readRelease({ archivedName: null, files: filesOf(first) })
const next = readRelease({ archivedName: null, files: filesOf(second()) })
const scratch = scratchFolders()
let folder: string
beforeEach(() => {
  folder = scratch()
})

async function prepared(options: object, from = release): Promise<Map<string, PreparedFile>> {
  const target: Target = targetSchema.parse({ name: 'it', folder, ...options })
  const files = await prepareFiles(from, target, { now: NOW, timeoutMs: 30_000 })
  return new Map(files.map((file) => [file.name, file]))
}

async function problem(options: object, from = release): Promise<string> {
  try {
    await prepared(options, from)
    return 'prepared'
  } catch (error) {
    if (error instanceof OperationError) return `${error.code}: ${error.failure.message}`
    throw error
  }
}

function textOf(files: Map<string, PreparedFile>, name: string): string {
  return Buffer.from(files.get(name)?.bytes ?? []).toString()
}

function subjects(files: Map<string, PreparedFile>, name: string): string[] {
  const blocks = decodePemBlocks('CERTIFICATE', textOf(files, name)) ?? []
  return blocks.map((der) => /CN=(.*)/.exec(new X509Certificate(der).subject)?.[1] ?? '')
}

/** A private key of the issuing CA, as its online CA has it. */
function writeKey(name: string, party: typeof issuing): string {
  const path = join(folder, name)
  writeFileSync(path, party.privateKey.export({ format: 'pem', type: 'pkcs8' }))
  return path
}

describe('cfssl', () => {
  it('gets the one certificate of its key, and a link to that key', async () => {
    const key = writeKey('ca-1.key', issuing)
    const files = await prepared({ driver: 'cfssl', keys: [key] })
    expect(subjects(files, 'ca.pem')).toEqual(['issuing-ca-1'])
    expect(files.get('ca-key.pem')?.link).toBe(key)
    expect(subjects(files, 'intermediates.pem')).toEqual(['issuing-ca-1', 'fleet-intermediate'])
  })

  it('finds the key of the new CA in a folder of keys when the hand-off changes', async () => {
    mkdirSync(join(folder, 'keys'))
    writeKey('keys/old.key', issuing)
    const fresh = writeKey('keys/new.key', issuing2)
    writeFileSync(join(folder, 'keys', 'README'), 'no key')
    const files = await prepared({ driver: 'cfssl', keys: [join(folder, 'keys')] }, next)
    expect(files.get('ca-key.pem')?.link).toBe(fresh)
  })

  it('keeps what it has when its CA was only told to issue nothing more', async () => {
    const key = writeKey('ca-1.key', issuing)
    const spki = release.authorities.find(({ name }) => name === 'issuing-ca-1')?.facts.spkiSha256 ?? ''
    const told = (state: object): typeof release => ({ ...release, state: { ...release.state, ...state } })
    const before = await prepared({ driver: 'cfssl', keys: [key] })
    for (const order of [{ disabled: [spki] }, { tainted: [spki] }])
      expect(await prepared({ driver: 'cfssl', keys: [key] }, told(order))).toEqual(before)
    const gone = told({ disabled: [spki], distrusted: [spki] })
    expect(await problem({ driver: 'cfssl', keys: [key] }, gone)).toMatch(/^target-not-ready: it: the hand-off has no/)
  })

  it('is not ready without the key of the CA, or with the name of another', async () => {
    const key = writeKey('ca-1.key', issuing)
    expect(await problem({ driver: 'cfssl', keys: [key] }, next)).toMatch(/^target-not-ready: it: none of its 1 keys/)
    expect(await problem({ driver: 'cfssl', issuer: 'nobody' })).toMatch(/^target-not-ready: .*no issuing CA "nobody"/)
    expect(await problem({ driver: 'cfssl', keys: ['/nowhere'] })).toMatch(/^target-not-ready: it: \/nowhere/)
  })
})

describe.each(['nginx', 'haproxy'] as const)('%s', (driver) => {
  it('gets roots, lists of the whole chain and its own certificate with the chain, which OpenSSL verifies', async () => {
    const leaf = writeLeaf(folder, 'leaf', issuing)
    const online = writeOnlineCrl(folder, 'online', issuing)
    const files = await prepared({ driver, leaf: leaf.certificate, leaf_key: leaf.key, online_crls: [online] })
    expect(subjects(files, 'server.pem')).toEqual(['leaf', 'issuing-ca-1', 'fleet-intermediate'])
    for (const name of ['client-ca.pem', 'anchors.pem', 'crl.pem', 'server.pem'])
      writeFileSync(join(folder, name), files.get(name)?.bytes ?? '')
    const verify = [
      'verify',
      '-crl_check_all',
      '-CRLfile',
      join(folder, 'crl.pem'),
      '-CAfile',
      join(folder, 'anchors.pem'),
    ]
    execFileSync('openssl', [...verify, '-untrusted', join(folder, 'server.pem'), join(folder, 'server.pem')])
    const key = files.get(driver === 'nginx' ? 'server.key' : 'server.pem.key')
    expect(key).toMatchObject({ mode: 0o600 })
    expect(
      createPublicKey(Buffer.from(key?.bytes ?? [])).equals(
        new X509Certificate(readFileSync(leaf.certificate)).publicKey,
      ),
    ).toBe(true)
  })

  it('is not ready when a list is missing, has run out, or when the certificate is of a CA that goes', async () => {
    const leaf = writeLeaf(folder, 'leaf', issuing)
    const online = writeOnlineCrl(folder, 'online', issuing)
    expect(await problem({ driver })).toMatch(/^target-not-ready: it: there is no revocation list of issuing-ca-1/)
    const old = join(folder, 'old.crl')
    writeFileSync(old, makeCrl(issuing, { thisUpdate: NOW - 7_200_000, nextUpdate: NOW - 3_600_000 }))
    expect(await problem({ driver, online_crls: [old] })).toMatch(
      /^target-not-ready: it: the list in .* was valid until/,
    )
    const newList = writeOnlineCrl(folder, 'new', issuing2)
    expect(await problem({ driver, leaf: leaf.certificate, online_crls: [newList] }, next)).toMatch(
      /^target-not-ready: .*was not issued by a CA of this hand-off/,
    )
    const other = writeLeaf(folder, 'other', issuing)
    const mixed = { driver, leaf: leaf.certificate, leaf_key: other.key, online_crls: [online] }
    expect(await problem(mixed)).toMatch(/^target-not-ready: .*is not the key of its certificate/)
  })

  it('takes no list that a stranger signed', async () => {
    const stranger = makeParty('issuing-ca-1', { issuer: intermediate, ca: true })
    const forged = writeOnlineCrl(folder, 'forged', stranger)
    expect(await problem({ driver, online_crls: [forged] })).toMatch(/there is no revocation list of issuing-ca-1/)
  })
})

describe('the other drivers', () => {
  it('web-root: DER under the names of the distribution points', async () => {
    const files = await prepared({ driver: 'web-root', names: { 'fleet-root.crl': 'root.crl' } })
    expect([...files.keys()].toSorted()).toEqual([
      'fleet-intermediate.crl',
      'fleet-intermediate.crt',
      'fleet-root.crt',
      'issuing-ca-1.crt',
      'root.crl',
    ])
    writeFileSync(join(folder, 'root.crl'), files.get('root.crl')?.bytes ?? '')
    const text = execFileSync('openssl', [
      'crl',
      '-inform',
      'DER',
      '-in',
      join(folder, 'root.crl'),
      '-noout',
      '-issuer',
    ])
    expect(text.toString()).toContain('fleet-root')
  })

  it('java: a store in which keytool finds every root as trusted', async () => {
    const password = join(folder, 'password')
    writeFileSync(password, 'changeit')
    const files = await prepared({ driver: 'java', password_file: password })
    const store = join(folder, 'truststore.p12')
    writeFileSync(store, files.get('truststore.p12')?.bytes ?? '')
    const listed = execFileSync('keytool', ['-list', '-keystore', store, '-storepass', 'changeit']).toString()
    expect(listed).toMatch(/fleet-root, .*trustedCertEntry/)
    expect(await problem({ driver: 'java', keytool: '/nowhere/keytool', password_file: password })).toMatch(
      /^target-not-ready: it: keytool failed: .*cannot be started/,
    )
  })

  it('step-ca: the issuing CA first, without the root', async () => {
    const key = writeKey('ca.key', issuing)
    const files = await prepared({ driver: 'step-ca', keys: [key] })
    expect(subjects(files, 'certs/intermediate_ca.crt')).toEqual(['issuing-ca-1', 'fleet-intermediate'])
    expect(subjects(files, 'certs/root_ca.crt')).toEqual(['fleet-root'])
    expect(files.get('secrets/intermediate_ca_key')?.link).toBe(key)
  })

  it('openbao: bodies that are JSON, and a script that a shell can read', async () => {
    const files = await prepared({ driver: 'openbao', cli: 'vault', mount: 'pki/eu' })
    const body = JSON.parse(textOf(files, 'set-signed.json')) as { certificate: string }
    expect(decodePemBlocks('CERTIFICATE', body.certificate)).toHaveLength(2)
    const script = join(folder, 'commands.sh')
    writeFileSync(script, files.get('commands.sh')?.bytes ?? '')
    execFileSync('sh', ['-n', script])
    expect(readFileSync(script, 'utf8')).toContain('vault write pki/eu/intermediate/set-signed @set-signed.json')
  })

  it('spire: upstream first, roots as bundle', async () => {
    const files = await prepared({ driver: 'spire', keys: [writeKey('ca.key', issuing)] })
    expect(subjects(files, 'upstream.pem')).toEqual(['issuing-ca-1', 'fleet-intermediate'])
    expect(subjects(files, 'bundle.pem')).toEqual(['fleet-root'])
    expect(textOf(files, 'commands.txt')).toBe('# nothing to taint or revoke\n')
  })

  it('kubernetes: manifests that hold the roots, and a patch that ends with the root', async () => {
    const files = await prepared({ driver: 'kubernetes' })
    const patch = JSON.parse(textOf(files, 'issuer-secret.patch.json')) as { data: Record<string, string> }
    const chain = Buffer.from(patch.data['tls.crt'] ?? '', 'base64').toString()
    expect(decodePemBlocks('CERTIFICATE', chain)).toHaveLength(3)
    for (const name of ['trust-manager-bundle.yaml', 'cluster-trust-bundle.yaml']) {
      const unindented = textOf(files, name).replaceAll(/^ +/gm, '')
      expect(unindented).toContain(Buffer.from(root.certificate).toString('base64').slice(0, 64))
    }
  })

  it.each([
    ['debian', 'conclave-fleet.example-fleet-root.crt'],
    ['rhel', 'anchors/conclave-fleet.example-fleet-root.pem'],
    ['p11-kit', 'conclave-fleet.example-fleet-root.p11-kit'],
  ])('trust-store of %s: %s', async (style, name) => {
    const files = await prepared({ driver: 'trust-store', style })
    expect([...files.keys()]).toEqual([name])
    expect(textOf(files, name)).toContain('BEGIN CERTIFICATE')
  })
})

describe('putting files in place', () => {
  const store = (): Store => new Store(join(folder, 'state'))

  it('by link: all of them change with one name; back again the old ones are there byte for byte', () => {
    const one = makeGeneration([file('a', '1'), file('b', '1')], release.position, store())
    const two = makeGeneration([file('a', '2')], next.position, store())
    const place = { folder: join(folder, 'it'), publish: 'link' } as const
    putInPlace(place, null, one, store())
    const before = readlinkSync(join(folder, 'it', 'current'))
    putInPlace(place, one, two, store())
    expect(readFileSync(join(folder, 'it', 'current', 'a'), 'utf8')).toBe('2')
    putInPlace(place, two, one, store())
    expect(readlinkSync(join(folder, 'it', 'current'))).toBe(before)
    expect(readFileSync(join(folder, 'it', 'current', 'b'), 'utf8')).toBe('1')
  })

  it('by files: what the new generation has not is taken away, and what is not ours stays', () => {
    const one = makeGeneration([file('a', '1'), file('sub/b', '1')], release.position, store())
    const two = makeGeneration([file('a', '2')], next.position, store())
    const place = { folder: join(folder, 'it'), publish: 'files' } as const
    putInPlace(place, null, one, store())
    writeFileSync(join(folder, 'it', 'theirs'), 'x')
    putInPlace(place, one, two, store())
    expect(readFileSync(join(folder, 'it', 'a'), 'utf8')).toBe('2')
    expect(() => readFileSync(join(folder, 'it', 'sub', 'b'))).toThrow('ENOENT')
    expect(readFileSync(join(folder, 'it', 'theirs'), 'utf8')).toBe('x')
  })

  it('does not take a real folder for its link', () => {
    mkdirSync(join(folder, 'it', 'current'), { recursive: true })
    const one = makeGeneration([file('a', '1')], release.position, store())
    expect(() => putInPlace({ folder: join(folder, 'it'), publish: 'link' }, null, one, store())).toThrow('is no link')
  })

  it('builds a generation anew when somebody changed its folder', () => {
    const one = makeGeneration([file('a', '1')], release.position, store())
    const place = { folder: join(folder, 'it'), publish: 'link' } as const
    putInPlace(place, null, one, store())
    writeFileSync(join(folder, 'it', 'current', 'a'), 'changed')
    putInPlace(place, one, one, store())
    expect(readFileSync(join(folder, 'it', 'current', 'a'), 'utf8')).toBe('1')
  })

  function file(name: string, text: string): PreparedFile {
    return { name, bytes: Buffer.from(text), mode: 0o644 }
  }
})
