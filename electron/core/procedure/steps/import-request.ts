import { basename } from 'node:path'
import { fail } from '../../../../shared/failure.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { readFileCapped } from '../../files/host-files.ts'
import { readRequest } from '../../x509/request.ts'
import type { StepContext } from '../step-context.ts'

/** A certificate request is a few hundred bytes; anything near this is not one (standards §6.1). */
export const REQUEST_LIMIT = 16_384

/** Takes one PKCS#10 request in through its checks. Its attributes are ignored; only the key is used. */
export function importRequest({ input, services }: StepContext<'import-request'>): StepOutput<'import-request'> {
  if (input.kind !== 'file') throw fail('invalid-request', 'This step wants the file with the request.')
  const bytes = readFileCapped(input.path, REQUEST_LIMIT)
  const request = readRequest(bytes, { maxBytes: REQUEST_LIMIT })
  if (request.algorithm === null) {
    throw fail(
      'request-not-allowed',
      `The key of this request is ${request.publicKeyDescription}. No profile of this console allows it.`,
      {
        remedy: 'Ask for a request with a P-384 key.',
      },
    )
  }
  const { artifacts } = services.facility
  return {
    fileName: basename(input.path),
    request: artifacts.put(bytes).sha256,
    subject: request.subject === '' ? '(empty)' : request.subject,
    algorithm: request.algorithm,
    spki: artifacts.put(request.publicKey).sha256,
  }
}
