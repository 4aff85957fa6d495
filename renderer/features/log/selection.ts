import type { LogRow } from '../../../shared/ipc/contract/log.ts'

/** What is shown beside the list. */
export type Selection =
  | { readonly kind: 'entry'; readonly index: number }
  | { readonly kind: 'checkpoint'; readonly size: number }

const ADDRESS = /^(checkpoint\/)?(\d{1,15})$/

/** What follows `#/log/`: "44", "checkpoint/53"; null for anything else. */
export function parseAddress(address: string): Selection | null {
  const match = ADDRESS.exec(address)
  if (match === null) return null
  const number = Number(match[2])
  return match[1] === undefined ? { kind: 'entry', index: number } : { kind: 'checkpoint', size: number }
}

export function addressOf(selection: Selection): string {
  return selection.kind === 'entry' ? String(selection.index) : `checkpoint/${selection.size}`
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
