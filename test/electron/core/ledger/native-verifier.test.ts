import { createHash } from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519.js'
import { describe, expect, it } from 'vitest'
import { nativeEd25519 } from '../../../../electron/core/ledger/native-verifier.ts'
import { verifySignature } from '../../../../electron/core/people/verify-signature.ts'
import { bytesToHex, concatBytes, utf8ToBytes } from '../../../../shared/bytes.ts'
import { verifyEd25519 } from '../../../../shared/ledger/note.ts'

const { Point } = ed25519
const message = utf8ToBytes('conclave.example/log')
const secret = new Uint8Array(32).fill(7)
const publicKey = ed25519.getPublicKey(secret)
const signature = ed25519.sign(message, secret)

function scalarOf(...parts: Uint8Array[]): bigint {
  const digest = createHash('sha512')
    .update(concatBytes(...parts))
    .digest()
  return digest.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n) % Point.Fn.ORDER
}

/** A signature whose R has a part of small order: the equation holds after multiplying by the cofactor only. */
function mixedOrder(): Uint8Array {
  const { scalar } = ed25519.utils.getExtendedPublicKey(secret)
  const nonce = 12_345n
  const r = Point.BASE.multiply(nonce)
    .add(Point.fromAffine({ x: 0n, y: Point.Fp.create(-1n) }))
    .toBytes()
  const s = (nonce + scalarOf(r, publicKey, message) * scalar) % Point.Fn.ORDER
  return concatBytes(r, Point.Fn.toBytes(s))
}

describe('nativeEd25519', () => {
  it('verifies as OpenSSL does', () => {
    expect(nativeEd25519(signature, message, publicKey)).toBe(true)
    expect(nativeEd25519(signature, utf8ToBytes('other'), publicKey)).toBe(false)
    expect(nativeEd25519(signature.subarray(1), message, publicKey)).toBe(false)
  })

  it('says what the portable one says where OpenSSL says something else', () => {
    const mixed = mixedOrder()
    expect(verifySignature('ed25519', bytesToHex(publicKey), message, mixed)).toBe(false)
    expect(verifyEd25519(mixed, message, publicKey)).toBe(true)
    expect(nativeEd25519(mixed, message, publicKey)).toBe(true)
  })

  it('takes no key of small order', () => {
    const identity = Point.ZERO.toBytes()
    const forged = concatBytes(identity, new Uint8Array(32))
    expect(ed25519.verify(forged, message, identity, { zip215: true })).toBe(true)
    expect(nativeEd25519(forged, message, identity)).toBe(false)
  })

  it('is false, not an error, for what is no point', () => {
    expect(nativeEd25519(signature, message, new Uint8Array(32).fill(0xff))).toBe(false)
    expect(nativeEd25519(signature, message, publicKey.subarray(1))).toBe(false)
  })
})
