import type { ReactElement } from 'react'

import type { ApprovalItem } from '../../../../shared/ipc/contract/approval-item.ts'
import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { ItemPanel } from '../../../ui/item-panel.tsx'
import { PerformStep } from '../perform-step.tsx'
import type { StepProps } from '../step-props.ts'

/** What is written for approval, once it is. */
export function Proposed({ item }: { readonly item: ApprovalItem | null }): ReactElement | null {
  return item === null ? null : <ItemPanel item={item} />
}

export function RemovePersonStep({ run, step, body }: StepProps<'remove-person'>): ReactElement {
  return (
    <PerformStep run={run} step={step} button={`Write down that ${body.person.name} is to be removed`}>
      <Section title={body.person.name} note={body.person.roles.join(', ')}>
        <KeyValue labels="wide" rows={[{ label: 'Reason', value: body.reason }]} />
      </Section>
      <Proposed item={body.result} />
    </PerformStep>
  )
}

export function SetRolesStep({ run, step, body }: StepProps<'set-roles'>): ReactElement {
  return (
    <PerformStep run={run} step={step} button={`Write down the roles of ${body.person.name}`}>
      <Section title={body.person.name}>
        <KeyValue
          labels="wide"
          rows={[
            { label: 'Roles now', value: body.person.roles.join(', ') },
            { label: 'Roles to be', value: body.roles.join(', ') },
          ]}
        />
      </Section>
      <Proposed item={body.result} />
    </PerformStep>
  )
}
