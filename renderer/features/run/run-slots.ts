import type { ReactNode } from 'react'

/** What an area puts around the step of its runs. */
export interface RunSlots {
  /** In the head: the pages of this run. */
  readonly tabs: ReactNode
  /** Between the head and the step. */
  readonly above: ReactNode
  /** At the right, before people and proof. */
  readonly aside: ReactNode
  /** In the place of script and step: another page of this run. */
  readonly page: ReactNode
}
