import type { Block, TableColumn } from '../../../shared/paper/paper.ts'

export function section(title: string, note?: string, newPage = false): Block {
  return { block: 'section', title, newPage, ...(note === undefined ? {} : { note }) }
}

export function table(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): Block {
  return { block: 'table', columns, rows }
}
