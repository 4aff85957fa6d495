import { bytesToHex } from '../../../shared/bytes.ts'
import type { LogReview, ReviewStatement } from '../../../shared/audit/review.ts'
import { fail } from '../../../shared/failure.ts'
import type { FacilityVerdict } from '../log/verdict.ts'
import { verifyRecord } from '../log/verify-facility.ts'
import { type Hand, type SigningPlace, signStatement } from '../people/signer.ts'

export interface Reviewed {
  readonly review: LogReview
  readonly verdict: FacilityVerdict
}

/**
 * Verifies the whole log up to a checkpoint that is made for it, and has one person sign the outcome, whatever it is. Throws
 * invalid-request for problems without a remark, and what withSigner does: then nothing is recorded.
 */
export async function reviewLog(
  place: SigningPlace,
  hand: Hand,
  remark: string,
  progress: (done: number) => void,
): Promise<Reviewed> {
  const { facility } = place
  const { size, root } = facility.checkpoint()
  const verdict = await verifyRecord(facility.store.source(), facility.artifacts, { progress })
  if (!verdict.ok && remark.trim() === '') {
    throw fail('invalid-request', `${verdict.headline}. Whoever signs that says what will be done about it.`, {
      remedy: 'Write a remark, then sign again.',
    })
  }
  const signed = await signStatement(place, hand, (byline): ReviewStatement => ({
    type: 'conclave-log-review/v1',
    ...byline,
    checkpoint: { size, root: bytesToHex(root) },
    problems: verdict.problems.length,
    remark: remark.trim(),
  }))
  const { index, time } = facility.append('log-reviewed', signed, { actor: hand.person })
  facility.checkpoint()
  return { review: { index, time, statement: signed.statement }, verdict }
}
