import type { ReactElement, ReactNode } from 'react'

import { classNames } from './class-names.ts'
import styles from './comparison-table.module.css'
import { StateGlyph, type Tone } from './state-glyph.tsx'

export type Verdict = 'same' | 'rule-met' | 'differs' | 'changes'

export interface ComparisonRow {
  readonly field: string
  /** What the plan says. */
  readonly planned: ReactNode
  /** What is in the bytes. */
  readonly actual: ReactNode
  readonly verdict: Verdict
  /** The rule that is met, shown on pointing. */
  readonly rule?: string | undefined
  /** Bytes and times. */
  readonly mono?: boolean | undefined
}

export interface ComparisonTableProps {
  readonly rows: readonly ComparisonRow[]
  readonly label: string
  readonly planTitle?: string
  readonly actualTitle?: string
  /** Beside the title of the bytes: "429 bytes, decoded". */
  readonly actualNote?: string
  /** `wide` for names of attributes. */
  readonly fields?: 'narrow' | 'wide'
}

const VERDICTS: Readonly<Record<Verdict, { readonly tone: Tone; readonly word: string }>> = {
  same: { tone: 'ok', word: 'same' },
  'rule-met': { tone: 'ok', word: 'rule met' },
  differs: { tone: 'danger', word: 'differs' },
  changes: { tone: 'now', word: 'changes' },
}

/** Long hex in groups of eight digits, so that it can be read and broken. */
function spaced(value: ReactNode): ReactNode {
  if (typeof value !== 'string') return value
  return value.replaceAll(/\b[0-9a-f]{24,}\b/g, (hex) => hex.match(/.{1,8}/g)?.join(' ') ?? hex)
}

/** The name of a digest is not broken at its hyphen. */
function unbroken(field: string): ReactNode {
  const [before, after] = field.split('SHA-256')
  if (after === undefined) return field
  return (
    <>
      {before}
      <span className={styles['unbroken']}>SHA-256</span>
      {after}
    </>
  )
}

/** A rule stands in words, where the bytes beside it are digits. */
function isBytes(value: ReactNode): boolean {
  return typeof value === 'string' && /^[0-9a-f.:TZ -]+$/.test(value)
}

/** Plan beside bytes, a verdict per row. */
export function ComparisonTable(props: ComparisonTableProps): ReactElement {
  const { rows, label, planTitle = 'Plan', actualTitle = 'To be signed', actualNote, fields = 'narrow' } = props
  return (
    <table className={classNames(styles['table'], fields === 'wide' && styles['wide'])} aria-label={label}>
      <colgroup>
        <col className={styles['fieldColumn']} />
        <col className={styles['planColumn']} />
        <col />
        <col className={styles['verdictColumn']} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">{planTitle}</th>
          <th scope="col">
            {actualTitle}
            {actualNote !== undefined && <span> ({actualNote})</span>}
          </th>
          <th scope="col" className={styles['verdictHead']}>
            Verdict
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.field} className={classNames(row.verdict === 'differs' && styles['differs'])}>
            <th scope="row">{unbroken(row.field)}</th>
            <td className={classNames(styles['plan'], row.planned === row.actual && styles['repeated'])}>
              {row.mono === true && isBytes(row.planned) ? <code>{spaced(row.planned)}</code> : spaced(row.planned)}
            </td>
            <td>{row.mono === true ? <code>{spaced(row.actual)}</code> : spaced(row.actual)}</td>
            <td>
              <span className={styles['verdict']} title={row.rule}>
                <StateGlyph tone={VERDICTS[row.verdict].tone} size={14} />
                {VERDICTS[row.verdict].word}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
