import { nextReview } from '../../../shared/audit/review.ts'
import { openActions } from '../../../shared/facility/incidents.ts'
import { type FacilityState, isPractice } from '../../../shared/facility/state.ts'
import type { Overview } from '../../../shared/ipc/contract/facility.ts'
import { viewAuthorities } from './authorities.ts'

const DAY = 86_400_000

interface Obligation {
  readonly at: number
  readonly what: string
  /** Days before it is due from which somebody should act. */
  readonly notice: number
}

/** What the log says must be done, soonest first: CRLs before they run out, certificates before they end, hand-offs, promises. */
export function viewDue(state: FacilityState, now: number): Overview['due'] {
  const authorities = viewAuthorities(state, now)
  const review = { at: nextReview(state.reviews, state.foundedAt), what: 'Review the log and sign it', notice: 7 }
  const obligations: Obligation[] = [
    // Nobody reviews the log of a practice facility.
    ...(isPractice(state) ? [] : [review]),
    ...authorities.flatMap(({ name, nextCrl }) =>
      nextCrl === null ? [] : [{ at: Date.parse(nextCrl), what: `Sign the next CRL of ${name}`, notice: 30 }],
    ),
    ...authorities.map(({ name, notAfter }) => ({ at: Date.parse(notAfter), what: `${name} ends`, notice: 180 })),
    ...state.handoffs
      .filter(
        ({ draft }, index) => index === state.handoffs.findLastIndex((other) => other.draft.domain === draft.domain),
      )
      .map(({ draft }) => ({
        at: Date.parse(draft.expiresAt),
        what: `Hand-off ${draft.domain} no. ${String(draft.sequence)} expires`,
        notice: 30,
      })),
    ...openActions(state).map(({ action, owner, due }) => ({
      // that whole day is left
      at: Date.parse(`${due}T23:59:59Z`),
      what: `${action} (${owner})`,
      notice: 7,
    })),
  ]
  return obligations.toSorted((a, b) => a.at - b.at).map((obligation) => viewObligation(obligation, now))
}

function viewObligation({ at, what, notice }: Obligation, now: number): Overview['due'][number] {
  const days = Math.floor((at - now) / DAY)
  const date = new Date(at).toISOString().slice(0, 10)
  if (at < now) return { date, what, when: `${String(-days)} days late`, tone: 'danger' }
  return { date, what, when: days === 0 ? 'today' : inWords(days), tone: days < notice ? 'attention' : 'next' }
}

function inWords(days: number): string {
  if (days < 366) return days === 1 ? 'in 1 day' : `in ${String(days)} days`
  return `in ${(days / 365.25).toFixed(1)} years`
}
