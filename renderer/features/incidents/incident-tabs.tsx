import type { ReactElement } from 'react'

import { hrefTo } from '../../route.ts'
import { PageTabs } from '../../ui/page-tabs.tsx'

/** The pages of one incident, in the order in which they are needed. */
export const INCIDENT_PAGES = {
  steps: 'Steps',
  impact: 'Impact',
  evidence: 'Evidence',
  decisions: 'Decisions',
  messages: 'Messages',
  timeline: 'Timeline',
  score: 'Score, report',
} as const

export type IncidentPage = keyof typeof INCIDENT_PAGES

/** What follows the run in the address; anything else is the steps. */
export function incidentPage(name: string | undefined): IncidentPage {
  return name !== undefined && name in INCIDENT_PAGES ? (name as IncidentPage) : 'steps'
}

export interface IncidentTabsProps {
  readonly run: string
  readonly page: IncidentPage
}

export function IncidentTabs({ run, page }: IncidentTabsProps): ReactElement {
  return (
    <PageTabs
      label="Pages of this incident"
      current={page}
      tabs={Object.entries(INCIDENT_PAGES).map(([id, label]) => ({
        id,
        label,
        href: id === 'steps' ? hrefTo('incidents', 'run', run) : hrefTo('incidents', 'run', run, id),
      }))}
    />
  )
}
