import { bytesToHex, hexToBytes } from '../../../../shared/bytes.ts'
import { fail } from '../../../../shared/failure.ts'
import type { Intent } from '../../../../shared/ledger/entries.ts'
import type { DocumentItem } from '../../../../shared/procedure/approval.ts'
import { batchSize, type Reissue } from '../../../../shared/reissue/document.ts'
import type { ListedCertificate } from '../../reissue/approved-list.ts'
import { effectsInTurn, type Part } from '../effects-in-turn.ts'
import { findKey } from '../issuers.ts'
import { signingPlace } from '../key-place.ts'
import type { EffectOf, StepContext } from '../step-context.ts'

type ManyIntent = Extract<Intent, { action: 'sign-many' }>

export interface SignedBatch {
  /** Where in the list it begins, from 0. */
  readonly from: number
  /** Certificates of the list from there on. */
  readonly listed: readonly ListedCertificate[]
  /** Raw, in the same order. */
  readonly signatures: readonly Uint8Array[]
  readonly recovered: boolean
}

/**
 * Signs an approved list in batches: an intent and its effect each, so that a stop leaves at most two batches unknown, like any signature,
 * and nothing is signed twice. `listed` was compared with what people approved. What came back is looked at by `signed`, which is still at
 * work while the HSM signs the next batch; the HSM is never two batches ahead of it. Resolves when all of it was looked at.
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
  const looking: Promise<void>[] = []
  const look = (from: number, { signatures }: EffectOf<ManyIntent>, recovered: boolean): void => {
    const batch = listed.slice(from, from + signatures.length)
    const done = signed({ from, listed: batch, signatures: signatures.map(hexToBytes), recovered })
    // Awaited later; until then its failure is nobody's.
    done.catch(() => undefined)
    looking.push(done)
  }
  const parts: Part<ManyIntent>[] = []
  for (let from = 0, size = 0; from < listed.length; from += size) {
    size = batchSize(algorithm, listed.length - from)
    const batch = listed.slice(from, from + size)
    const intent: ManyIntent = {
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
    }
    const known = context.known(intent)
    if (known !== null) {
      // Another version may have asked for more or fewer at once.
      size = known.effect.signatures.length
      look(from, known.effect, true)
      continue
    }
    parts.push({
      intent,
      act: async () => {
        services.progress(`Signing ${String(from + 1)} to ${String(from + batch.length)} of ${String(listed.length)}`)
        const messages = batch.map(({ item: { tbs: approved }, tbs: data }) => ({ data, approved }))
        const hsm = services.room.opened(token)
        const { signatures } = await hsm.call('key.sign-many', { token, id, publicKey, algorithm, messages })
        return { action: 'sign-many', signer: key.name, signatures: signatures.map(bytesToHex) }
      },
      recorded: (effect) => {
        look(from, effect, false)
      },
    })
  }
  try {
    await Promise.all(looking)
    const wanted = parts.reduce((sum, { intent }) => sum + intent.items.length, 0)
    services.progress(`Asking for ${String(wanted)} signatures`)
    await effectsInTurn(context, parts, async () => {
      await looking.at(-2)
    })
  } finally {
    await Promise.all(looking)
  }
}
