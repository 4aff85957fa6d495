import type { Mechanism } from 'pkcs11js'
import { concatBytes, hexToBytes } from '../../shared/bytes.ts'
import { fail } from '../../shared/failure.ts'
import type { KeyAlgorithm, SignatureAlgorithm } from '../../shared/pki/algorithms.ts'
import { CKK, CKM } from './cryptoki.ts'
import type { Message } from './message.ts'

/** How one signature is asked for. `signatureLength` is exact: some modules refuse any other output buffer. */
export interface SigningPlan {
  readonly mechanism: Mechanism
  readonly input: Buffer
  readonly signatureLength: number
}

/** How one key pair is asked for. */
export interface GenerationPlan {
  readonly mechanism: Mechanism
  readonly keyType: number
  readonly modulusBits: number | null
}

const ECDSA = {
  'ecdsa-sha256': { key: 'ec-p256', hash: 'sha256', signatureLength: 64 },
  'ecdsa-sha384': { key: 'ec-p384', hash: 'sha384', signatureLength: 96 },
} as const

const RSA = {
  'rsa-sha256': {
    mechanism: CKM.SHA256_RSA_PKCS,
    hash: 'sha256',
    digestInfo: '3031300d060960864801650304020105000420',
  },
  'rsa-sha384': {
    mechanism: CKM.SHA384_RSA_PKCS,
    hash: 'sha384',
    digestInfo: '3041300d060960864801650304020205000430',
  },
} as const

const MODULUS_LENGTH: Readonly<Partial<Record<KeyAlgorithm, number>>> = { 'rsa-3072': 384, 'rsa-4096': 512 }

/**
 * ECDSA is always hashed here (many modules lack CKM_ECDSA_SHA384); RSA uses the combined mechanism where it is listed,
 * and DigestInfo (RFC 8017 §9.2) with CKM_RSA_PKCS elsewhere; EdDSA takes the whole message.
 * Fails with algorithm-unsupported when key and signature algorithm do not belong together.
 */
export function planSignature(
  algorithm: SignatureAlgorithm,
  key: KeyAlgorithm | null,
  listed: readonly number[],
  message: Message,
): SigningPlan {
  if (algorithm === 'ed25519') {
    if (key !== 'ed25519') throw mismatch(algorithm, key)
    return { mechanism: { mechanism: CKM.EDDSA }, input: Buffer.from(message.whole()), signatureLength: 64 }
  }
  if (algorithm === 'ecdsa-sha256' || algorithm === 'ecdsa-sha384') {
    const row = ECDSA[algorithm]
    if (key !== row.key) throw mismatch(algorithm, key)
    return {
      mechanism: { mechanism: CKM.ECDSA },
      input: message.digest(row.hash),
      signatureLength: row.signatureLength,
    }
  }
  const signatureLength = key === null ? undefined : MODULUS_LENGTH[key]
  if (signatureLength === undefined) throw mismatch(algorithm, key)
  const row = RSA[algorithm]
  if (listed.includes(row.mechanism)) {
    return { mechanism: { mechanism: row.mechanism }, input: Buffer.from(message.whole()), signatureLength }
  }
  const input = Buffer.from(concatBytes(hexToBytes(row.digestInfo), message.digest(row.hash)))
  return { mechanism: { mechanism: CKM.RSA_PKCS }, input, signatureLength }
}

export function planGeneration(algorithm: KeyAlgorithm): GenerationPlan {
  switch (algorithm) {
    case 'ec-p256':
    case 'ec-p384':
      return { mechanism: { mechanism: CKM.EC_KEY_PAIR_GEN }, keyType: CKK.EC, modulusBits: null }
    case 'ed25519':
      return { mechanism: { mechanism: CKM.EC_EDWARDS_KEY_PAIR_GEN }, keyType: CKK.EC_EDWARDS, modulusBits: null }
    case 'rsa-3072':
      return { mechanism: { mechanism: CKM.RSA_PKCS_KEY_PAIR_GEN }, keyType: CKK.RSA, modulusBits: 3072 }
    case 'rsa-4096':
      return { mechanism: { mechanism: CKM.RSA_PKCS_KEY_PAIR_GEN }, keyType: CKK.RSA, modulusBits: 4096 }
  }
}

function mismatch(algorithm: SignatureAlgorithm, key: KeyAlgorithm | null): Error {
  return fail('algorithm-unsupported', `${algorithm} cannot be used with a key of type ${key ?? 'unknown'}.`, {
    remedy: 'Correct the plan: each type of key has its own signature algorithm.',
  })
}
