import { fail, type OperationError } from '../../shared/failure.ts'
import type { SignatureAlgorithm } from '../../shared/pki/algorithms.ts'
import { askedAfter, failureFrom, isTokenGone, returnValueOf } from './codes.ts'
import { findKeyPair } from './keys.ts'
import { planSignature, type SigningPlan } from './mechanisms.ts'
import type { Message } from './message.ts'
import type { OpenSession } from './session.ts'

export interface SignRequest {
  readonly id: string
  readonly publicKey: Uint8Array
  readonly algorithm: SignatureAlgorithm
  readonly message: Message
}

const DOING = 'Signing'

/** Refuses bytes that people did not approve. Called before anything is asked of the token. */
export function checkApproved(message: Message, approved: string): void {
  const digest = message.digest('sha256').toString('hex')
  if (digest === approved) return
  throw fail('digest-mismatch', 'These are not the bytes that were approved. Nothing was signed.', {
    remedy: 'Stop the ceremony and record an exception: the bytes changed between approval and signature.',
    detail: { approved, digest, asked: 'no' },
  })
}

/** Every failure says in `detail.asked` what is certain: only with 'unknown' may a signature exist. */
export async function signData(session: OpenSession, request: SignRequest): Promise<Uint8Array> {
  let plan: SigningPlan
  try {
    plan = begin(session, request)
  } catch (error) {
    throw failureFrom(error, DOING, { asked: 'no', keyId: request.id })
  }
  // C_SignAsync holds its input only by the closure of its promise: the plan keeps it for certain.
  const output = Buffer.alloc(plan.signatureLength)
  try {
    const signature = await session.cryptoki.C_SignAsync(session.handle, plan.input, output)
    return checkLength(signature, plan)
  } catch (error) {
    throw afterAsking(error, request.id)
  }
}

function begin(session: OpenSession, { id, publicKey, algorithm, message }: SignRequest): SigningPlan {
  const { publicHalf, privateHalf } = findKeyPair(session, id, publicKey)
  const listed = session.cryptoki.C_GetMechanismList(session.slot)
  const plan = planSignature(algorithm, publicHalf.publicKey?.algorithm ?? null, listed, message)
  session.cryptoki.C_SignInit(session.handle, plan.mechanism, privateHalf.object)
  return plan
}

function checkLength(signature: Buffer, { signatureLength, mechanism, input }: SigningPlan): Uint8Array {
  if (signature.length === signatureLength) return Uint8Array.from(signature)
  throw fail(
    'signature-invalid',
    `The token returned ${signature.length} bytes where a signature has ${signatureLength}.`,
    {
      remedy: 'Do not use this token. Record an exception.',
      detail: { asked: 'unknown', mechanism: mechanism.mechanism, inputLength: input.length },
    },
  )
}

function afterAsking(error: unknown, keyId: string): OperationError {
  const returnValue = returnValueOf(error)
  const asked = askedAfter(error)
  const failure = failureFrom(error, DOING, { asked, keyId })
  if (asked === 'refused' || failure.code === 'signature-invalid') return failure
  if (returnValue !== null && isTokenGone(returnValue)) return failure
  return fail(
    'hsm-outcome-unknown',
    `The token was asked to sign, but did not say whether it did. ${failure.failure.message}`,
    {
      remedy: 'Do not sign again by yourself: look at the run, which asks two people what to do.',
      detail: failure.failure.detail ?? {},
      cause: error,
    },
  )
}
