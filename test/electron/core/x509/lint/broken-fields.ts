import { generateKeyPairSync } from 'node:crypto'
import { utf8ToBytes } from '../../../../../shared/bytes.ts'
import { PUBLIC_KEY_ALGORITHM_IDENTIFIER } from '../../../../../shared/pki/algorithm-identifiers.ts'
import {
  bitString,
  element,
  integer,
  nullValue,
  objectIdentifier,
  printableString,
  sequence,
  setOf,
  utf8String,
} from '../../../../../shared/pki/der.ts'
import { keyUsageValue } from '../../../../../shared/pki/extensions.ts'
import { encodeName } from '../../../../../shared/pki/names.ts'
import { ROOT_SUBJECT } from '../authority.ts'
import {
  type BrokenCertificate,
  extensionBytes,
  type Forgery,
  generalizedTime,
  SHA256_WITH_ECDSA,
  utcTime,
} from './forge.ts'
import { root } from './samples.ts'

function rdn(oid: string, value: Uint8Array): Uint8Array {
  return setOf(sequence(objectIdentifier(oid), value))
}

const C = rdn('2.5.4.6', printableString('CH'))
const O = rdn('2.5.4.10', printableString('Meridian'))
const CN = rdn('2.5.4.3', printableString('Root'))

function selfNamed(...rdns: readonly Uint8Array[]): Forgery {
  return { subject: sequence(...rdns), issuer: sequence(...rdns) }
}

/** A point of P-256 whose last octets were changed. */
function offCurve(): Uint8Array {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  return new Uint8Array(spki.subarray(-65)).map((octet, index) => (index > 62 ? octet ^ 0xff : octet))
}

/** Certificates that break one rule about fields and names, and nothing else unless it is named. */
export const BROKEN_FIELDS: readonly BrokenCertificate[] = [
  ['version-3', 'root', { version: 1 }],
  ['unique-identifiers-absent', 'root', { uniqueId: true }],
  [
    'signature-algorithm-bytes',
    'root',
    { signatureAlgorithm: sequence(objectIdentifier('1.2.840.10045.4.3.3'), nullValue()) },
    ['hash-matches-key'],
  ],
  ['hash-matches-key', 'root', { signatureAlgorithm: SHA256_WITH_ECDSA }],
  [
    'public-key-algorithm-bytes',
    'issuing',
    { subjectPublicKey: sequence(sequence(objectIdentifier('1.2.840.113549.1.1.1')), bitString(sequence())) },
    ['subject-key-identifier-method'],
  ],
  [
    'public-key-sound',
    'issuing',
    {
      subjectPublicKey: sequence(PUBLIC_KEY_ALGORITHM_IDENTIFIER['P-256'], bitString(offCurve())),
    },
    ['subject-key-identifier-method'],
  ],
  [
    'extensions-once',
    'root',
    { append: [extensionBytes('keyUsage', true, keyUsageValue(['keyCertSign', 'cRLSign']))] },
    ['extension-order'],
  ],
  ['critical-extensions-known', 'root', { append: [extensionBytes('1.2.3.4', true, nullValue())] }],
  ['extension-order', 'root', { reverse: true }],
  ['serial-positive', 'root', { serial: integer(0) }, ['serial-64-random-bits']],
  ['serial-positive', 'root', { serial: integer(-5) }, ['serial-64-random-bits']],
  ['serial-20-octets', 'root', { serial: integer(1n << 160n) }, ['serial-64-random-bits']],
  ['serial-64-random-bits', 'root', { serial: integer(4711) }],
  ['time-encoding', 'root', { notBefore: generalizedTime('20261124140000Z') }],
  ['validity-order', 'issuing', { notAfter: utcTime('261123135959Z') }],
  ['validity-whole-days', 'root', { notAfter: generalizedTime('20511124135958Z') }],
  ['validity-whole-days', 'root', { notAfter: generalizedTime('20511124140000Z') }],
  ['root-validity', 'root', { notAfter: generalizedTime('20511126135959Z') }],
  ['root-validity', 'root', { notAfter: utcTime('341123135959Z') }],
  ['not-before-window', 'root', { notBefore: utcTime('261125140000Z') }],
  ['not-before-window', 'root', { notBefore: utcTime('261123140000Z') }],
  ['within-issuer-validity', 'issuing', { notAfter: generalizedTime('20511125135959Z') }],
  ['within-issuer-validity', 'issuing', { notBefore: utcTime('261124135959Z') }, ['validity-whole-days']],
  ['issuer-name-bytes', 'root', { issuer: encodeName({ ...ROOT_SUBJECT, commonName: 'Other' }) }],
  [
    'issuer-name-bytes',
    'issuing',
    {
      issuer: sequence(
        rdn('2.5.4.6', printableString('CH')),
        rdn('2.5.4.10', utf8String('Meridian Fleet AG')),
        rdn('2.5.4.3', printableString('Fleet Root G2')),
      ),
    },
  ],
  ['issuer-name-bytes', 'issuing', { subject: root.name }],
  ['ca-subject-attributes', 'root', selfNamed(C, CN)],
  [
    'subject-no-other-attributes',
    'root',
    selfNamed(C, O, rdn('2.5.4.11', printableString('Unit')), CN),
    ['subject-order'],
  ],
  ['subject-no-other-attributes', 'root', selfNamed(C, O, CN, CN)],
  ['subject-order', 'root', selfNamed(CN, O, C)],
  ['name-encoding', 'root', selfNamed(rdn('2.5.4.6', utf8String('CH')), O, CN)],
  ['name-encoding', 'root', selfNamed(C, O, rdn('2.5.4.3', printableString('x'.repeat(65))))],
  ['name-encoding', 'handoff-signer', selfNamed(rdn('2.5.4.3', element(0x16, utf8ToBytes('Root'))))],
]
