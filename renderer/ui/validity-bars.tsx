import { type CSSProperties, type ReactElement, type ReactNode, useState } from 'react'

import { LinkButton } from './button.tsx'
import { classNames } from './class-names.ts'
import { Section } from './section.tsx'
import { State } from './state.tsx'
import styles from './validity-bars.module.css'
import {
  clipPiece,
  day,
  share,
  type ValidityRange,
  type ValidityRow,
  validityRange,
  yearMarks,
} from './validity-scale.ts'
import { ValidityTable } from './validity-table.tsx'
import { ValidityTrack } from './validity-track.tsx'

export interface ValidityBarsProps {
  readonly title: string
  readonly note?: ReactNode
  /** A root, then its subordinates, then the next root. */
  readonly rows: readonly ValidityRow[]
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Two rows that carry the same region for a time. */
  readonly overlap?: {
    readonly rows: readonly [string, string]
    readonly from: string
    readonly to: string
    readonly label: string
  }
}

const ROW = 35
const AXIS = 38
function Legend(): ReactElement {
  return (
    <span className={styles['legend']}>
      <span>
        <i className={styles['keyRest']} />
        valid
      </span>
      <span>
        <i className={styles['keyPast']} />
        elapsed
      </span>
      <span>
        <i className={styles['keyPlanned']} />
        planned
      </span>
      <span>
        <i className={styles['keyCrl']} />
        next CRL
      </span>
    </span>
  )
}

function Overlap({
  overlap,
  rows,
  range,
}: Required<Pick<ValidityBarsProps, 'overlap' | 'rows'>> & { readonly range: ValidityRange }): ReactElement | null {
  const places = overlap.rows.map((id) => rows.findIndex((row) => row.key === id))
  const piece = clipPiece(range, Date.parse(overlap.from), Date.parse(overlap.to))
  if (piece === undefined || places.includes(-1)) return null
  const top = Math.min(...places)
  const height = (Math.max(...places) - top + 1) * ROW - 11
  return (
    <>
      <i
        className={styles['overlap']}
        style={{ left: `${piece.left}%`, width: `${piece.width}%`, top: AXIS + top * ROW + 5, height }}
      />
      <span
        className={styles['overlapLabel']}
        style={{ left: `calc(${piece.left + piece.width}% + 8px)`, top: AXIS + top * ROW + 9 }}
      >
        {overlap.label}
      </span>
    </>
  )
}

function placeOf(row: ValidityRow | undefined): string | undefined {
  if (row === undefined || row.kind === 'root') return styles['root']
  return row.apart === true ? styles['apart'] : styles['below']
}

/** Names decide how much room they take from the bars, within bounds. In pixels, for the text of the rows. */
function namesWidth(rows: readonly ValidityRow[]): number {
  const longest = Math.max(0, ...rows.map((row) => row.name.length * 7.2 + (placeOf(row) === styles['below'] ? 24 : 0)))
  return Math.round(Math.min(300, Math.max(176, longest + 16)))
}

/** The hierarchy as a picture over time, or the same data as a table. */
export function ValidityBars({ title, note, rows, now, overlap }: ValidityBarsProps): ReactElement {
  const [asTable, setAsTable] = useState(false)
  const range = validityRange(now)
  const link = (
    <span className={styles['link']}>
      {!asTable && <Legend />}
      <LinkButton onPress={() => setAsTable(!asTable)}>{asTable ? 'As a picture' : 'As a table'}</LinkButton>
    </span>
  )
  return (
    <Section title={title} note={note} link={link}>
      {asTable ? (
        <ValidityTable label={title} rows={rows} now={now} />
      ) : (
        <figure
          className={styles['figure']}
          style={{ '--names': `${namesWidth(rows)}px` } as CSSProperties}
          // a picture made of HTML: there is no file that an img could name
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
          role="img"
          aria-label={`${title}: validity over time. The same data is there as a table.`}
        >
          <div className={styles['axis']}>
            <div className={styles['years']}>
              {yearMarks(range).map((mark) => (
                <span key={mark.year} style={{ left: `${mark.left}%` }}>
                  {mark.year}
                </span>
              ))}
            </div>
          </div>
          <div className={styles['layer']}>
            {yearMarks(range).map((mark) => (
              <i key={mark.year} className={styles['gridLine']} style={{ left: `${mark.left}%` }} />
            ))}
          </div>
          {rows.map((row, index) => (
            <div
              key={row.key}
              className={classNames(
                styles['row'],
                placeOf(row),
                placeOf(row) === styles['below'] && placeOf(rows[index - 1]) === styles['below'] && styles['after'],
              )}
            >
              <span className={styles['name']} title={`${row.name}, ${day(row.notBefore)} to ${day(row.notAfter)}`}>
                <span>{row.name}</span>
              </span>
              <div className={styles['track']}>
                <ValidityTrack row={row} range={range} now={now} />
              </div>
              <span className={styles['state']}>
                <State tone={row.tone}>{row.state}</State>
              </span>
            </div>
          ))}
          <div className={styles['layer']}>
            <i className={styles['today']} style={{ left: `${share(range, now)}%` }}>
              <b>today</b>
            </i>
            {overlap !== undefined && <Overlap overlap={overlap} rows={rows} range={range} />}
          </div>
        </figure>
      )}
    </Section>
  )
}
