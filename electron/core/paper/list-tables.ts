import type { Block, TableColumn } from '../../../shared/paper/paper.ts'
import { labelWords, wordOf } from '../views/entry-facts.ts'
import { instantText } from './words.ts'

type Row = Readonly<Record<string, string | number | boolean | null>>

export interface ListTables {
  readonly blocks: Block[]
  /** The same without what stands in the tables. */
  readonly rest: unknown
}

/** Every list of like things in what a step wrote (groups, sources, seals) as a table; what else there is stays for the facts. */
export function listTables(data: unknown): ListTables {
  const blocks: Block[] = []
  const strip = (value: unknown, name: string): unknown => {
    if (isTable(value)) {
      blocks.push(tableOf(value, name))
      return undefined
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const kept = Object.entries(value).map(([member, inside]): [string, unknown] => [member, strip(inside, member)])
    return Object.fromEntries(kept.filter(([, inside]) => inside !== undefined))
  }
  return { rest: strip(data, ''), blocks }
}

function isTable(value: unknown): value is readonly Row[] {
  return Array.isArray(value) && value.length > 0 && value.every((member) => isRow(member))
}

/** Checks (a name and what came of it) and findings are told in words of their own. */
function isRow(value: unknown): value is Row {
  if (typeof value !== 'object' || value === null || 'words' in value || 'detail' in value) return false
  return Object.values(value).every((member) => member === null || typeof member !== 'object')
}

const HEX = /^[0-9a-f]{32,}$/

function tableOf(rows: readonly Row[], name: string): Block {
  const members = [...new Set(rows.flatMap((row) => Object.keys(row)))].toSorted(
    (one, other) => rankOf(rows, one) - rankOf(rows, other),
  )
  const titles = members.map((member, at) => labelWords(at === 0 ? [name, member] : [member]))
  const weights = members.map((member, at) => weightOf(rows, member, titles[at] ?? ''))
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  return {
    block: 'table',
    columns: members.map((member, at): TableColumn => {
      return {
        title: titles[at] ?? '',
        width: Math.floor(((weights[at] ?? 0) / all) * 100),
        mono: isHexIn(rows, member),
      }
    }),
    rows: rows.map((row) => members.map((member) => textOf(row[member] ?? null))),
  }
}

/** Words first, then numbers, then digests. */
function rankOf(rows: readonly Row[], member: string): number {
  if (isHexIn(rows, member)) return 2
  return rows.some((row) => typeof row[member] === 'string') ? 0 : 1
}

function isHexIn(rows: readonly Row[], member: string): boolean {
  return rows.some((row) => HEX.test(String(row[member] ?? '')))
}

/** By its longest cell, so that most stand in one line; a digest takes three. */
function weightOf(rows: readonly Row[], member: string, title: string): number {
  if (isHexIn(rows, member)) return 22
  const longest = Math.max(title.length, ...rows.map((row) => textOf(row[member] ?? null).length))
  return Math.min(28, Math.max(9, longest))
}

function textOf(value: Row[string]): string {
  return instantText(wordOf(value))
}
