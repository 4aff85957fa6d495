import type { ReactElement } from 'react'

import type { FoundingView } from '../../../shared/ipc/contract/founding.ts'
import { refreshFacility } from '../../bridge/facility-store.ts'
import { navigate } from '../../route.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Section } from '../../ui/section.tsx'
import { State } from '../../ui/state.tsx'
import { BeginFounding } from './begin-founding.tsx'
import { FoundingHsms } from './founding-hsms.tsx'
import { FoundingPeople } from './founding-people.tsx'
import { FoundingPolicy } from './founding-policy.tsx'
import styles from './founding.module.css'
import { completeFounding, leaveFounding, useFounding } from './founding-store.ts'

/** A facility before its first log entry: HSMs, policy, people; then the genesis. */
export function FoundingScreen({ onBack }: { readonly onBack: () => void }): ReactElement {
  const founding = useFounding((store) => store.founding)
  if (founding === null) return <BeginFounding onBack={onBack} />
  return (
    <div className={styles['page']}>
      <PageHead
        title={`${founding.name} is not founded yet`}
        actions={
          <Button
            onPress={() => {
              void leaveFounding().then(onBack)
            }}
          >
            Leave it for later
          </Button>
        }
      >
        {founding.path}, log {founding.origin}
      </PageHead>
      <FoundingHsms founding={founding} />
      <FoundingPolicy founding={founding} />
      <FoundingPeople founding={founding} />
      <Genesis founding={founding} />
    </div>
  )
}

function Genesis({ founding }: { readonly founding: FoundingView }): ReactElement {
  const acting = useFounding((store) => store.acting)
  const refusal = useFounding((store) => store.refusal)
  const ready = founding.problems.length === 0
  return (
    <Section
      title="The genesis"
      link={<State tone={ready ? 'ok' : 'next'}>{ready ? 'Nothing is missing' : 'Not yet'}</State>}
    >
      {founding.problems.length > 0 && (
        <ul className={styles['problems']}>
          {founding.problems.map((problem) => (
            <li key={problem}>
              <State tone="next">{problem}</State>
            </li>
          ))}
        </ul>
      )}
      <p className={styles['about']}>
        Writes the first entries of the log: the name, the policy, every person, every token. It cannot be taken back.
        The ceremony in which everybody signs it off comes next, and before anything else.
      </p>
      {refusal?.act === 'founding.complete' && <FailureNote failure={refusal.failure} />}
      <div className={styles['buttons']}>
        <Button
          variant="primary"
          size="large"
          isPending={acting === 'founding.complete'}
          locked={ready ? undefined : 'Something is missing.'}
          onPress={() => {
            void completeFounding(async () => {
              await refreshFacility()
              navigate('ceremonies', 'start', 'found-facility')
            })
          }}
        >
          Write the genesis of {founding.name}
        </Button>
      </div>
    </Section>
  )
}
