import type { LogRow } from '../../../shared/ipc/contract/log.ts'

/** What is shown beside the list. */
export type Selection =
  | { readonly kind: 'entry'; readonly index: number }
  | { readonly kind: 'checkpoint'; readonly size: number }

const NUMBER = /^\d{1,15}$/

/** `#/log/44` and `#/log/checkpoint/53`; null for anything else. */
export function parseSelection(rest: readonly string[]): Selection | null {
  const [first = '', second = ''] = rest
  if (first === 'checkpoint') return NUMBER.test(second) ? { kind: 'checkpoint', size: Number(second) } : null
  return NUMBER.test(first) ? { kind: 'entry', index: Number(first) } : null
}

export function restOf(selection: Selection): string[] {
  return selection.kind === 'entry' ? [String(selection.index)] : ['checkpoint', String(selection.size)]
}

export function sameSelection(a: Selection | null, b: Selection | null): boolean {
  return a !== null && b !== null && restOf(a).join('/') === restOf(b).join('/')
}

/** Undefined for a heading: it cannot be selected. */
export function selectionOf(row: LogRow): Selection | undefined {
  switch (row.row) {
    case 'entry':
      return { kind: 'entry', index: row.sentence.index }
    case 'checkpoint':
      return { kind: 'checkpoint', size: row.checkpoint.size }
    case 'group':
      return undefined
  }
}
