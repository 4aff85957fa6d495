import { X509Certificate } from 'node:crypto'
import { equalBytes } from '../../../shared/bytes.ts'
import { signatureAlgorithmOf } from '../../../shared/pki/algorithm-identifiers.ts'
import type { SignatureAlgorithm } from '../../../shared/pki/algorithms.ts'
import { readTbsFields } from '../../../shared/pki/certificate-fields.ts'
import { readTbsCrlFields } from '../../../shared/pki/crl-fields.ts'
import { readSignedObject } from '../../../shared/pki/signed-object.ts'
import { encodedChecker, importPublicKey, signatureChecker } from './signature-checker.ts'

/** A raw signature of the HSM (r||s for ECDSA) over to-be-signed bytes, before anything is assembled. */
export function verifySignatureOverTbs(
  tbs: Uint8Array,
  algorithm: SignatureAlgorithm,
  rawSignature: Uint8Array,
  spki: Uint8Array,
): boolean {
  return signatureChecker(algorithm, spki)(tbs, rawSignature)
}

/** Both by X509Certificate.verify and over the exact TBS bytes. False for anything that is not a certificate. */
export function verifyCertificateSignature(certificate: Uint8Array, issuerSpki: Uint8Array): boolean {
  const key = importPublicKey(issuerSpki)
  if (key === null) return false
  try {
    const { tbs, algorithm, signature } = readSignedObject(certificate)
    if (!equalBytes(algorithm, readTbsFields(tbs).signatureAlgorithm)) return false
    return new X509Certificate(certificate).verify(key) && verifyByIdentifier(tbs, algorithm, signature, issuerSpki)
  } catch {
    return false
  }
}

export function verifyCrlSignature(crl: Uint8Array, issuerSpki: Uint8Array): boolean {
  try {
    const { tbs, algorithm, signature } = readSignedObject(crl)
    if (!equalBytes(algorithm, readTbsCrlFields(tbs).signatureAlgorithm)) return false
    return verifyByIdentifier(tbs, algorithm, signature, issuerSpki)
  } catch {
    return false
  }
}

function verifyByIdentifier(tbs: Uint8Array, identifier: Uint8Array, signature: Uint8Array, spki: Uint8Array): boolean {
  const algorithm = signatureAlgorithmOf(identifier)
  return algorithm !== undefined && encodedChecker(algorithm, spki)(tbs, signature)
}
