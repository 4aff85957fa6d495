import { type ReactElement, useState } from 'react'

import { LinkButton } from './button.tsx'
import { spanWords } from './clock-face.ts'
import { classNames } from './class-names.ts'
import styles from './drill-charts.module.css'
import { axisMarks, drillState } from './drill-scale.ts'
import { EmptyState } from './empty-state.tsx'
import { Section } from './section.tsx'
import { State } from './state.tsx'

export interface DrillPoint {
  readonly id: string
  /** "Drill 6" */
  readonly name: string
  /** ISO 8601 of UTC. */
  readonly at: string
  /** Milliseconds to the recovery, and what was allowed; null: never recovered. */
  readonly measured: number | null
  readonly target: number
  /** "18 of 20": what was met of all that was wanted. */
  readonly note?: string
}

export interface DrillTrendProps {
  readonly title: string
  readonly note?: string
  /** Oldest first. */
  readonly points: readonly DrillPoint[]
}

/** As many as fit and can be compared. */
const SHOWN = 12

function tone(point: DrillPoint): 'ok' | 'attention' | 'danger' {
  const state = drillState(point)
  if (state === 'never') return 'danger'
  return state === 'within' ? 'ok' : 'attention'
}

function verdict(point: DrillPoint): string {
  const { measured, target } = point
  if (measured === null) return 'not reached'
  return measured <= target ? `${spanWords(target - measured)} to spare` : `${spanWords(measured - target)} over`
}

/** The recovery time of each drill against its target, or the same as a table. Solid within, hatched over it. */
export function DrillTrend({ title, note, points }: DrillTrendProps): ReactElement {
  const [asTable, setAsTable] = useState(false)
  const shown = points.slice(-SHOWN)
  const link = (
    <span className={styles['link']}>
      {!asTable && <Legend />}
      <LinkButton onPress={() => setAsTable(!asTable)}>{asTable ? 'As a picture' : 'As a table'}</LinkButton>
    </span>
  )
  return (
    <Section title={title} note={note} link={link}>
      {points.length === 0 ? (
        <div className={styles['empty']}>
          <EmptyState title="No drill was signed off yet">Each one adds its recovery time to this picture.</EmptyState>
        </div>
      ) : asTable ? (
        <TrendTable label={title} points={points} />
      ) : (
        <TrendPicture label={title} points={shown} />
      )}
    </Section>
  )
}

function Legend(): ReactElement {
  return (
    <span className={styles['legend']}>
      <span>
        <i className={classNames(styles['key'], styles['within'])} />
        within
      </span>
      <span>
        <i className={classNames(styles['key'], styles['over'])} />
        over
      </span>
      <span>
        <i className={styles['keyTarget']} />
        target
      </span>
    </span>
  )
}

function TrendPicture({
  label,
  points,
}: {
  readonly label: string
  readonly points: readonly DrillPoint[]
}): ReactElement {
  const marks = axisMarks(Math.max(0, ...points.flatMap(({ measured, target }) => [measured ?? 0, target])))
  const top = marks.at(-1) ?? 1
  const share = (value: number): number => (value / top) * 100
  return (
    <figure
      className={styles['trend']}
      // a picture made of HTML: there is no file that an img could name
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="img"
      aria-label={`${label}: ${points.length} drills. The same data is there as a table.`}
    >
      <div className={styles['plot']}>
        {marks.map((mark) => (
          <i key={mark} className={styles['mark']} style={{ bottom: `${share(mark)}%` }}>
            <span>{mark === 0 ? '0' : spanWords(mark)}</span>
          </i>
        ))}
        <ol>
          {points.map((point) => (
            <li key={point.id} title={`${point.name}: ${verdict(point)}`}>
              <i
                className={classNames(styles['column'], styles[drillState(point)])}
                style={{ height: `${share(point.measured ?? top)}%` }}
              >
                <b>{point.measured === null ? 'never' : spanWords(point.measured)}</b>
              </i>
              <i className={styles['columnTarget']} style={{ bottom: `${share(point.target)}%` }} />
            </li>
          ))}
        </ol>
      </div>
      <ol className={styles['names']}>
        {points.map((point) => (
          <li key={point.id}>
            <b>{point.name}</b>
            <span>{point.at.slice(0, 10)}</span>
            {point.note !== undefined && <small>{point.note} met</small>}
          </li>
        ))}
      </ol>
    </figure>
  )
}

function TrendTable({
  label,
  points,
}: {
  readonly label: string
  readonly points: readonly DrillPoint[]
}): ReactElement {
  return (
    <table className={styles['table']} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Drill</th>
          <th scope="col">Day</th>
          <th scope="col">Recovered in</th>
          <th scope="col">Target</th>
          <th scope="col">Met</th>
          <th scope="col">Verdict</th>
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.id}>
            <th scope="row">{point.name}</th>
            <td>{point.at.slice(0, 10)}</td>
            <td>{point.measured === null ? 'never' : spanWords(point.measured)}</td>
            <td>{spanWords(point.target)}</td>
            <td>{point.note}</td>
            <td>
              <State tone={tone(point)}>{verdict(point)}</State>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
