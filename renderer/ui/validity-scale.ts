import type { Tone } from './state-glyph.tsx'

/** The contract's `authorityView` fits. Instants are ISO 8601. */
export interface ValidityRow {
  readonly key: string
  readonly name: string
  /** What is not a root is drawn below the root before it. */
  readonly kind: 'root' | 'issuing' | 'handoff-signer'
  readonly notBefore: string
  readonly notAfter: string
  /** When the next CRL is due. */
  readonly nextCrl: string | null
  /** "Active", "In overlap" */
  readonly state: string
  readonly tone: Tone
  /** Signed by nobody in the picture: drawn on its own, not below the root before it. */
  readonly apart?: boolean
  /** Not issued yet. */
  readonly planned?: boolean
  /** Inside a planned bar: "planned today, 10:00Z". */
  readonly label?: string
}

export interface ValidityRange {
  /** Milliseconds since the epoch. */
  readonly from: number
  readonly to: number
}

export interface ValidityPiece {
  /** Shares of the width, 0 to 100. */
  readonly left: number
  readonly width: number
  /** The validity runs on beyond the picture. */
  readonly tornLeft: boolean
  readonly tornRight: boolean
}

const YEARS_BEFORE = 2
const YEARS = 8

/** Two full years back and five ahead, on year boundaries. */
export function validityRange(now: number): ValidityRange {
  const year = new Date(now).getUTCFullYear()
  return { from: Date.UTC(year - YEARS_BEFORE, 0, 1), to: Date.UTC(year - YEARS_BEFORE + YEARS, 0, 1) }
}

export function share(range: ValidityRange, at: number): number {
  return ((at - range.from) / (range.to - range.from)) * 100
}

/** The years of the axis with the place where each begins. */
export function yearMarks(range: ValidityRange): readonly { readonly year: number; readonly left: number }[] {
  const first = new Date(range.from).getUTCFullYear()
  const last = new Date(range.to).getUTCFullYear()
  return Array.from({ length: last - first }, (_, index) => ({
    year: first + index,
    left: share(range, Date.UTC(first + index, 0, 1)),
  }))
}

/** The part of a validity that lies in the picture; undefined when none does. */
export function clipPiece(range: ValidityRange, from: number, to: number): ValidityPiece | undefined {
  const start = Math.max(from, range.from)
  const end = Math.min(to, range.to)
  if (end <= start) return undefined
  const left = share(range, start)
  return { left, width: share(range, end) - left, tornLeft: from < range.from, tornRight: to > range.to }
}

/** The day of an ISO 8601 instant. */
export function day(instant: string): string {
  return instant.slice(0, 10)
}
