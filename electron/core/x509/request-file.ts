import { fail, type OperationError } from '../../../shared/failure.ts'
import { decodePem, pemLabelOf } from '../../../shared/pki/pem.ts'

/** The DER inside a request file: DER itself, or exactly one PEM block. `file-too-large` or `request-malformed`. */
export function requestBytes(file: Uint8Array, maxBytes: number): Uint8Array {
  if (file.length > maxBytes) {
    throw fail('file-too-large', `The file has ${file.length} bytes; a certificate request has at most ${maxBytes}.`, {
      remedy: 'This is not the file that was meant. Look for the request on the medium again.',
      detail: { size: file.length, maxBytes },
    })
  }
  if (file[0] === 0x30) return file
  const text = Array.from(file, (octet) => String.fromCharCode(octet)).join('')
  const der = decodePem('CERTIFICATE REQUEST', text)
  if (der !== null) return der
  throw refusePem(pemLabelOf(text))
}

function refusePem(label: string | null): OperationError {
  if (label?.endsWith('PRIVATE KEY') === true) {
    return fail('request-malformed', 'This file holds a private key, not a certificate request.', {
      remedy: 'Treat that key as exposed: tell its owner. Ask for a request for a new key.',
      detail: { label },
    })
  }
  if (label !== null && label !== 'CERTIFICATE REQUEST') {
    return fail('request-malformed', `This file holds "${label}", not a certificate request.`, {
      remedy: 'Ask for a PKCS #10 request: "BEGIN CERTIFICATE REQUEST".',
      detail: { label },
    })
  }
  return fail(
    'request-malformed',
    'The file is neither one DER request nor exactly one PEM block with nothing around it.',
    {
      remedy: 'Ask its sender for a PKCS #10 request, PEM or DER, without other text in the file.',
    },
  )
}
