import type { Digest } from '../../ui/digest.ts'
import type { HandoffLane } from '../../ui/handoff-lane.ts'
import type { Pip } from '../../ui/pips.tsx'
import type { ListedFinding } from '../../ui/finding-list.tsx'
import type { Tone } from '../../ui/state-glyph.tsx'

/** What the fleet says that it runs, against what was last signed for it. */
export interface RegionRow {
  readonly region: string
  /** Who reported it. */
  readonly receiver: string
  readonly pips: readonly Pip[]
  /** "epoch 3, no. 47" */
  readonly runs: string
  readonly lastSigned: string
  /** ISO 8601 of UTC; null: it never reported. */
  readonly reportedAt: string | null
  readonly tone: Tone
  readonly state: string
}

/** A hand-off that nobody has answered yet, or not everybody. */
export interface WaitingHandoff {
  readonly domain: string
  readonly sequence: number
  readonly tone: Tone
  /** "2 d 2 h left", "2 days overdue" */
  readonly left: string
  readonly text: string
  /** Of its manifest. */
  readonly digest: Digest | null
  /** How much of the time is gone, 0 to 1. */
  readonly share: number
}

/** What the import gate refused. Its copy lies aside until a person has it destroyed. */
export interface QuarantinedFile {
  readonly id: string
  readonly name: string
  readonly code: string
  readonly tone: Tone
  readonly text: string
  /** When it came, from where, how large it is, where the log has it. */
  readonly from: string
  /** SHA-256 of the copy; null where there is none any more, or never was. */
  readonly copy: Digest | null
  /** What became of the copy; null while it is kept. */
  readonly ended: string | null
}

export interface TransfersView {
  readonly headline: string
  readonly sentence: string
  readonly lanes: readonly HandoffLane[]
  readonly regions: readonly RegionRow[]
  readonly findings: readonly ListedFinding[]
  readonly waiting: readonly WaitingHandoff[]
  readonly quarantine: readonly QuarantinedFile[]
}
