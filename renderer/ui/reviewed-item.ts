import type { Digest } from './digest.ts'
import type { ComparisonRow } from './comparison-table.tsx'

/** The rules over something that is to be signed: the contract's `lintView` fits. */
export interface LintReport {
  readonly rules: number
  readonly checkedAgainst: string
  readonly findings: readonly {
    readonly id: string
    readonly severity: 'error' | 'warning'
    readonly message: string
    readonly citation: string
  }[]
  readonly report: string
}

/** A key beside what the policy wants: the contract's `keyView` fits. */
export interface ReviewedKey {
  readonly name: string
  readonly token: string
  readonly id: string
  readonly algorithm: string
  readonly attributes: readonly {
    readonly name: string
    readonly required: string | null
    readonly actual: string
    readonly ok: boolean
  }[]
}

/** Many short rows of one kind: the contract's lists of an approval item fit. Of each row the last cell takes what room is left. */
export interface ItemList {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** One thing that people approve: the contract's `approvalItem` fits. */
export interface ReviewedItem {
  readonly title: string
  readonly kind: string
  readonly size: number
  readonly rows: readonly ComparisonRow[]
  readonly lists?: readonly ItemList[] | undefined
  readonly lint: LintReport | null
  readonly key: ReviewedKey | null
  readonly tbs: Digest
}
