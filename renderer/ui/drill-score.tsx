import type { ReactElement } from 'react'

import { classNames } from './class-names.ts'
import { drillBars, type DrillTime } from './drill-scale.ts'
import styles from './drill-charts.module.css'
import { State } from './state.tsx'

const VERDICTS = {
  within: { tone: 'ok', word: 'within the target' },
  over: { tone: 'attention', word: 'over the target' },
  never: { tone: 'danger', word: 'not reached' },
} as const

/** Every time that a drill measured against its target: solid within, hatched over it. */
export function DrillScore({
  label,
  times,
}: {
  readonly label: string
  readonly times: readonly DrillTime[]
}): ReactElement {
  const bars = drillBars(times)
  return (
    <ul className={styles['score']} aria-label={label}>
      {times.map((time, index) => {
        const bar = bars[index]
        if (bar === undefined) return null
        return (
          <li key={time.id}>
            <span className={styles['scoreName']} title={time.name}>
              {time.name}
            </span>
            <span className={styles['scoreTrack']} aria-hidden>
              <i className={classNames(styles['bar'], styles[bar.state])} style={{ width: `${bar.width}%` }} />
              <i className={styles['target']} style={{ left: `${bar.target}%` }} />
            </span>
            <span className={styles['scoreWords']}>{bar.words}</span>
            <State tone={VERDICTS[bar.state].tone}>{VERDICTS[bar.state].word}</State>
          </li>
        )
      })}
    </ul>
  )
}
