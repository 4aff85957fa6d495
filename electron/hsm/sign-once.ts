import { fail } from '../../shared/failure.ts'
import { type KeyAlgorithm, SIGNATURE_FOR_KEY } from '../../shared/pki/algorithms.ts'
import { CKU_CONTEXT_SPECIFIC } from './cryptoki.ts'
import { findKeyPair } from './keys.ts'
import { pinText } from './login.ts'
import { planSignature } from './mechanisms.ts'
import { wholeMessage } from './message.ts'
import { readBoolean } from './objects.ts'
import type { OpenSession } from './session.ts'

export interface SignOnceRequest {
  readonly id: string
  readonly publicKey: Uint8Array
  readonly algorithm: KeyAlgorithm
  readonly data: Uint8Array
}

/**
 * A signature that may be asked for again when it is lost: the statement of a person, a test of a key. `pin` is for keys
 * that want it for each signature (CKA_ALWAYS_AUTHENTICATE, as the signing key of a PIV card does).
 */
export async function signOnce(session: OpenSession, request: SignOnceRequest, pin?: Uint8Array): Promise<Uint8Array> {
  const { cryptoki, handle, slot } = session
  const { publicHalf, privateHalf } = findKeyPair(session, request.id, request.publicKey)
  const listed = cryptoki.C_GetMechanismList(slot)
  const found = publicHalf.publicKey?.algorithm ?? null
  const plan = planSignature(SIGNATURE_FOR_KEY[request.algorithm], found, listed, wholeMessage(request.data))
  const asksAgain = pin !== undefined && readBoolean(session, privateHalf.object, 'ALWAYS_AUTHENTICATE') === true
  cryptoki.C_SignInit(handle, plan.mechanism, privateHalf.object)
  if (asksAgain) cryptoki.C_Login(handle, CKU_CONTEXT_SPECIFIC, pinText(pin))
  const signature = await cryptoki.C_SignAsync(handle, plan.input, Buffer.alloc(plan.signatureLength))
  if (signature.length === plan.signatureLength) return Uint8Array.from(signature)
  throw fail(
    'signature-invalid',
    `The token returned ${signature.length} bytes where a signature has ${plan.signatureLength}.`,
    { remedy: 'Do not use this token. Record an exception.' },
  )
}
