import { bytesToHex, hexToBytes } from '../../../../shared/bytes.ts'
import { fail } from '../../../../shared/failure.ts'
import type { DocumentItem } from '../../../../shared/procedure/approval.ts'
import { batchSize, type Reissue } from '../../../../shared/reissue/document.ts'
import type { ListedCertificate } from '../../reissue/approved-list.ts'
import { findKey } from '../issuers.ts'
import { signingPlace } from '../key-place.ts'
import type { StepContext } from '../step-context.ts'

export interface SignedBatch {
  /** Certificates of the list from here on. */
  readonly listed: readonly ListedCertificate[]
  /** Raw, in the same order. */
  readonly signatures: readonly Uint8Array[]
  readonly recovered: boolean
}

/**
 * Signs an approved list in batches: an intent and its effect each, so that a stop loses at most one batch, whose outcome is then unknown
 * like that of any signature, and nothing is signed twice. `listed` was compared with what people approved. What came back is looked at by
 * `signed`, which may still be at work while the HSM signs the next batch.
 */
export async function signList(
  context: StepContext<'reissue-many'>,
  document: Reissue,
  item: DocumentItem,
  listed: readonly ListedCertificate[],
  signed: (batch: SignedBatch) => Promise<void>,
): Promise<void> {
  const { services, facility } = context
  const key = findKey(facility, document.issuer)
  if (key.spki !== document.spki)
    throw fail(
      'approval-for-other-bytes',
      `The approval names another key than "${key.name}". The HSM was not asked.`,
      {
        detail: { asked: 'no' },
      },
    )
  const publicKey = services.facility.artifacts.get(key.spki)
  const { token, id } = signingPlace(key, services.room)
  const { signatureAlgorithm: algorithm } = document
  const size = batchSize(algorithm)
  let looking: Promise<void> = Promise.resolve()
  try {
    for (let from = 0; from < listed.length; from += size) {
      const batch = listed.slice(from, from + size)
      services.progress(`Signing ${String(from + 1)} to ${String(from + batch.length)} of ${String(listed.length)}`)
      const { effect, recovered } = await context.effect(
        {
          action: 'sign-many',
          token,
          id,
          key: key.spki,
          item,
          algorithm,
          signer: key.name,
          from,
          items: batch.map(({ item: { tbs, size: octets, subject, serial, subjectKey } }) => {
            return { tbs, size: octets, subject, serial, subjectKey }
          }),
        },
        async () => {
          const messages = batch.map(({ item: { tbs: approved }, tbs: data }) => ({ data, approved }))
          const hsm = services.room.opened(token)
          const { signatures } = await hsm.call('key.sign-many', { token, id, publicKey, algorithm, messages })
          return { action: 'sign-many' as const, signer: key.name, signatures: signatures.map(bytesToHex) }
        },
      )
      await looking
      const signatures = effect.signatures.map(hexToBytes)
      looking = signed({ listed: batch, signatures, recovered })
      // Awaited before the next one, or at the end; until then its failure is nobody's.
      looking.catch(() => undefined)
    }
  } finally {
    await looking
  }
}
