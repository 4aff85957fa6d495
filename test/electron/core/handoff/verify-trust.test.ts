import { describe, expect, it } from 'vitest'

import { utf8ToBytes } from '../../../../shared/bytes.ts'
import type { HandoffManifest } from '../../../../shared/handoff/manifest.ts'
import { TRUST_STATE_PATH } from '../../../../shared/handoff/names.ts'
import { canonicalBytes } from '../../../../shared/ledger/canonical-json.ts'
import { SIGNATURE_ALGORITHM_IDENTIFIER } from '../../../../shared/pki/algorithm-identifiers.ts'
import { time } from '../../../../shared/pki/der-time.ts'
import { contextConstructed, contextPrimitive, integer, sequence } from '../../../../shared/pki/der.ts'
import { authorityKeyIdentifierValue, extension } from '../../../../shared/pki/extensions.ts'
import { encodePem } from '../../../../shared/pki/pem.ts'
import { subjectKeyIdentifier } from '../../../../shared/pki/subject-key-identifier.ts'
import { assembleCrl } from '../../../../shared/pki/tbs-crl.ts'
import {
  at,
  DAY,
  HOUR,
  intermediate,
  issuing,
  makeCrl,
  makeHandoff,
  makeParty,
  mallory,
  NOW,
  type Party,
  pieces,
  rawSignature,
  root,
} from './fixture.ts'
import { codes, filesOf, resigned } from './verify-fixture.ts'

/** The empty list of an authority, with one more extension. */
function crlWith(issuer: Party, ...more: readonly Uint8Array[]): Uint8Array {
  const list = [
    extension('authorityKeyIdentifier', false, authorityKeyIdentifierValue(subjectKeyIdentifier(issuer.publicKey))),
    extension('cRLNumber', false, integer(1)),
    ...more,
  ]
  const tbs = sequence(
    integer(1),
    SIGNATURE_ALGORITHM_IDENTIFIER['ecdsa-sha384'],
    issuer.subject,
    time(NOW - HOUR),
    time(NOW + 180 * DAY),
    contextConstructed(0, sequence(...list)),
  )
  return assembleCrl(tbs, 'ecdsa-sha384', rawSignature(issuer.privateKey, tbs))
}

describe('certificates and lists that pinned signers signed, but that are wrong', () => {
  const WRONG = ['handoff-trust-invalid']
  const put =
    (path: string, label: 'CERTIFICATE' | 'X509 CRL', ...ders: Uint8Array[]) =>
    (_: unknown, files: Map<string, Uint8Array>) =>
      files.set(path, utf8ToBytes(ders.map((der) => encodePem(label, der)).join('')))

  it.each([
    [
      'the root in the chain',
      put(
        'chains/issuing-ca-1-chain.pem',
        'CERTIFICATE',
        issuing.certificate,
        intermediate.certificate,
        root.certificate,
      ),
    ],
    [
      'a chain in another order',
      put('chains/issuing-ca-1-chain.pem', 'CERTIFICATE', intermediate.certificate, issuing.certificate),
    ],
    ['a chain that stops early', put('chains/issuing-ca-1-chain.pem', 'CERTIFICATE', issuing.certificate)],
    [
      'a stranger among the anchors',
      put('trust/anchors.pem', 'CERTIFICATE', root.certificate, makeParty('evil', { ca: true }).certificate),
    ],
    [
      'no anchor',
      (_: unknown, files: Map<string, Uint8Array>) => files.set('trust/anchors.pem', utf8ToBytes('none\n')),
    ],
    [
      'an intermediate among the anchors',
      put('trust/anchors.pem', 'CERTIFICATE', root.certificate, intermediate.certificate),
    ],
    ['a PEM that is not its DER', put('certs/issuing-ca-1.pem', 'CERTIFICATE', root.certificate)],
    [
      'crls-all.pem without the list of the root',
      put('crls/crls-all.pem', 'X509 CRL', makeCrl(intermediate, { number: 7n })),
    ],
    ['a signer certificate of somebody else', put('signatures/carol.pem', 'CERTIFICATE', mallory.certificate)],
    [
      'bytes that are no certificate',
      (_: unknown, files: Map<string, Uint8Array>) => files.set('certs/fleet-root.der', utf8ToBytes('x')),
    ],
    [
      'bytes that are no list',
      (_: unknown, files: Map<string, Uint8Array>) => files.set('crls/fleet-root.crl', utf8ToBytes('x')),
    ],
    [
      'a list of another key',
      (_: unknown, files: Map<string, Uint8Array>) => files.set('crls/fleet-root.crl', makeCrl(intermediate)),
    ],
    [
      'a list whose number is not the one of the manifest',
      (manifest: HandoffManifest) =>
        manifest.artifacts.forEach((artifact) => artifact.crl_number !== null && (artifact.crl_number = '99')),
    ],
    [
      'a serial number that is not the one of the certificate',
      (manifest: HandoffManifest) =>
        manifest.artifacts.forEach((artifact) => artifact.serial !== null && (artifact.serial = '99')),
    ],
    [
      'a trust state that does not know the root',
      (_: unknown, files: Map<string, Uint8Array>) =>
        files.set(
          TRUST_STATE_PATH,
          canonicalBytes({
            domain: 'fleet.example',
            anchors: [],
            issuers: [],
            default_issuer: null,
            crls: [],
            disabled: [],
            tainted: [],
            distrusted: [],
          }),
        ),
    ],
    [
      'a trust state that cannot be read',
      (_: unknown, files: Map<string, Uint8Array>) => files.set(TRUST_STATE_PATH, utf8ToBytes('{}')),
    ],
  ])('are refused: %s', (_, change) => {
    expect(codes(resigned(change))).toEqual(WRONG)
  })

  it('are refused: an authority without its list', () => {
    const files = resigned((manifest, all) => {
      const isGone = (path: string): boolean => path.startsWith('crls/fleet-root')
      manifest.actions = manifest.actions.filter((action) => !isGone(action.target))
      manifest.artifacts = manifest.artifacts.filter((artifact) => !isGone(artifact.path))
      for (const path of all.keys()) if (isGone(path)) all.delete(path)
      put('crls/crls-all.pem', 'X509 CRL', makeCrl(intermediate, { number: 7n }))(null, all)
    })
    expect(codes(files)).toContain('handoff-trust-invalid')
  })

  const withRootCrl = (crl: Uint8Array): Map<string, Uint8Array> => {
    const [first, ...others] = pieces().authorities
    return filesOf(makeHandoff({ authorities: first === undefined ? [] : [{ ...first, crl }, ...others] }))
  }

  it('are refused: an intermediate that its root has revoked', () => {
    const serial = Uint8Array.of(7)
    const gone = makeParty('gone', { issuer: root, ca: true, serial })
    const files = filesOf(
      makeHandoff({
        authorities: [
          { name: 'root', certificate: root.certificate, crl: makeCrl(root, { revoked: [serial] }) },
          { name: 'gone', certificate: gone.certificate, crl: null },
        ],
      }),
    )
    expect(codes(files)).toEqual(WRONG)
  })

  it('are refused: a list that does not say everything that its authority revoked', () => {
    // onlyContainsUserCerts [1] TRUE, for which the intermediate would never be looked up.
    const point = extension('issuingDistributionPoint', true, sequence(contextPrimitive(1, Uint8Array.of(0xff))))
    expect(codes(withRootCrl(crlWith(root, point)))).toEqual(WRONG)
    expect(codes(withRootCrl(crlWith(root, extension('deltaCRLIndicator', false, integer(1)))))).toEqual(WRONG)
    expect(codes(withRootCrl(crlWith(root)))).toEqual([])
  })

  it('are refused: a list from the future, and one that ran out', () => {
    expect(codes(withRootCrl(makeCrl(root, { thisUpdate: NOW + DAY })))).toEqual(['handoff-not-yet-valid'])
    const files = withRootCrl(makeCrl(root, { nextUpdate: NOW + HOUR }))
    expect(codes(files)).toEqual([])
    expect(codes(files, { now: at(2 * HOUR) })).toEqual(['handoff-expired'])
  })

  it('are refused: a CA certificate that is not valid now, and a leaf in the place of a CA', () => {
    const make = (party: Party): Map<string, Uint8Array> =>
      filesOf(
        makeHandoff({
          authorities: [
            { name: 'root', certificate: root.certificate, crl: makeCrl(root) },
            { name: 'below', certificate: party.certificate, crl: null },
          ],
        }),
      )
    expect(codes(make(makeParty('below', { issuer: root, ca: true })))).toEqual([])
    expect(codes(make(makeParty('below', { issuer: root, ca: true, notBefore: NOW + DAY })))).toEqual([
      'handoff-not-yet-valid',
    ])
    expect(codes(make(makeParty('below', { issuer: root, ca: true, notBefore: NOW - 9 * DAY, days: 5 })))).toEqual(
      WRONG,
    )
    expect(codes(make(makeParty('below', { issuer: root, ca: false })))).toEqual(WRONG)
  })
})
