import { describe, expect, it } from 'vitest'
import { listTables } from '../../../../electron/core/paper/list-tables.ts'

const D = (digit: string): string => digit.repeat(64)

describe('listTables', () => {
  it('sets a list of like things as a table, words first and digests last, and leaves the rest', () => {
    const { blocks, rest } = listTables({
      output: {
        sources: [
          { rows: 3, sha256: D('a'), name: 'rows.jsonl', readAt: '2026-12-09T02:47:01.250Z' },
          { rows: 2, sha256: D('b'), name: 'more.jsonl', readAt: null },
        ],
        of: 'fleet',
      },
    })
    const [table] = blocks
    if (table?.block !== 'table') throw new Error('no table')
    expect(table.columns.map(({ title, mono }) => [title, mono])).toStrictEqual([
      ['Sources, name', false],
      ['Read at', false],
      ['Rows', false],
      ['SHA-256', true],
    ])
    expect(table.rows).toStrictEqual([
      ['rows.jsonl', '2026-12-09 02:47:01Z', '3', D('a')],
      ['more.jsonl', 'none', '2', D('b')],
    ])
    expect(rest).toStrictEqual({ output: { of: 'fleet' } })
  })

  it('leaves checks, findings, empty lists and lists of groups to the facts', () => {
    const data = {
      checks: [{ name: 'CKA_LOCAL', detail: 'true', ok: true }],
      findings: [{ severity: 'ok', words: 'There is no Wi-Fi adapter.' }],
      groups: [],
      signers: [{ name: 'a', item: { tbs: D('c') } }],
    }
    expect(listTables(data)).toStrictEqual({ blocks: [], rest: data })
  })
})
