import { generateKeyPairSync, generatePrimeSync, type KeyObject, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { assertRequestAllowed, readRequest } from '../../../../electron/core/x509/request.ts'
import { concatBytes, hexToBytes, sha256Hex } from '../../../../shared/bytes.ts'
import { PUBLIC_KEY_ALGORITHM_IDENTIFIER } from '../../../../shared/pki/algorithm-identifiers.ts'
import { bitString, contextConstructed, integer, sequence } from '../../../../shared/pki/der.ts'
import { encodeName } from '../../../../shared/pki/names.ts'
import { encodePem } from '../../../../shared/pki/pem.ts'
import { ISSUING_SUBJECT, loadProfile } from './authority.ts'
import { makeFolder, run } from './tool.ts'
import { failureOf } from '../../../support/failure.ts'

const ECDSA_SHA384 = hexToBytes('300a06082a8648ce3d040303')
const ECDSA_SHA256 = hexToBytes('300a06082a8648ce3d040302')
const RSA_SHA256 = hexToBytes('300d06092a864886f70d01010b0500')

interface RequestParts {
  readonly privateKey: KeyObject
  readonly spki: Uint8Array
  readonly algorithm?: Uint8Array
  readonly digest?: string
  readonly version?: number
  readonly subject?: Uint8Array
}

function request(parts: RequestParts): Uint8Array {
  const tbs = sequence(
    integer(parts.version ?? 0),
    parts.subject ?? encodeName(ISSUING_SUBJECT),
    parts.spki,
    contextConstructed(0),
  )
  return sequence(
    tbs,
    parts.algorithm ?? ECDSA_SHA384,
    bitString(sign(parts.digest ?? 'sha384', tbs, parts.privateKey)),
  )
}

function pair(kind: 'P-384' | 'secp256k1' | number): { privateKey: KeyObject; spki: Uint8Array } {
  const { privateKey, publicKey } =
    typeof kind === 'number'
      ? generateKeyPairSync('rsa', { modulusLength: kind })
      : generateKeyPairSync('ec', { namedCurve: kind })
  return { privateKey, spki: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })) }
}

const key = pair('P-384')
const good = request(key)

describe('Request', () => {
  it('is read from DER and from PEM, with the digest of the file as it came', () => {
    const pem = new TextEncoder().encode(encodePem('CERTIFICATE REQUEST', good))
    const fromDer = readRequest(good)
    expect(fromDer).toMatchObject({
      sha256: sha256Hex(good),
      subject: 'C=CH, O=Meridian Fleet AG, CN=Fleet Issuing Zürich 1',
      subjectName: ISSUING_SUBJECT,
      publicKey: key.spki,
      publicKeyDescription: 'P-384',
      algorithm: 'ec-p384',
      ignoredAttributes: [],
    })
    expect(readRequest(pem)).toEqual({ ...fromDer, sha256: sha256Hex(pem) })
  })

  it.each([
    ['ec', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384'], 'ec-p384', 'P-384'],
    ['rsa', ['-newkey', 'rsa:3072'], 'rsa-3072', 'RSA 3072'],
    ['ed25519', ['-newkey', 'ed25519'], 'ed25519', 'Ed25519'],
  ])('made by OpenSSL with %s is read, its attributes named and ignored', (_, args, algorithm, words) => {
    const folder = makeFolder()
    const made = run('openssl', [
      'req',
      '-new',
      ...args,
      '-nodes',
      '-keyout',
      folder.path('key.pem'),
      '-out',
      folder.path('request.pem'),
      '-subj',
      '/C=CH/O=Meridian Fleet AG/CN=Fleet Issuing 1',
      '-addext',
      'subjectAltName=DNS:evil.example',
      '-addext',
      'basicConstraints=critical,CA:TRUE',
    ])
    expect(made.code).toBe(0)
    const read = readRequest(new Uint8Array(readFileSync(folder.path('request.pem'))))
    expect(read.algorithm).toBe(algorithm)
    expect(read.publicKeyDescription).toBe(words)
    expect(read.ignoredAttributes).toEqual(['extensionRequest: subjectAltName', 'extensionRequest: basicConstraints'])
  })

  it('has no subject of ours when it has other attributes, and is still read', () => {
    const unit = hexToBytes('300e310c300a060355040b0c03414243')
    expect(readRequest(request({ ...key, subject: unit }))).toMatchObject({ subject: 'OU=ABC', subjectName: null })
  })

  it('refuses a file of 10 MB before it looks inside', () => {
    expect(failureOf(() => readRequest(new Uint8Array(10 * 1024 * 1024).fill(0x30)))).toBe('file-too-large')
    expect(failureOf(() => readRequest(new Uint8Array(16_385)))).toBe('file-too-large')
  })

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['text', new TextEncoder().encode('not a request')],
    ['noise', new Uint8Array(2000).fill(0x5a)],
    ['a certificate', new TextEncoder().encode(encodePem('CERTIFICATE', good))],
    ['a private key', new TextEncoder().encode('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n')],
    ['two requests', new TextEncoder().encode(encodePem('CERTIFICATE REQUEST', good).repeat(2))],
    ['text around the request', new TextEncoder().encode(`Request:\n${encodePem('CERTIFICATE REQUEST', good)}`)],
    ['trailing bytes', concatBytes(good, Uint8Array.of(0))],
    [
      'trailing bytes in PEM',
      new TextEncoder().encode(encodePem('CERTIFICATE REQUEST', concatBytes(good, Uint8Array.of(0)))),
    ],
    ['a cut request', good.subarray(0, 200)],
    ['version 1', request({ ...key, version: 1 })],
    ['an indefinite length', Uint8Array.of(0x30, 0x80, ...good.subarray(4), 0, 0)],
    ['a subject that is no name', request({ ...key, subject: sequence(integer(1)) })],
  ])('refuses %s', (_, file) => {
    expect(failureOf(() => readRequest(file))).toBe('request-malformed')
  })

  it.each<[string, Uint8Array]>([
    ['with a bit changed in the signature', flipLast(good)],
    ['signed by another key', request({ spki: key.spki, privateKey: pair('P-384').privateKey })],
    ['with another hash than it says', request({ ...key, algorithm: ECDSA_SHA256 })],
    ['that calls an ECDSA signature RSA', request({ ...key, algorithm: RSA_SHA256, digest: 'sha256' })],
    [
      'signed with SHA-1',
      request({ ...pair(3072), algorithm: hexToBytes('300d06092a864886f70d0101050500'), digest: 'sha1' }),
    ],
    ['with a changed subject', replaceOnce(good, 'Meridian', 'Meridiam')],
  ])('refuses a request %s', (_, file) => {
    expect(failureOf(() => readRequest(file))).toBe('request-signature-invalid')
  })

  it.each<[string, () => Uint8Array]>([
    ['RSA 1024', () => request({ ...pair(1024), algorithm: RSA_SHA256, digest: 'sha256' })],
    ['an unknown curve', () => request({ ...pair('secp256k1'), algorithm: ECDSA_SHA256, digest: 'sha256' })],
    [
      'an RSA modulus with a small factor',
      () => request({ privateKey: key.privateKey, spki: rsaSpki(3n * generatePrimeSync(3070, { bigint: true })) }),
    ],
    ['a point off its curve', () => request({ privateKey: key.privateKey, spki: flipLast(key.spki) })],
  ])('refuses %s', (_, file) => {
    expect(failureOf(() => readRequest(file()))).toBe('request-key-weak')
  })

  it('is refused by a profile that does not allow its key', () => {
    const issuing = loadProfile('fleet-issuing')
    expect(() => assertRequestAllowed(readRequest(good), issuing)).not.toThrow()
    const rsa = readRequest(request({ ...pair(2048), algorithm: RSA_SHA256, digest: 'sha256' }))
    expect(rsa).toMatchObject({ algorithm: null, publicKeyDescription: 'RSA 2048' })
    expect(failureOf(() => assertRequestAllowed(rsa, issuing))).toBe('request-not-allowed')
  })
})

function flipLast(bytes: Uint8Array): Uint8Array {
  return bytes.map((octet, index) => (index === bytes.length - 1 ? octet ^ 1 : octet))
}

function rsaSpki(modulus: bigint): Uint8Array {
  return sequence(PUBLIC_KEY_ALGORITHM_IDENTIFIER.rsa, bitString(sequence(integer(modulus), integer(65_537))))
}

function replaceOnce(bytes: Uint8Array, before: string, after: string): Uint8Array {
  const buffer = Buffer.from(bytes)
  buffer.write(after, buffer.indexOf(before), 'latin1')
  return new Uint8Array(buffer)
}
