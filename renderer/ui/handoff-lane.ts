import type { Tone } from './state-glyph.tsx'

/** How far a hand-off is. `due`: not built yet. `refused`: its receipt says that it was not applied. */
export type HandoffState = 'verified' | 'waiting' | 'overdue' | 'refused' | 'unknown' | 'due'

export interface HandoffLink {
  readonly sequence: number
  /** What it carries in a few words: "CRL 408", "EU-2 chain", "heartbeat". */
  readonly carries: string
  /** Nothing new in it: it only says that the facility is there. */
  readonly heartbeat: boolean
  /** ISO 8601 of UTC: when it was signed, or is due. */
  readonly at: string
  readonly state: HandoffState
  /** It names the hash of the one before, and that was checked. */
  readonly chained: boolean
}

export interface HandoffLane {
  readonly domain: string
  /** "epoch 3, 2 of 3 keys" */
  readonly note: string
  /** Oldest first, each sequence once. */
  readonly links: readonly HandoffLink[]
}

export const HANDOFF_TONES: Readonly<Record<HandoffState, Tone>> = {
  verified: 'ok',
  waiting: 'waiting',
  overdue: 'attention',
  refused: 'danger',
  unknown: 'unknown',
  due: 'next',
}

export const HANDOFF_WORDS: Readonly<Record<HandoffState, string>> = {
  verified: 'receipt verified',
  waiting: 'waiting',
  overdue: 'overdue',
  refused: 'not applied',
  unknown: 'not known',
  due: 'due',
}

/** How many links fit beside the name of the lane. */
export function linksThatFit(width: number, linkWidth: number): number {
  return Math.max(2, Math.floor(width / linkWidth))
}

/**
 * The newest links of a lane, as many as fit. What wants somebody stays in sight: when it is older than that, it takes the
 * first place.
 */
export function visibleLinks(links: readonly HandoffLink[], count: number): readonly HandoffLink[] {
  if (links.length <= count) return links
  const newest = links.slice(links.length - count)
  const open = links.slice(0, links.length - count).find(({ state }) => state !== 'verified' && state !== 'due')
  return open === undefined ? newest : [open, ...newest.slice(1)]
}

/** The states that a chain shows, in the order of the legend. */
export function statesOf(lanes: readonly HandoffLane[]): readonly HandoffState[] {
  const there = new Set(lanes.flatMap(({ links }) => links.map(({ state }) => state)))
  return (Object.keys(HANDOFF_TONES) as HandoffState[]).filter((state) => there.has(state))
}
