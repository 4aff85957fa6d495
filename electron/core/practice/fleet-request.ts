import { generateKeyPairSync, sign } from 'node:crypto'
import { join } from 'node:path'
import { utf8ToBytes } from '../../../shared/bytes.ts'
import { SIGNATURE_ALGORITHM_IDENTIFIER } from '../../../shared/pki/algorithm-identifiers.ts'
import { bitString, contextConstructed, integer, sequence } from '../../../shared/pki/der.ts'
import { encodeName } from '../../../shared/pki/names.ts'
import { encodePem } from '../../../shared/pki/pem.ts'
import { writeNewFile } from '../files/host-files.ts'

/**
 * Plays the online fleet CA of a practice run: a P-384 key in software and a PKCS#10 request for it (RFC 2986), both in
 * `folder`. Returns the path of the request.
 */
export function makeFleetRequest(folder: string, commonName: string): string {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp384r1' })
  const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }))
  const info = sequence(integer(0), encodeName({ commonName }), spki, contextConstructed(0))
  const signature = new Uint8Array(sign('sha384', info, privateKey))
  const request = sequence(info, SIGNATURE_ALGORITHM_IDENTIFIER['ecdsa-sha384'], bitString(signature))
  const path = join(folder, 'issuing-ca.csr.pem')
  writeNewFile(
    join(folder, 'issuing-ca.key.pem'),
    utf8ToBytes(String(privateKey.export({ format: 'pem', type: 'pkcs8' }))),
    0o600,
  )
  writeNewFile(path, utf8ToBytes(encodePem('CERTIFICATE REQUEST', request)))
  return path
}
