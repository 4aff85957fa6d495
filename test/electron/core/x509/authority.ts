import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { type KeyAlgorithm, SIGNATURE_FOR_KEY } from '../../../../shared/pki/algorithms.ts'
import { assembleCertificate } from '../../../../shared/pki/certificate.ts'
import { encodeName } from '../../../../shared/pki/names.ts'
import { parseProfile, type Profile } from '../../../../shared/pki/profile.ts'
import { subjectKeyIdentifier } from '../../../../shared/pki/subject-key-identifier.ts'
import {
  buildTbsCertificate,
  type CertificateInput,
  type Issuer,
  notAfterOf,
} from '../../../../shared/pki/tbs-certificate.ts'
import type { CrlEntry } from '../../../../shared/pki/crl-entry-writer.ts'
import { assembleCrl, buildTbsCrl } from '../../../../shared/pki/tbs-crl.ts'

/** A software CA for tests: what a token does in the product is done by node:crypto here. */
export interface Authority {
  readonly name: Uint8Array
  readonly algorithm: KeyAlgorithm
  readonly privateKey: KeyObject
  readonly spki: Uint8Array
  readonly input: CertificateInput
  readonly tbs: Uint8Array
  readonly certificate: Uint8Array
  readonly asIssuer: Issuer
}

export const NOT_BEFORE = Date.UTC(2026, 10, 24, 14)
export const ROOT_SUBJECT = { country: 'CH', organization: 'Meridian Fleet AG', commonName: 'Fleet Root G2' }
export const ISSUING_SUBJECT = {
  country: 'CH',
  organization: 'Meridian Fleet AG',
  commonName: 'Fleet Issuing Zürich 1',
}

export function loadProfile(name: string): Profile {
  const file = new URL(`../../../../ceremonies/profiles/${name}.profile.yaml`, import.meta.url)
  return parseProfile(parse(readFileSync(file, 'utf8')))
}

export function generateKey(algorithm: KeyAlgorithm): { privateKey: KeyObject; spki: Uint8Array } {
  const pair = generatePair(algorithm)
  return { privateKey: pair.privateKey, spki: new Uint8Array(pair.publicKey.export({ type: 'spki', format: 'der' })) }
}

export function makeSerial(): Uint8Array {
  return Uint8Array.of(1, ...randomBytes(16))
}

/** As PKCS#11 returns it: r||s for ECDSA. */
export function signRaw(authority: Pick<Authority, 'algorithm' | 'privateKey'>, tbs: Uint8Array): Uint8Array {
  const digest = /sha\d+$/.exec(SIGNATURE_FOR_KEY[authority.algorithm])?.[0] ?? null
  return new Uint8Array(sign(digest, tbs, { key: authority.privateKey, dsaEncoding: 'ieee-p1363' }))
}

export function makeRoot(
  options: { algorithm?: KeyAlgorithm; profile?: Profile; notBefore?: number; commonName?: string } = {},
): Authority {
  const algorithm = options.algorithm ?? 'ec-p384'
  const key = generateKey(algorithm)
  const profile = options.profile ?? { ...loadProfile('fleet-root'), keyAlgorithms: [algorithm] }
  return finish(algorithm, key, key.privateKey, algorithm, {
    profile,
    subject: { ...ROOT_SUBJECT, commonName: options.commonName ?? ROOT_SUBJECT.commonName },
    subjectPublicKey: key.spki,
    issuer: 'self',
    serial: makeSerial(),
    notBefore: options.notBefore ?? NOT_BEFORE,
    signatureAlgorithm: SIGNATURE_FOR_KEY[algorithm],
  })
}

export function makeIssuing(
  root: Authority,
  changes: Partial<CertificateInput> = {},
  algorithm: KeyAlgorithm = 'ec-p384',
): Authority {
  const key = generateKey(algorithm)
  return finish(algorithm, key, root.privateKey, root.algorithm, {
    profile: { ...loadProfile('fleet-issuing'), keyAlgorithms: [algorithm] },
    subject: ISSUING_SUBJECT,
    subjectPublicKey: key.spki,
    issuer: root.asIssuer,
    serial: makeSerial(),
    notBefore: NOT_BEFORE,
    signatureAlgorithm: SIGNATURE_FOR_KEY[root.algorithm],
    ...changes,
  })
}

export function makeCrl(
  issuer: Authority,
  entries: Iterable<CrlEntry>,
  changes: { number?: bigint; thisUpdate?: number; nextUpdate?: number } = {},
): { tbs: Uint8Array; crl: Uint8Array } {
  const thisUpdate = changes.thisUpdate ?? NOT_BEFORE
  const signatureAlgorithm = SIGNATURE_FOR_KEY[issuer.algorithm]
  const tbs = buildTbsCrl({
    issuer: issuer.name,
    keyIdentifier: issuer.asIssuer.keyIdentifier,
    number: changes.number ?? 1n,
    thisUpdate,
    nextUpdate: changes.nextUpdate ?? thisUpdate + 180 * 86_400_000,
    entries,
    signatureAlgorithm,
  })
  return { tbs, crl: assembleCrl(tbs, signatureAlgorithm, signRaw(issuer, tbs)) }
}

function finish(
  algorithm: KeyAlgorithm,
  key: { privateKey: KeyObject; spki: Uint8Array },
  signingKey: KeyObject,
  signingAlgorithm: KeyAlgorithm,
  input: CertificateInput,
): Authority {
  const tbs = buildTbsCertificate(input)
  const signature = signRaw({ algorithm: signingAlgorithm, privateKey: signingKey }, tbs)
  const name = encodeName(input.subject)
  return {
    name,
    algorithm,
    ...key,
    input,
    tbs,
    certificate: assembleCertificate(tbs, input.signatureAlgorithm, signature),
    asIssuer: {
      name,
      keyIdentifier: subjectKeyIdentifier(key.spki),
      notAfter: input.notAfter ?? notAfterOf(input.notBefore, input.profile.validityDays),
    },
  }
}

function generatePair(algorithm: KeyAlgorithm) {
  switch (algorithm) {
    case 'ec-p256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' })
    case 'ec-p384':
      return generateKeyPairSync('ec', { namedCurve: 'P-384' })
    case 'rsa-3072':
      return generateKeyPairSync('rsa', { modulusLength: 3072 })
    case 'rsa-4096':
      return generateKeyPairSync('rsa', { modulusLength: 4096 })
    case 'ed25519':
      return generateKeyPairSync('ed25519')
  }
}
