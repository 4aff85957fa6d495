import type { ReactElement } from 'react'

import type { FacilityView, Overview } from '../../../shared/ipc/contract/facility.ts'
import { hrefTo } from '../../route.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Section } from '../../ui/section.tsx'
import { ValidityBars } from '../../ui/validity-bars.tsx'
import { authoritiesNote, validityRows } from './authority-rows.ts'
import { Due } from './due.tsx'
import { Handoff } from './handoff.tsx'
import styles from './overview.module.css'
import { People } from './people.tsx'
import { Recent } from './recent.tsx'
import { Room } from './room.tsx'

export interface OverviewPageProps {
  readonly overview: Overview
  readonly openRun: FacilityView['openRun']
}

export function OverviewPage({ overview, openRun }: OverviewPageProps): ReactElement {
  const { authorities } = overview
  return (
    <div className={styles['page']}>
      <div className={styles['head']}>
        <PageHead title={overview.headline} actions={<NextAct overview={overview} openRun={openRun} />}>
          {overview.sentence}
        </PageHead>
      </div>
      <div className={styles['left']}>
        <Room room={overview.room} />
        <People people={overview.people} />
      </div>
      <div className={styles['right']}>
        {authorities.length === 0 ? (
          <Section title="Authorities" note="none yet">
            <div className={styles['empty']}>
              <EmptyState title="No certificate has been issued yet">
                The first ceremony makes the root key in the HSM, signs the root certificate and its first CRL, and
                makes the two keys that sign every hand-off. The hierarchy is drawn here from then on.
              </EmptyState>
            </div>
          </Section>
        ) : (
          <ValidityBars
            title="Authorities"
            note={authoritiesNote(authorities)}
            rows={validityRows(authorities)}
            now={Date.parse(overview.now)}
          />
        )}
        <div className={styles['middle']}>
          <Due due={overview.due} total={overview.dueTotal} />
          <div className={styles['aside']}>
            <Handoff handoff={overview.handoff} />
            <Recent recent={overview.recent} />
          </div>
        </div>
      </div>
    </div>
  )
}

/** The one thing to do next, where there is one. */
function NextAct({ overview, openRun }: OverviewPageProps): ReactElement {
  if (openRun !== null) {
    return (
      <ButtonLink
        href={hrefTo(openRun.kind === 'playbook' ? 'incidents' : 'ceremonies', 'run', openRun.run)}
        variant="primary"
      >
        Go on with {openRun.title}
      </ButtonLink>
    )
  }
  if (overview.authorities.length > 0) return <ButtonLink href={hrefTo('ceremonies')}>Open a ceremony</ButtonLink>
  return (
    <ButtonLink href={hrefTo('ceremonies')} variant="primary">
      Open the first ceremony
    </ButtonLink>
  )
}
