import type { ClockStatus } from '../incident/clocks.ts'

/** A playbook that was run, in earnest or as a drill. */
export interface AuditIncident {
  readonly run: string
  /** Of the opening. */
  readonly entry: number
  readonly title: string
  readonly playbook: string
  readonly drill: boolean
  /** When somebody first knew; RFC 3339. */
  readonly awareAt: string | null
  readonly status: string
  /** A to E, as classified last. */
  readonly class: { readonly letter: string; readonly entries: readonly number[] } | null
  /** What inventories said, in words, oldest first. */
  readonly counted: readonly { readonly words: string; readonly entry: number }[]
  /** Orders to the fleet that ceremonies for it were signed off with: to stop issuing, to go on, to distrust. */
  readonly orders: readonly { readonly words: string; readonly entry: number }[]
  readonly clocks: readonly {
    readonly title: string
    readonly source: string
    readonly status: ClockStatus | 'left-out'
    readonly dueAt: string | null
    readonly stoppedAt: string | null
    readonly entries: readonly number[]
  }[]
  readonly decisions: readonly {
    readonly step: number
    readonly question: string
    readonly decided: string
    readonly reason: string
    readonly by: string
    readonly confirmedBy: string | null
    readonly at: string
    readonly entries: readonly number[]
  }[]
  /** SHA-256 of the manifest of each sealed package of evidence. */
  readonly seals: readonly { readonly entry: number; readonly at: string; readonly package: string }[]
  readonly ceremonies: readonly {
    readonly run: string
    readonly title: string
    readonly status: string
    /** Of its opening. */
    readonly entry: number
  }[]
  /** Of a drill. */
  readonly score: { readonly met: number; readonly of: number; readonly entries: readonly number[] } | null
  /** Promised in its review. */
  readonly actions: readonly {
    readonly action: string
    readonly owner: string
    /** A day. */
    readonly due: string
    readonly closedAt: string | null
    /** The promise, and what closed it. */
    readonly entries: readonly number[]
  }[]
}
