import type { Handle } from 'pkcs11js'
import { hexToBytes, utf8ToBytes } from '../../shared/bytes.ts'
import { fail } from '../../shared/failure.ts'
import type { KeyAttributes } from '../../shared/ipc/hsm-contract.ts'
import type { KeyAlgorithm } from '../../shared/pki/algorithms.ts'
import { type Asked, askedAfter, failureFrom, losesSession, returnValueOf } from './codes.ts'
import { CKR } from './cryptoki.ts'
import { readHalf, readPublic } from './key-halves.ts'
import { describeKey } from './keys.ts'
import { planGeneration } from './mechanisms.ts'
import { findObjects } from './objects.ts'
import type { OpenSession } from './session.ts'
import { curveParameters } from './spki.ts'
import { type AttributeValues, template } from './template.ts'

export interface GenerateRequest {
  readonly id: string
  readonly label: string
  readonly algorithm: KeyAlgorithm
}

interface Templates {
  readonly publicKey: AttributeValues
  readonly privateKey: AttributeValues
}

const DOING = 'Generating the key'
/** What tokens answer that do not know CKA_MODIFIABLE=false. */
const TEMPLATE_REFUSED = new Set<number | null>([
  CKR.ATTRIBUTE_READ_ONLY,
  CKR.ATTRIBUTE_TYPE_INVALID,
  CKR.ATTRIBUTE_VALUE_INVALID,
  CKR.TEMPLATE_INCONSISTENT,
])

/** Every failure says in `detail.asked` what is certain; hsm-outcome-unknown is the only code with 'unknown'. */
export async function generateKey(session: OpenSession, request: GenerateRequest): Promise<KeyAttributes> {
  try {
    refuseExisting(session, request.id)
  } catch (error) {
    throw failureFrom(error, DOING, { asked: 'no' })
  }
  const pair = await generatePair(session, request)
  try {
    return describeKey(session, readPublic(session, pair.publicKey), [readHalf(session, pair.privateKey)])
  } catch (error) {
    throw outcomeUnknown(request.id, error, 'The key was generated, but could not be read back.')
  }
}

async function generatePair(
  session: OpenSession,
  request: GenerateRequest,
): Promise<{ publicKey: Handle; privateKey: Handle }> {
  try {
    return await ask(session, request, { MODIFIABLE: false })
  } catch (error) {
    if (!TEMPLATE_REFUSED.has(returnValueOf(error))) throw explain(session, request.id, error)
    if (certainlyAbsent(session, request.id) !== true) throw explain(session, request.id, error)
  }
  try {
    return await ask(session, request, {})
  } catch (error) {
    throw explain(session, request.id, error)
  }
}

function ask(
  session: OpenSession,
  request: GenerateRequest,
  extra: AttributeValues,
): Promise<{ publicKey: Handle; privateKey: Handle }> {
  const { mechanism } = planGeneration(request.algorithm)
  const { publicKey, privateKey } = templatesFor(request)
  return session.cryptoki.C_GenerateKeyPairAsync(
    session.handle,
    mechanism,
    template({ ...publicKey, ...extra }),
    template({ ...privateKey, ...extra }),
  )
}

/** All that matters is said, as the defaults differ: some tokens make extractable keys, some allow decryption. */
function templatesFor({ id, label, algorithm }: GenerateRequest): Templates {
  const { keyType, modulusBits } = planGeneration(algorithm)
  const parameters = curveParameters(algorithm)
  const common = { TOKEN: true, KEY_TYPE: keyType, ID: hexToBytes(id), LABEL: utf8ToBytes(label), DERIVE: false }
  return {
    publicKey: {
      ...common,
      PRIVATE: false,
      VERIFY: true,
      ENCRYPT: false,
      WRAP: false,
      ...(parameters === null ? {} : { EC_PARAMS: parameters }),
      ...(modulusBits === null ? {} : { MODULUS_BITS: modulusBits, PUBLIC_EXPONENT: Uint8Array.of(1, 0, 1) }),
    },
    privateKey: {
      ...common,
      PRIVATE: true,
      SENSITIVE: true,
      EXTRACTABLE: false,
      SIGN: true,
      DECRYPT: false,
      UNWRAP: false,
      SIGN_RECOVER: false,
    },
  }
}

function refuseExisting(session: OpenSession, id: string): void {
  const objects = findObjects(session, { ID: hexToBytes(id) })
  if (objects.length === 0) return
  throw fail('key-exists', `The token already has an object with the id ${id}. Nothing was generated.`, {
    remedy: 'Look at the keys of the token: a crash may have left it behind.',
    detail: { keyId: id, objects: objects.length },
  })
}

function explain(session: OpenSession, id: string, error: unknown): Error {
  const asked = settle(session, id, error)
  return asked === 'refused'
    ? failureFrom(error, DOING, { asked })
    : outcomeUnknown(id, error, 'The token was asked for the key, but did not say whether it made it.')
}

/** An error of the token says little about what it left behind, so a session that still works is asked. */
function settle(session: OpenSession, id: string, error: unknown): Asked {
  const returnValue = returnValueOf(error)
  if (returnValue === null || losesSession(returnValue)) return askedAfter(error)
  return certainlyAbsent(session, id) === true ? 'refused' : 'unknown'
}

function certainlyAbsent(session: OpenSession, id: string): boolean | null {
  try {
    return findObjects(session, { ID: hexToBytes(id) }).length === 0
  } catch {
    return null
  }
}

function outcomeUnknown(id: string, error: unknown, what: string): Error {
  const { message, detail } = failureFrom(error, DOING, { asked: 'unknown', keyId: id }).failure
  return fail('hsm-outcome-unknown', `${what} ${message}`, {
    remedy:
      'Open the token again and look for the key by its id. Two people must decide to adopt or to destroy what is found.',
    detail: detail ?? {},
    cause: error,
  })
}
