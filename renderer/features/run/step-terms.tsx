import type { ReactElement } from 'react'

import type { StepView } from '../../../shared/ipc/contract/steps.ts'
import { useNow } from '../../ui/use-now.ts'
import { Select } from '../../ui/select.tsx'
import { State } from '../../ui/state.tsx'
import { useRunDesk } from './run-context.ts'
import { clockWords, timeLeft } from './step-times.ts'
import { takesInput } from './step-props.ts'
import styles from './step-terms.module.css'

/** Who performs the step, and when it may begin and has to be done; nothing where the script does not say. */
export function StepTerms({ step }: { readonly step: StepView }): ReactElement | null {
  const { notBefore, dueBy } = step.terms
  // who decides signs, and is chosen beside the signature
  const by = step.body.kind === 'decide' || step.body.kind === 'classify' ? null : step.terms.by
  if (by === null && notBefore === null && dueBy === null) return null
  return (
    <div className={styles['terms']}>
      {by !== null && <Performer step={step} role={by.role} people={by.people} />}
      {notBefore !== null && <NotBefore at={notBefore} open={takesInput(step)} />}
      {dueBy !== null && <DueBy at={dueBy} open={takesInput(step)} />}
    </div>
  )
}

type By = NonNullable<StepView['terms']['by']>

function Performer({ step, role, people }: By & { readonly step: StepView }): ReactElement {
  const performer = useRunDesk((desk) => desk.performer)
  const choose = useRunDesk((desk) => desk.choosePerformer)
  const [first] = people
  if (!takesInput(step)) return <State tone="off">Performed by the {role}</State>
  if (first === undefined) return <State tone="attention">Performed by the {role}; nobody of that role is here</State>
  // who hears a digest is chosen beside who reads it
  if (step.body.kind === 'read-back') return <State tone="next">Heard by the {role}</State>
  if (people.length === 1) {
    return (
      <State tone="next">
        Performed by {first.name}, {role}
      </State>
    )
  }
  return (
    <div className={styles['performer']}>
      <Select
        label={`Which ${role} performs this step`}
        value={people.find(({ id }) => id === performer)?.id ?? first.id}
        onChange={choose}
        choices={people.map(({ id, name }) => ({ id, label: name }))}
      />
    </div>
  )
}

interface Moment {
  readonly at: string
  /** The step can still be done. */
  readonly open: boolean
}

function NotBefore({ at, open }: Moment): ReactElement {
  const left = Date.parse(at) - useNow()
  const waits = open && left > 0
  return (
    <State tone={waits ? 'waiting' : 'off'}>
      Not before {clockWords(at)}
      {waits && `, ${timeLeft(left)} left`}
    </State>
  )
}

function DueBy({ at, open }: Moment): ReactElement {
  const left = Date.parse(at) - useNow()
  if (!open) return <State tone="off">Due by {clockWords(at)}</State>
  return (
    <State tone={left < 0 ? 'danger' : 'next'}>
      Due by {clockWords(at)}
      {left < 0 ? `, late by ${timeLeft(-left)}` : `, ${timeLeft(left)} left`}
    </State>
  )
}
