import { FileCheck, FileInput } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'

import { hrefTo, navigate } from '../../route.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { HandoffChain } from '../../ui/handoff-chain.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Section } from '../../ui/section.tsx'
import { FindingList } from '../../ui/finding-list.tsx'
import { Quarantine } from './quarantine.tsx'
import { RegionTable } from './region-table.tsx'
import styles from './transfers-page.module.css'
import type { QuarantinedFile, TransfersView } from './transfers-view.ts'
import { WaitingList } from './waiting-list.tsx'

export interface TransfersPageProps {
  readonly view: TransfersView
  readonly failure?: ReactNode
  /** The hand-off whose page is open. */
  readonly current?: { readonly domain: string; readonly sequence: number }
  /** Its page, under the chain. */
  readonly detail?: ReactNode
  readonly onLook?: (file: QuarantinedFile) => void
  readonly onDiscard?: (file: QuarantinedFile) => void
}

/** What went out, what came back, what lies aside, and what the fleet really runs. */
export function TransfersPage({ view, failure, current, detail, onLook, onDiscard }: TransfersPageProps): ReactElement {
  const { lanes, regions, findings, waiting, quarantine } = view
  return (
    <div className={styles['page']}>
      <PageHead
        title={view.headline}
        actions={
          <>
            <Button icon={FileCheck} onPress={() => navigate('transfers', 'request')}>
              Answer a request
            </Button>
            <Button icon={FileInput} onPress={() => navigate('ceremonies', 'start', 'take-receipt')}>
              Take a receipt in
            </Button>
          </>
        }
      >
        {view.sentence}
      </PageHead>
      <div className={styles['columns']}>
        <div className={styles['main']}>
          {failure}
          {lanes.length === 0 ? (
            <Section title="Sequences" note="none yet">
              <div className={styles['empty']}>
                <EmptyState title="Nothing has left the room">
                  A ceremony that issues something ends with a signed hand-off. From the first on, each names the hash
                  of the one before, and they stand here as a chain.
                </EmptyState>
              </div>
            </Section>
          ) : (
            <HandoffChain
              lanes={lanes}
              hrefOf={(domain, sequence) => hrefTo('transfers', 'out', domain, String(sequence))}
              {...(current !== undefined && { current })}
            />
          )}
          {detail}
          <FindingList findings={findings} />
          <RegionTable regions={regions} />
        </div>
        <aside className={styles['side']} aria-label="Waiting and quarantine">
          <WaitingList waiting={waiting} isEmpty={lanes.length === 0} />
          <Quarantine files={quarantine} onLook={onLook} onDiscard={onDiscard} />
        </aside>
      </div>
    </div>
  )
}
