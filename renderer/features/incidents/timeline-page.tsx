import { type ReactElement, useEffect, useRef } from 'react'

import type { IncidentView } from '../../../shared/ipc/contract/incidents.ts'
import { Section } from '../../ui/section.tsx'
import { Timeline } from '../../ui/timeline.tsx'
import styles from './incident-pages.module.css'

/** Everything that the log knows of it, minute by minute; it opens at the newest. */
export function TimelinePage({ incident }: { readonly incident: IncidentView }): ReactElement {
  const end = useRef<HTMLDivElement>(null)
  const { timeline, awareAt, run } = incident
  const count = timeline.length
  useEffect(() => {
    if (count > 0) end.current?.scrollIntoView({ block: 'end' })
  }, [count])
  return (
    <div className={styles['page']}>
      <h1 className="visually-hidden">Timeline</h1>
      <Section
        title="Timeline"
        note={`${count.toLocaleString('en')} entries of the log, in UTC; +00:00 is when somebody first knew`}
      >
        <Timeline
          label="Timeline"
          since={awareAt}
          items={timeline.map((item) => ({
            id: String(item.index),
            at: item.at,
            strong: item.strong,
            text: item.text,
            tone: item.tone,
            source: `${item.run === run ? '' : 'ceremony, '}entry ${item.index.toLocaleString('en')}`,
          }))}
        />
      </Section>
      <div ref={end} />
    </div>
  )
}
