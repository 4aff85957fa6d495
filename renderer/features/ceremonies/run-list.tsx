import type { ReactElement } from 'react'

import type { RunSummary } from '../../../shared/ipc/contract/runs.ts'
import { hrefTo } from '../../route.ts'
import { Bitting } from '../../ui/bitting.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Section } from '../../ui/section.tsx'
import { StateGlyph, type Tone } from '../../ui/state-glyph.tsx'
import styles from './library.module.css'

const STATES: Readonly<Record<RunSummary['status'], { readonly tone: Tone; readonly word: string }>> = {
  open: { tone: 'now', word: 'open' },
  closed: { tone: 'ok', word: 'closed' },
  aborted: { tone: 'danger', word: 'aborted' },
}

/** Every run of this facility, the newest first. */
export function RunList({ runs }: { readonly runs: readonly RunSummary[] | undefined }): ReactElement {
  return (
    <div className={styles['runs']}>
      <Section title="Runs" note={runs === undefined ? '' : `${runs.length} in this facility`}>
        {runs?.length === 0 && (
          <div className={styles['empty']}>
            <EmptyState title="No run yet">Each run stays here, with every step and what it left.</EmptyState>
          </div>
        )}
        <ul>
          {runs?.map((run) => (
            <li key={run.run}>
              <a className={styles['run']} href={hrefTo('ceremonies', 'run', run.run)}>
                <StateGlyph tone={STATES[run.status].tone} size={16} />
                <b>{run.title}</b>
                <span>{STATES[run.status].word}</span>
                <span className={styles['second']}>
                  {run.openedAt.slice(0, 16).replace('T', ' ')}Z, {run.done}/{run.total} steps
                  <Bitting digest={run.plan.hex} width={70} height={11} />
                </span>
              </a>
            </li>
          ))}
        </ul>
      </Section>
    </div>
  )
}
