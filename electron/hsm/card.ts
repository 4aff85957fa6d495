import { equalBytes } from '../../shared/bytes.ts'
import { fail } from '../../shared/failure.ts'
import { type CardAlgorithm, cardAlgorithm, type KeyAttributes, type TokenInfo } from '../../shared/ipc/hsm-contract.ts'
import { readHalves } from './key-halves.ts'
import { describeKeys } from './keys.ts'
import type { Visit } from './open-tokens.ts'
import type { OpenSession } from './session.ts'
import { signOnce } from './sign-once.ts'

export interface CardSignRequest {
  readonly id: string
  readonly publicKey: Uint8Array
  readonly algorithm: CardAlgorithm
  readonly data: Uint8Array
}

/** What to-be-signed certificates and CRLs (SEQUENCE) and the signed attributes of CMS (SET) begin with. */
const DER_TAGS = new Set<number | undefined>([0x30, 0x31])

export const readCard: Visit<{ token: TokenInfo; keys: KeyAttributes[] }> = {
  doing: 'Reading the card',
  work: (session, token) => ({ token, keys: describeKeys(session).filter(canSign) }),
}

export function cardSignature(request: CardSignRequest, pin: Uint8Array): Visit<{ signature: Uint8Array }> {
  return {
    doing: 'Signing with the card',
    beforeLogin: (session) => {
      refuseDer(request.data)
      refuseOtherKey(session, request)
    },
    work: async (session) => ({ signature: await signOnce(session, request, pin) }),
  }
}

function canSign({ algorithm, publicKey, hasPrivateKey, sign }: KeyAttributes): boolean {
  return hasPrivateKey && sign !== false && publicKey !== null && cardAlgorithm.safeParse(algorithm).success
}

/** Otherwise this would be a way around the approvals that key.sign asks for. */
function refuseDer(data: Uint8Array): void {
  if (!DER_TAGS.has(data[0])) return
  throw fail('invalid-request', 'A card signs what a person says, never a certificate, a CRL or a hand-off.')
}

/** Public keys are seen without a login, so a wrong card costs no try of a PIN. Cards that hide them are asked after it. */
function refuseOtherKey(session: OpenSession, { id, publicKey }: CardSignRequest): void {
  const { publics } = readHalves(session, id)
  const isIt = publics.some((half) => half.publicKey !== null && equalBytes(half.publicKey.spki, publicKey))
  if (isIt || publics.length === 0) return
  throw fail(
    'key-not-found',
    `The card has a key with the id ${id}, but its public key is another one. The PIN was not tried.`,
    {
      remedy: 'Check whose card this is.',
      detail: { keyId: id, publicKeys: publics.length },
    },
  )
}
