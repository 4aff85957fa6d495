import { equalBytes } from '../../shared/bytes.ts'
import type { KeyAlgorithm } from '../../shared/pki/algorithms.ts'
import {
  bitString,
  nullValue,
  objectIdentifier,
  printableString,
  sequence,
  unsignedInteger,
} from '../../shared/pki/der.ts'

export interface PublicKey {
  /** Null for keys that Conclave does not use, such as RSA-2048. */
  readonly algorithm: KeyAlgorithm | null
  /** DER SubjectPublicKeyInfo. */
  readonly spki: Uint8Array
}

interface Curve {
  readonly algorithm: KeyAlgorithm
  /** CKA_EC_PARAMS as tokens write it; the first is what we ask for. */
  readonly parameters: readonly [Uint8Array, ...Uint8Array[]]
  readonly pointLength: number
  readonly identifier: Uint8Array
}

const ID_EC_PUBLIC_KEY = '1.2.840.10045.2.1'
const ID_ED25519 = '1.3.101.112'

const CURVES: readonly Curve[] = [
  namedCurve('ec-p256', '1.2.840.10045.3.1.7', 65),
  namedCurve('ec-p384', '1.3.132.0.34', 97),
]

const ED25519: Curve = {
  algorithm: 'ed25519',
  parameters: [objectIdentifier(ID_ED25519), printableString('edwards25519')],
  pointLength: 32,
  identifier: sequence(objectIdentifier(ID_ED25519)),
}

function namedCurve(algorithm: KeyAlgorithm, oid: string, pointLength: number): Curve {
  const parameters = objectIdentifier(oid)
  return {
    algorithm,
    parameters: [parameters],
    pointLength,
    identifier: sequence(objectIdentifier(ID_EC_PUBLIC_KEY), parameters),
  }
}

/** CKA_EC_PARAMS to ask for; null for RSA. */
export function curveParameters(algorithm: KeyAlgorithm): Uint8Array | null {
  return [...CURVES, ED25519].find((curve) => curve.algorithm === algorithm)?.parameters[0] ?? null
}

/** One spelling for each curve: SoftHSM writes the halves of an Ed25519 pair in two. */
export function canonicalParameters(parameters: Uint8Array): Uint8Array {
  return findCurve(parameters)?.parameters[0] ?? parameters
}

/** RFC 5480, RFC 8410. Null for a curve that Conclave does not use, or a point that is not one. */
export function curvePublicKey(parameters: Uint8Array, point: Uint8Array): PublicKey | null {
  const curve = findCurve(parameters)
  if (curve === undefined) return null
  const raw = rawPoint(point, curve.pointLength)
  // 04: uncompressed, the only form in certificates (BR §7.1.3.1.2).
  if (raw === null || (curve !== ED25519 && raw[0] !== 0x04)) return null
  return { algorithm: curve.algorithm, spki: sequence(curve.identifier, bitString(raw)) }
}

/** RFC 3279 §2.3.1. Modulus and exponent are big-endian and may have leading zeros. */
export function rsaPublicKey(modulus: Uint8Array, exponent: Uint8Array): PublicKey | null {
  const bits = bitLength(modulus)
  if (bits === 0 || bitLength(exponent) === 0) return null
  const identifier = sequence(objectIdentifier('1.2.840.113549.1.1.1'), nullValue())
  const key = sequence(unsignedInteger(modulus), unsignedInteger(exponent))
  const algorithm = bits === 3072 ? 'rsa-3072' : bits === 4096 ? 'rsa-4096' : null
  return { algorithm, spki: sequence(identifier, bitString(key)) }
}

function findCurve(parameters: Uint8Array): Curve | undefined {
  return [...CURVES, ED25519].find((curve) => curve.parameters.some((known) => equalBytes(known, parameters)))
}

/**
 * CKA_EC_POINT is a DER OCTET STRING by the standard and the bare point in some modules. Only the length decides:
 * a bare uncompressed point begins with 04, the tag of OCTET STRING.
 */
function rawPoint(point: Uint8Array, length: number): Uint8Array | null {
  if (point.length === length) return point
  const wrapped = point.length === length + 2 && point[0] === 0x04 && point[1] === length
  return wrapped ? point.subarray(2) : null
}

function bitLength(magnitude: Uint8Array): number {
  const start = magnitude.findIndex((octet) => octet !== 0)
  if (start < 0) return 0
  return (magnitude.length - start) * 8 - Math.clz32(magnitude[start] ?? 0) + 24
}
