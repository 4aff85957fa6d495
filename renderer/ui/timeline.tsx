import type { ReactElement } from 'react'

import { StateGlyph } from './state-glyph.tsx'
import { timelineDays, type TimelineItem } from './timeline-days.ts'
import styles from './timeline.module.css'

export interface TimelineProps {
  readonly label: string
  readonly items: readonly TimelineItem[]
  /** When the incident began: ISO 8601 of UTC. */
  readonly since: string
}

/** What happened, minute by minute, the newest last, by day of UTC. */
export function Timeline({ label, items, since }: TimelineProps): ReactElement {
  return (
    <ol className={styles['days']} aria-label={label}>
      {timelineDays(items, since).map(({ day, minutes }) => (
        <li key={day} className={styles['day']}>
          <h3>{day}</h3>
          <ol>
            {minutes.map(({ minute, offset, items: inMinute }) => (
              <li key={minute} className={styles['minute']}>
                <time>{minute}</time>
                <span className={styles['offset']}>{offset}</span>
                <ul>
                  {inMinute.map((item) => (
                    <li key={item.id} className={styles['item']}>
                      <StateGlyph tone={item.tone ?? 'next'} size={14} />
                      <p>
                        <b>{item.strong}</b> {item.text}
                      </p>
                      {item.source !== undefined && <span>{item.source}</span>}
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  )
}
