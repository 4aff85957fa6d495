import type { ReactElement } from 'react'
import { Link } from 'react-aria-components'

import { classNames } from './class-names.ts'
import styles from './page-tabs.module.css'

export interface PageTab {
  readonly id: string
  readonly label: string
  /** "#/incidents/run/run-0007/impact" */
  readonly href: string
}

export interface PageTabsProps {
  readonly label: string
  readonly tabs: readonly PageTab[]
  readonly current: string
}

/** The pages of one thing, in its head. They are places: each has an address. */
export function PageTabs({ label, tabs, current }: PageTabsProps): ReactElement {
  return (
    <nav className={styles['tabs']} aria-label={label}>
      {tabs.map((tab) => (
        <Link
          key={tab.id}
          href={tab.href}
          className={classNames(styles['tab'], tab.id === current && styles['current'])}
          {...(tab.id === current && { 'aria-current': 'page' as const })}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  )
}
