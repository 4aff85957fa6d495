import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { SIGNATURE_ALGORITHM_IDENTIFIER } from '../../shared/pki/algorithm-identifiers.ts'
import { bitString, contextConstructed, integer, sequence } from '../../shared/pki/der.ts'
import { encodeName } from '../../shared/pki/names.ts'
import { encodePem } from '../../shared/pki/pem.ts'

export interface KeyPair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

export function keyPair(namedCurve = 'secp384r1'): KeyPair {
  return generateKeyPairSync('ec', { namedCurve })
}

/** PKCS#10 (RFC 2986), as PEM. `signer`: whose signature it carries, its own unless another is given. */
export function request(commonName: string, { publicKey, privateKey }: KeyPair, signer = privateKey): string {
  const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }))
  const info = sequence(integer(0), encodeName({ commonName }), spki, contextConstructed(0))
  const signature = new Uint8Array(sign('sha384', info, signer))
  const der = sequence(info, SIGNATURE_ALGORITHM_IDENTIFIER['ecdsa-sha384'], bitString(signature))
  return encodePem('CERTIFICATE REQUEST', der)
}

/**
 * `good` requests in one PEM file, and five among them that are to be set aside: the key of the first again, signed by another key,
 * a curve that is too small, the name of the first again, cut off.
 */
export function requestBundle(good: number): string {
  const again = keyPair()
  return [
    'Requests of the fleet, 2026\n\n',
    request('Fleet Issuing 0', again),
    request('Fleet Issuing Twice', again),
    request('Fleet Issuing Forged', keyPair(), keyPair().privateKey),
    request('Fleet Issuing Small', keyPair('prime256v1')),
    request('Fleet Issuing 0', keyPair()),
    '-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n',
    ...Array.from({ length: good - 1 }, (_, index) => request(`Fleet Issuing ${String(index + 1)}`, keyPair())),
  ].join('')
}
