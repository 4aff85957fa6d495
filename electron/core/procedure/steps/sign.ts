import { bytesToHex, hexToBytes } from '../../../../shared/bytes.ts'
import { fail } from '../../../../shared/failure.ts'
import type { SignatureAlgorithm } from '../../../../shared/pki/algorithms.ts'
import type { StepKind } from '../../../../shared/procedure/outputs.ts'
import { digestOf } from '../../digest.ts'
import { verifySignatureOverTbs } from '../../x509/verify.ts'
import type { ApprovedBytes } from '../approvals.ts'
import { findKey } from '../issuers.ts'
import type { StepContext } from '../step-context.ts'
import { signingPlace } from '../key-place.ts'

/** Larger messages are read by the hsm process itself, from the artifact store, instead of being sent to it. */
const LARGE = 1 << 20

export interface MadeSignature {
  /** Raw: r||s for ECDSA. */
  readonly signature: Uint8Array
  readonly recovered: boolean
}

/**
 * The only way to a signature: approved bytes, intent, the HSM, effect, and a check by OpenSSL through node:crypto with the
 * public key that the approval names. Throws signature-invalid, and what the HSM says.
 */
export async function signApproved<K extends StepKind>(
  context: StepContext<K>,
  approved: ApprovedBytes,
  keyName: string,
  algorithm: SignatureAlgorithm,
): Promise<MadeSignature> {
  const { services, facility } = context
  const { item, bytes } = approved
  const key = findKey(facility, keyName)
  if (key.spki !== item.key) {
    throw fail('approval-for-other-bytes', `The approval names another key than "${keyName}". The HSM was not asked.`, {
      detail: { asked: 'no' },
    })
  }
  const publicKey = services.facility.artifacts.get(key.spki)
  const { token, id } = signingPlace(key, services.room)
  const { effect, recovered } = await context.effect(
    { action: 'sign', token, id, key: key.spki, item, algorithm, signer: key.name },
    async () => {
      const hsm = services.room.opened(token)
      services.progress(`Signing ${String(bytes.length)} bytes with ${key.name}`)
      const message = bytes.length > LARGE ? { file: services.facility.artifacts.pathOf(item.tbs) } : { data: bytes }
      const request = { token, id, publicKey, algorithm, ...message, approved: item.tbs }
      const { signature } = await hsm.call('key.sign', request)
      return { action: 'sign' as const, signer: key.name, signature: bytesToHex(signature) }
    },
  )
  const signature = hexToBytes(effect.signature)
  if (digestOf(bytes) !== item.tbs || !verifySignatureOverTbs(bytes, algorithm, signature, publicKey)) {
    throw fail(
      'signature-invalid',
      `The signature that ${key.name} returned does not verify. It is in the log and was not used.`,
      {
        remedy: 'Record an exception. Do not use this token before its fault is known.',
      },
    )
  }
  return { signature, recovered }
}
