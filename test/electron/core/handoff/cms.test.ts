import { createHash, verify, X509Certificate } from 'node:crypto'

import { ContentInfo, SignedData } from '@peculiar/asn1-cms'
import { AsnConvert } from '@peculiar/asn1-schema'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { bytesToHex, concatBytes, equalBytes, utf8ToBytes } from '../../../../shared/bytes.ts'
import {
  contextConstructed,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
} from '../../../../shared/pki/der.ts'
import {
  assembleSignedData,
  CMS_OID,
  encodeSignedData,
  signedAttributes,
} from '../../../../electron/core/handoff/cms.ts'
import { verifySignedData } from '../../../../electron/core/handoff/cms-verify.ts'
import { failureCode } from './expect-failure.ts'
import { alice, at, bob, DAY, HOUR, makeParty, NOW, rawSignature, signOver } from './fixture.ts'

const content = utf8ToBytes('the exact bytes')
const contentSha384 = new Uint8Array(createHash('sha384').update(content).digest())
const trusted = [alice.certificate, bob.certificate]
const REFUSED = 'handoff-signature-invalid'

describe('signedAttributes', () => {
  const attributes = signedAttributes({ contentSha384, signingTime: at(0), signerCertificate: alice.certificate })

  it('is the same DER every time, with its elements in ascending order', () => {
    const again = signedAttributes({ contentSha384, signingTime: at(0), signerCertificate: alice.certificate })
    expect(again).toEqual(attributes)
    expect(attributes[0]).toBe(0x31)
  })

  it('binds the digest of the content and the SHA-256 of the signer certificate', () => {
    const hex = bytesToHex(attributes)
    expect(hex).toContain(bytesToHex(contentSha384))
    expect(hex).toContain(createHash('sha256').update(alice.certificate).digest('hex'))
  })

  it('has no way to write a part of a second', () => {
    expect(() =>
      signedAttributes({
        contentSha384,
        signingTime: '2026-11-25T00:00:00.500Z',
        signerCertificate: alice.certificate,
      }),
    ).toThrow(RangeError)
  })
})

describe('assembleSignedData', () => {
  it('is read by another implementation as one detached signature whose attributes verify', () => {
    const p7s = signOver(content, alice)
    const signedData = AsnConvert.parse(AsnConvert.parse(p7s, ContentInfo).content, SignedData)
    expect(signedData.signerInfos).toHaveLength(1)
    expect(signedData.encapContentInfo.eContent).toBeUndefined()
    expect(signedData.certificates).toHaveLength(1)
    const [signer] = signedData.signerInfos
    expect(signer?.signedAttrs?.map((attribute) => attribute.attrType).toSorted()).toEqual(
      [CMS_OID.contentType, CMS_OID.messageDigest, CMS_OID.signingTime, CMS_OID.signingCertificateV2].toSorted(),
    )
    const asSet = setOf(
      ...(signer?.signedAttrs ?? []).map((attribute) => new Uint8Array(AsnConvert.serialize(attribute))),
    )
    const signature = new Uint8Array(signer?.signature.buffer ?? new ArrayBuffer(0))
    expect(verify('sha384', asSet, new X509Certificate(alice.certificate).publicKey, signature)).toBe(true)
  })

  it('refuses a signature of another key, of another length, and over other attributes', () => {
    const attributes = signedAttributes({ contentSha384, signingTime: at(0), signerCertificate: alice.certificate })
    const assemble = (signature: Uint8Array): string =>
      failureCode(() =>
        assembleSignedData({ signedAttributes: attributes, signature, signerCertificate: alice.certificate }),
      )
    const good = rawSignature(alice.privateKey, attributes)
    expect(assemble(good)).toBe('none')
    expect(assemble(rawSignature(bob.privateKey, attributes))).toBe('signature-invalid')
    expect(assemble(good.subarray(1))).toBe('signature-invalid')
    expect(assemble(rawSignature(alice.privateKey, content))).toBe('signature-invalid')
  })
})

describe('verifySignedData', () => {
  const p7s = signOver(content, alice, at(-HOUR))
  const check = (bytes: Uint8Array, over = content, by: readonly Uint8Array[] = trusted, now = at(0)): string =>
    failureCode(() => verifySignedData(bytes, over, by, now))

  it('says who signed and when', () => {
    expect(verifySignedData(p7s, content, trusted, at(0))).toEqual({
      signerCertificate: alice.certificate,
      signingTime: at(-HOUR),
    })
  })

  it('accepts signatures whose r or s is short', () => {
    let short = 0
    for (let i = 0; i < 400 && short < 2; i++) {
      const one = signOver(content, alice, at(-i * 1000))
      if (one.length !== p7s.length) short++
      expect(check(one)).toBe('none')
    }
    expect(short).toBeGreaterThan(0)
  })

  it('refuses other content, a signer who is not trusted, and nobody trusted', () => {
    expect(check(p7s, utf8ToBytes('other bytes'))).toBe(REFUSED)
    expect(check(p7s, content, [bob.certificate])).toBe(REFUSED)
    expect(check(p7s, content, [])).toBe(REFUSED)
  })

  it('refuses a certificate with the same name and another key', () => {
    const twin = makeParty('alice', { ca: false })
    expect(check(signOver(content, twin))).toBe(REFUSED)
  })

  it('refuses any changed byte, any cut and any trailing byte', () => {
    fc.assert(
      fc.property(fc.nat(p7s.length - 1), fc.integer({ min: 1, max: 255 }), (offset, change) => {
        const changed = p7s.slice()
        changed[offset] = (changed[offset] ?? 0) ^ change
        expect(check(changed)).toBe(REFUSED)
        expect(check(p7s.subarray(0, offset))).toBe(REFUSED)
      }),
      { numRuns: 300 },
    )
    expect(check(concatBytes(p7s, Uint8Array.of(0)))).toBe(REFUSED)
  })

  it('refuses an expired signer, one that was not valid yet when it signed, and a signature from the future', () => {
    const old = makeParty('old', { ca: false, notBefore: NOW - 10 * DAY, days: 5 })
    expect(check(signOver(content, old, at(-7 * DAY)), content, [old.certificate])).toBe(REFUSED)
    expect(check(signOver(content, old, at(-7 * DAY)), content, [old.certificate], at(-7 * DAY))).toBe('none')
    expect(check(signOver(content, alice, at(-2 * DAY)))).toBe(REFUSED)
    expect(check(signOver(content, alice, at(HOUR)))).toBe(REFUSED)
  })

  const attributes = signedAttributes({ contentSha384, signingTime: at(-HOUR), signerCertificate: alice.certificate })
  const parts = {
    signedAttributes: attributes,
    signature: rawSignature(alice.privateKey, attributes),
    signerCertificate: alice.certificate,
  }

  it('refuses content inside, a second certificate, a second signer and an unsigned attribute', () => {
    const plain = encodeSignedData(parts)
    expect(check(plain)).toBe('none')
    const sha384 = sequence(objectIdentifier('2.16.840.1.101.3.4.2.2'))
    const info = signerInfoOf(plain)
    const wrap = (
      inside: readonly Uint8Array[],
      certificates: readonly Uint8Array[],
      signers: readonly Uint8Array[],
    ): Uint8Array =>
      sequence(
        objectIdentifier(CMS_OID.signedData),
        contextConstructed(
          0,
          sequence(
            integer(1),
            setOf(sha384),
            sequence(objectIdentifier(CMS_OID.data), ...inside),
            contextConstructed(0, ...certificates),
            setOf(...signers),
          ),
        ),
      )
    expect(equalBytes(wrap([], [alice.certificate], [info]), plain)).toBe(true)
    expect(check(wrap([contextConstructed(0, octetString(content))], [alice.certificate], [info]))).toBe(REFUSED)
    expect(check(wrap([], [alice.certificate, bob.certificate], [info]))).toBe(REFUSED)
    expect(check(wrap([], [alice.certificate], [info, signerInfoOf(signOver(content, alice))]))).toBe(REFUSED)
    const unsigned = contextConstructed(1, sequence(objectIdentifier('1.2.3.4'), setOf(integer(1))))
    expect(check(wrap([], [alice.certificate], [sequence(contentOfSequence(info), unsigned)]))).toBe(REFUSED)
  })

  it('refuses an attribute that the profile does not know, although it is signed', () => {
    const extra = sequence(objectIdentifier('1.2.3.4'), setOf(integer(1)))
    const longer = setOf(extra, ...elementsOf(attributes))
    const p7 = encodeSignedData({
      ...parts,
      signedAttributes: longer,
      signature: rawSignature(alice.privateKey, longer),
    })
    expect(check(p7)).toBe(REFUSED)
  })
})

function signerInfoOf(p7s: Uint8Array): Uint8Array {
  const signedData = AsnConvert.parse(AsnConvert.parse(p7s, ContentInfo).content, SignedData)
  return new Uint8Array(AsnConvert.serialize(signedData.signerInfos[0]))
}

function contentOfSequence(der: Uint8Array): Uint8Array {
  return der.subarray(der[1] === 0x82 ? 4 : der[1] === 0x81 ? 3 : 2)
}

function elementsOf(der: Uint8Array): Uint8Array[] {
  const elements: Uint8Array[] = []
  let rest = contentOfSequence(der)
  while (rest.length > 0) {
    const length = (rest[1] ?? 0) + 2
    elements.push(rest.subarray(0, length))
    rest = rest.subarray(length)
  }
  return elements
}
