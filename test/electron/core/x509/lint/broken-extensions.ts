import { hexToBytes, utf8ToBytes } from '../../../../../shared/bytes.ts'
import {
  contextConstructed,
  contextPrimitive,
  objectIdentifier,
  octetString,
  sequence,
} from '../../../../../shared/pki/der.ts'
import { basicConstraintsValue, extendedKeyUsageValue, keyUsageValue } from '../../../../../shared/pki/extensions.ts'
import type { ExtensionName } from '../../../../../shared/pki/oids.ts'
import { type BrokenCertificate, extensionBytes, type Forgery } from './forge.ts'
import { issuing, root } from './samples.ts'

const OTHER_KEY = hexToBytes('22'.repeat(20))
const ANY_POLICY = sequence(objectIdentifier('2.5.29.32.0'))
const dnsName = contextPrimitive(2, utf8ToBytes('a.example'))

function put(name: ExtensionName, critical: boolean, value: Uint8Array): Forgery {
  return { extensions: { [name]: extensionBytes(name, critical, value) } }
}

function uri(text: string): Uint8Array {
  return contextPrimitive(6, utf8ToBytes(text))
}

function point(address: string, ...more: readonly Uint8Array[]): Uint8Array {
  return sequence(contextConstructed(0, contextConstructed(0, uri(address))), ...more)
}

function points(...list: readonly Uint8Array[]): Forgery {
  return put('cRLDistributionPoints', false, sequence(...list))
}

function without(...names: readonly ExtensionName[]): Forgery {
  return { extensions: Object.fromEntries(names.map((name) => [name, null])) }
}

const AUTHORITY_WITH_SERIAL = sequence(
  contextPrimitive(0, root.asIssuer.keyIdentifier),
  contextConstructed(1, contextConstructed(4, root.name)),
  contextPrimitive(2, root.input.serial),
)

/** Certificates that break one rule about extensions, and nothing else unless it is named. */
export const BROKEN_EXTENSIONS: readonly BrokenCertificate[] = [
  ['subject-key-identifier-present', 'root', without('subjectKeyIdentifier', 'authorityKeyIdentifier')],
  [
    'subject-key-identifier-present',
    'issuing',
    put('subjectKeyIdentifier', true, octetString(issuing.asIssuer.keyIdentifier)),
  ],
  ['subject-key-identifier-method', 'issuing', put('subjectKeyIdentifier', false, octetString(OTHER_KEY))],
  ['authority-key-identifier-key-only', 'issuing', put('authorityKeyIdentifier', false, AUTHORITY_WITH_SERIAL)],
  ['authority-key-identifier-matches', 'issuing', without('authorityKeyIdentifier')],
  [
    'authority-key-identifier-matches',
    'root',
    put('authorityKeyIdentifier', false, sequence(contextPrimitive(0, OTHER_KEY))),
  ],
  ['basic-constraints-ca', 'root', without('basicConstraints')],
  ['basic-constraints-ca', 'root', put('basicConstraints', false, basicConstraintsValue({ ca: true }))],
  ['basic-constraints-ca', 'root', put('basicConstraints', true, sequence())],
  [
    'basic-constraints-ca',
    'root',
    put('basicConstraints', true, hexToBytes('3003010101')),
    ['root-path-length-absent'],
  ],
  ['basic-constraints-not-ca', 'handoff-signer', put('basicConstraints', true, basicConstraintsValue({ ca: true }))],
  [
    'root-path-length-absent',
    'root',
    put('basicConstraints', true, basicConstraintsValue({ ca: true, pathLength: 1 })),
  ],
  ['issuing-path-length-zero', 'issuing', put('basicConstraints', true, basicConstraintsValue({ ca: true }))],
  [
    'issuing-path-length-zero',
    'issuing',
    put('basicConstraints', true, basicConstraintsValue({ ca: true, pathLength: 1 })),
  ],
  ['key-usage-ca', 'root', without('keyUsage')],
  ['key-usage-ca', 'root', put('keyUsage', true, keyUsageValue(['keyCertSign']))],
  ['key-usage-ca', 'root', put('keyUsage', true, keyUsageValue(['keyCertSign', 'cRLSign', 'keyEncipherment']))],
  ['key-usage-ca', 'root', put('keyUsage', true, hexToBytes('03020006'))],
  [
    'key-usage-handoff-signer',
    'handoff-signer',
    put('keyUsage', true, keyUsageValue(['digitalSignature', 'nonRepudiation'])),
  ],
  ['key-usage-critical', 'root', put('keyUsage', false, keyUsageValue(['keyCertSign', 'cRLSign']))],
  [
    'root-no-extended-key-usage',
    'root',
    put('extendedKeyUsage', false, extendedKeyUsageValue(['serverAuth'])),
    ['extension-order'],
  ],
  ['issuing-extended-key-usage', 'issuing', without('extendedKeyUsage')],
  ['issuing-extended-key-usage', 'issuing', put('extendedKeyUsage', false, extendedKeyUsageValue(['clientAuth']))],
  [
    'issuing-extended-key-usage',
    'issuing',
    put('extendedKeyUsage', false, extendedKeyUsageValue(['serverAuth', 'OCSPSigning'])),
  ],
  [
    'issuing-extended-key-usage',
    'issuing',
    put('extendedKeyUsage', false, extendedKeyUsageValue(['serverAuth', 'any'])),
  ],
  [
    'handoff-signer-no-extended-key-usage',
    'handoff-signer',
    put('extendedKeyUsage', false, extendedKeyUsageValue(['documentSigning'])),
    ['extension-order'],
  ],
  ['root-no-policies', 'root', put('certificatePolicies', false, sequence(ANY_POLICY))],
  ['issuing-policies', 'issuing', without('certificatePolicies')],
  [
    'issuing-policies',
    'issuing',
    put('certificatePolicies', false, sequence(ANY_POLICY, sequence(objectIdentifier('1.2.3')))),
  ],
  [
    'issuing-policies',
    'issuing',
    put('certificatePolicies', false, sequence(sequence(objectIdentifier('1.2.3'), sequence()))),
  ],
  ['root-no-crl-distribution-points', 'root', points(point('http://a.example/x'))],
  ['issuing-crl-distribution-points', 'issuing', without('cRLDistributionPoints')],
  ['issuing-crl-distribution-points', 'issuing', points(point('ldap://a.example/x'))],
  ['issuing-crl-distribution-points', 'issuing', points(point('https://a.example/x'))],
  ['issuing-crl-distribution-points', 'issuing', points(point('http://a.example/x'), point('http://b.example/x'))],
  [
    'issuing-crl-distribution-points',
    'issuing',
    points(point('http://a.example/x', contextPrimitive(1, Uint8Array.of(6, 0x40)))),
  ],
  [
    'issuing-crl-distribution-points',
    'issuing',
    put('cRLDistributionPoints', true, sequence(point('http://a.example/x'))),
  ],
  [
    'authority-info-access-http',
    'issuing',
    put(
      'authorityInfoAccess',
      false,
      sequence(sequence(objectIdentifier('1.3.6.1.5.5.7.48.2'), uri('ftp://a.example/x'))),
    ),
  ],
  [
    'authority-info-access-http',
    'issuing',
    put('authorityInfoAccess', false, sequence(sequence(objectIdentifier('1.2.3'), uri('http://a.example/x')))),
  ],
  ['issuing-ca-issuers', 'issuing', without('authorityInfoAccess')],
  [
    'name-constraints',
    'issuing',
    put('nameConstraints', false, sequence(contextConstructed(0, sequence(dnsName)))),
    ['extension-order'],
  ],
  ['name-constraints', 'issuing', put('nameConstraints', true, sequence()), ['extension-order']],
  [
    'name-constraints',
    'issuing',
    put(
      'nameConstraints',
      true,
      sequence(contextConstructed(0, sequence(dnsName, contextPrimitive(1, Uint8Array.of(3))))),
    ),
    ['extension-order'],
  ],
  [
    'name-constraints',
    'handoff-signer',
    put('nameConstraints', true, sequence(contextConstructed(0, sequence(dnsName)))),
    [],
  ],
]
