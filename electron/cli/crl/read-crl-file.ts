import { fail } from '../../../shared/failure.ts'
import type { CrlFields } from '../../../shared/pki/crl-fields.ts'
import { MAX_SIGNED_BYTES } from '../../../shared/pki/signed-object.ts'
import { readFileCapped } from '../../core/files/host-files.ts'
import { readCrl } from '../../core/x509/crl.ts'

const BEGIN = '-----BEGIN X509 CRL-----'
const END = '-----END X509 CRL-----'

export interface CrlFile {
  readonly path: string
  readonly der: Uint8Array
  readonly fields: CrlFields
}

/** One list, DER or PEM, up to a million entries and more. Throws crl-malformed, and what readFileCapped throws. */
export function readCrlFile(path: string): CrlFile {
  // PEM takes four octets for three.
  const bytes = readFileCapped(path, 2 * MAX_SIGNED_BYTES)
  const der = bytes[0] === 0x30 ? bytes : fromPem(path, bytes)
  return { path, der, fields: readCrl(der) }
}

/** RFC 7468 by the base64 of Node: the strict reader of the other files makes a text of every line. */
function fromPem(path: string, bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1').trim()
  if (
    !text.startsWith(BEGIN) ||
    !text.endsWith(END) ||
    text.indexOf('-----', BEGIN.length) !== text.length - END.length
  )
    throw malformed(path)
  const body = text.slice(BEGIN.length, -END.length)
  if (!/^[A-Za-z0-9+/\r\n]+={0,2}[\r\n]*$/.test(body)) throw malformed(path)
  return new Uint8Array(Buffer.from(body, 'base64'))
}

function malformed(path: string): Error {
  return fail('crl-malformed', `${path} is not one certificate revocation list, in DER or PEM.`, {
    remedy: 'Check that this is the file you meant.',
  })
}
