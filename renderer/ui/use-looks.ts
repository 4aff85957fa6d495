import { useState } from 'react'

export interface Looks {
  /** Which item is on the screen. */
  readonly shown: number
  readonly seen: ReadonlySet<number>
  /** The first that was not on the screen yet; null when all were. */
  readonly missing: number | null
  readonly show: (index: number) => void
}

/** Which of so many items were on the screen in this round: each approver looks at all of them. */
export function useLooks(count: number, round: number): Looks {
  const [looks, setLooks] = useState<{ round: number; shown: number; seen: ReadonlySet<number> }>({
    round,
    shown: 0,
    seen: new Set([0]),
  })
  const { shown, seen } = looks.round === round ? looks : { shown: 0, seen: new Set([0]) }
  const missing = Array.from({ length: count }, (_, index) => index).find((index) => !seen.has(index))
  return {
    shown,
    seen,
    missing: missing ?? null,
    show: (index) => setLooks({ round, shown: index, seen: new Set([...seen, index]) }),
  }
}
