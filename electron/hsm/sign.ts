import { fail, type OperationError } from '../../shared/failure.ts'
import type { SignatureAlgorithm } from '../../shared/pki/algorithms.ts'
import { askedAfter, failureFrom, isTokenGone, returnValueOf } from './codes.ts'
import { findKeyPair, type KeyPair } from './keys.ts'
import { planSignature, type SigningPlan } from './mechanisms.ts'
import type { Message } from './message.ts'
import type { OpenSession } from './session.ts'

export interface SigningKey {
  readonly id: string
  readonly publicKey: Uint8Array
  readonly algorithm: SignatureAlgorithm
}

export interface SignRequest extends SigningKey {
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
export async function signData(session: OpenSession, { message, ...key }: SignRequest): Promise<Uint8Array> {
  return signNext(session, find(session, key), message)
}

/** One after another. What fails after the first one leaves it unknown which signatures exist. */
export async function signMany(
  session: OpenSession,
  key: SigningKey,
  messages: readonly Message[],
): Promise<Uint8Array[]> {
  const found = find(session, key)
  const signatures: Uint8Array[] = []
  for (const message of messages) {
    try {
      signatures.push(await signNext(session, found, message))
    } catch (error) {
      throw signatures.length === 0 ? error : afterSome(error, signatures.length, messages.length)
    }
  }
  return signatures
}

interface FoundKey extends SigningKey {
  readonly pair: KeyPair
  readonly listed: readonly number[]
}

function find(session: OpenSession, key: SigningKey): FoundKey {
  try {
    const pair = findKeyPair(session, key.id, key.publicKey)
    return { ...key, pair, listed: session.cryptoki.C_GetMechanismList(session.slot) }
  } catch (error) {
    throw failureFrom(error, DOING, { asked: 'no', keyId: key.id })
  }
}

async function signNext(session: OpenSession, key: FoundKey, message: Message): Promise<Uint8Array> {
  let plan: SigningPlan
  try {
    plan = begin(session, key, message)
  } catch (error) {
    throw failureFrom(error, DOING, { asked: 'no', keyId: key.id })
  }
  // C_SignAsync holds its input only by the closure of its promise: the plan keeps it for certain.
  const output = Buffer.alloc(plan.signatureLength)
  try {
    const signature = await session.cryptoki.C_SignAsync(session.handle, plan.input, output)
    return checkLength(signature, plan)
  } catch (error) {
    throw afterAsking(error, key.id)
  }
}

function begin(session: OpenSession, { pair, listed, algorithm }: FoundKey, message: Message): SigningPlan {
  const { publicHalf, privateHalf } = pair
  const plan = planSignature(algorithm, publicHalf.publicKey?.algorithm ?? null, listed, message)
  session.cryptoki.C_SignInit(session.handle, plan.mechanism, privateHalf.object)
  return plan
}

function afterSome(error: unknown, made: number, wanted: number): OperationError {
  const { failure } = failureFrom(error, DOING)
  return fail(
    'hsm-outcome-unknown',
    `The token made ${String(made)} of ${String(wanted)} signatures, and none of them was kept. ${failure.message}`,
    {
      remedy: 'Do not sign again by yourself: look at the run, which asks two people what to do.',
      detail: { ...failure.detail, asked: 'unknown' },
      cause: error,
    },
  )
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
