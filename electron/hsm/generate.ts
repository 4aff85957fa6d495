import type { Handle } from 'pkcs11js'
import { hexToBytes, utf8ToBytes } from '../../shared/bytes.ts'
import type { KeyAttributes } from '../../shared/ipc/hsm-contract.ts'
import type { KeyAlgorithm } from '../../shared/pki/algorithms.ts'
import { failureFrom, returnValueOf } from './codes.ts'
import { CKR } from './cryptoki.ts'
import { readHalf, readPublic } from './key-halves.ts'
import { describeKey } from './keys.ts'
import { planGeneration } from './mechanisms.ts'
import { certainlyAbsent, explainMaking, makingUnknown, refuseExisting } from './new-object.ts'
import type { OpenSession } from './session.ts'
import { curveParameters } from './spki.ts'
import { type AttributeValues, template } from './template.ts'

/** `sign-and-back-up`: extractable, so that it can be wrapped. `transport`: unwraps what was sealed for this token, nothing else. */
export type KeyUse = 'sign' | 'sign-and-back-up' | 'transport'

export interface GenerateRequest {
  readonly id: string
  readonly label: string
  readonly algorithm: KeyAlgorithm
  readonly use: KeyUse
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
    throw makingUnknown(request.id, error, DOING, 'The key was generated, but could not be read back.')
  }
}

async function generatePair(
  session: OpenSession,
  request: GenerateRequest,
): Promise<{ publicKey: Handle; privateKey: Handle }> {
  try {
    return await ask(session, request, { MODIFIABLE: false })
  } catch (error) {
    if (!TEMPLATE_REFUSED.has(returnValueOf(error))) throw explainMaking(session, request.id, error, DOING)
    if (certainlyAbsent(session, request.id) !== true) throw explainMaking(session, request.id, error, DOING)
  }
  try {
    return await ask(session, request, {})
  } catch (error) {
    throw explainMaking(session, request.id, error, DOING)
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
function templatesFor({ id, label, algorithm, use }: GenerateRequest): Templates {
  const { keyType, modulusBits } = planGeneration(algorithm)
  const parameters = curveParameters(algorithm)
  const common = { TOKEN: true, KEY_TYPE: keyType, ID: hexToBytes(id), LABEL: utf8ToBytes(label), DERIVE: false }
  return {
    publicKey: {
      ...common,
      PRIVATE: false,
      VERIFY: use !== 'transport',
      ENCRYPT: false,
      WRAP: use === 'transport',
      ...(parameters === null ? {} : { EC_PARAMS: parameters }),
      ...(modulusBits === null ? {} : { MODULUS_BITS: modulusBits, PUBLIC_EXPONENT: Uint8Array.of(1, 0, 1) }),
    },
    privateKey: {
      ...common,
      PRIVATE: true,
      SENSITIVE: true,
      EXTRACTABLE: use === 'sign-and-back-up',
      SIGN: use !== 'transport',
      DECRYPT: false,
      UNWRAP: use === 'transport',
      SIGN_RECOVER: false,
    },
  }
}
