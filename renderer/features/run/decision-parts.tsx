import type { ReactElement } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import type { StepBodyOf } from '../../../shared/ipc/contract/steps.ts'
import { ApprovalSlots } from '../../ui/approval-slots.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './decision-parts.module.css'
import { PersonChoice } from './person-choice.tsx'
import type { DecisionDraft } from './use-decision.ts'

export type DecisionBody = StepBodyOf<'decide'> | StepBodyOf<'classify'>

export interface DecisionPartsProps {
  readonly run: RunView
  readonly body: DecisionBody
  readonly draft: DecisionDraft
  readonly nameOf: (choice: string) => string
  /** Something can still be said. */
  readonly open: boolean
}

/** Under the options: why, who decides and who confirms. */
export function DecisionParts({ run, body, draft, nameOf, open }: DecisionPartsProps): ReactElement {
  const roleOf = (id: string) => run.people.find(({ person }) => person.id === id)?.role ?? 'responder'
  const roles = [body.decider ?? 'responder', ...(body.confirmer === null ? [] : [body.confirmer])]
  const counted = body.given.filter(({ choice }) => choice === body.given[0]?.choice)
  return (
    <div className={styles['parts']}>
      <div className={styles['reason']}>
        {open ? (
          <TextField
            label="Why"
            value={draft.reason}
            onChange={draft.setReason}
            maxLength={2000}
            multiline
            help="It is signed with the decision and stands in the log and in the report."
          />
        ) : (
          <p>{body.result?.reason ?? ''}</p>
        )}
        {body.given.map(({ person, choice, reason, time }) => (
          <p key={person.id} className={styles['said']}>
            <b>
              {person.name}: {nameOf(choice)}
            </b>
            , {time.slice(11, 16)}Z. {reason}
          </p>
        ))}
      </div>
      <ApprovalSlots
        title="Decision"
        needed={roles.length}
        quorum={[...new Set(roles)].map((role) => ({ role, count: roles.filter((each) => each === role).length }))}
        given={counted.map(({ person, role, time }) => ({ person, role, time }))}
        candidates={draft.people}
        chooser={
          open && draft.people.length > 0 ? (
            <PersonChoice
              label="Who decides"
              people={draft.people}
              role={({ id }) => roleOf(id)}
              aside={({ id }) => roleOf(id)}
              chosen={draft.person?.id}
              onChoose={draft.choose}
            />
          ) : undefined
        }
      />
    </div>
  )
}
