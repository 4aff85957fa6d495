import { fail } from '../../../../shared/failure.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { GATE_RULES } from '../../../../shared/gate/kinds.ts'
import { admitFile, refusing } from '../../gate/gate.ts'
import { readRequest } from '../../x509/request.ts'
import type { StepContext } from '../step-context.ts'

/** A certificate request is a few hundred bytes; anything near this is not one (standards §6.1). */
export const REQUEST_LIMIT = GATE_RULES.request.maxBytes

/** Takes one PKCS#10 request in through its checks. Its attributes are ignored; only the key is used. */
export function importRequest({ input, services }: StepContext<'import-request'>): StepOutput<'import-request'> {
  if (input.kind !== 'file') throw fail('invalid-request', 'This step wants the file with the request.')
  const file = admitFile(input.path, ['request'])
  const { bytes, name } = file
  const request = refusing(file, () => readRequest(bytes, { maxBytes: REQUEST_LIMIT }))
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
    fileName: name,
    request: artifacts.put(bytes).sha256,
    subject: request.subject === '' ? '(empty)' : request.subject,
    algorithm: request.algorithm,
    spki: artifacts.put(request.publicKey).sha256,
  }
}
