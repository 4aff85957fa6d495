import type { ReactElement } from 'react'
import { Link } from 'react-aria-components'

import type { SentenceView } from '../../../shared/ipc/contract/views.ts'
import { hrefTo } from '../../route.ts'
import styles from './stories.module.css'

/** Entries as sentences under their day; each leads to itself in the list. */
export function EventList({ events }: { readonly events: readonly SentenceView[] }): ReactElement {
  const days = [...Map.groupBy(events, ({ time }) => time.slice(0, 10))]
  return (
    <ol className={styles['days']}>
      {days.map(([day, ofDay]) => (
        <li key={day}>
          <h3>{day}</h3>
          <ol>
            {ofDay.map(({ index, time, strong, text }) => (
              <li key={index}>
                <Link href={hrefTo('log', String(index))} className={styles['event'] ?? ''}>
                  <code>{time.slice(11, 19)}Z</code>
                  <span>
                    <b>{strong}</b> {text}
                  </span>
                  <code>{index.toLocaleString('en')}</code>
                </Link>
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  )
}
