import type { ReactElement } from 'react'
import { Link } from 'react-aria-components'

import { hrefTo } from '../../route.ts'
import styles from './log-tabs.module.css'

export const LOG_PAGES = ['entries', 'stories', 'checkpoints', 'policies', 'package'] as const
export type LogPage = (typeof LOG_PAGES)[number]

const TITLES: Readonly<Record<LogPage, string>> = {
  entries: 'Entries',
  stories: 'Stories',
  checkpoints: 'Compare checkpoints',
  policies: 'Policies',
  package: 'Auditor package',
}

/** What follows `#/log`: a page by its name, or an entry or checkpoint of the list. */
export function pageOf(rest: readonly string[]): LogPage {
  return LOG_PAGES.find((page) => page !== 'entries' && page === rest[0]) ?? 'entries'
}

/** The ways through a record. */
export function LogTabs({ current }: { readonly current: LogPage }): ReactElement {
  return (
    <nav className={styles['tabs']} aria-label="Ways through the record">
      {LOG_PAGES.map((page) => (
        <Link
          key={page}
          href={page === 'entries' ? hrefTo('log') : hrefTo('log', page)}
          className={styles['tab'] ?? ''}
          {...(page === current && { 'aria-current': 'page' })}
        >
          {TITLES[page]}
        </Link>
      ))}
    </nav>
  )
}
