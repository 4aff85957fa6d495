import type { ReactElement } from 'react'

import { FailureNote } from '../../../ui/failure-note.tsx'
import { ItemPanel } from '../../../ui/item-panel.tsx'
import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { State } from '../../../ui/state.tsx'
import { DealingForm } from '../custody/dealing-form.tsx'
import { useOpening } from '../custody/use-opening.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { useAct, useInPractice, useRefusal } from '../run-context.ts'
import { PerformStep } from '../perform-step.tsx'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps } from '../step-props.ts'
import { list } from '../wording.ts'

/** The PIN that the HSM has, then a share for every custodian, then the new PIN: in this order, so that nothing can be lost. */
export function SplitPinStep(props: StepProps<'split-pin'>): ReactElement {
  const { run, step, body } = props
  if (!step.current || body.phase === 'over') return <Dealt {...props} />
  if (body.phase === 'current-pin') return <CurrentPin key={step.id} {...props} />
  if (body.phase === 'dealing') return <DealingForm run={run} step={step} body={body} />
  return <Ready {...props} />
}

function CurrentPin({ run, body }: StepProps<'split-pin'>): ReactElement {
  const act = useAct()
  const failure = useRefusal('run.begin-dealing')
  const name = body.token.name ?? body.token.label
  const form = useOpening(run, {
    token: name,
    writes: 'Logs in with the PIN that it has, makes a new one from its random numbers, and splits it in memory.',
    spares: 'The HSM keeps its PIN until every custodian has a share.',
    button: `Make the new PIN of ${name}`,
    note: `${body.custodians.length} shares`,
    failure,
    onOpen: (pin) => void act('run.begin-dealing', { ...at(run), ...(pin === null ? {} : { pin }) }),
  })
  return (
    <StepFrame run={run} onSubmit={form.submit} bar={form.bar}>
      {failure !== null && !form.isTold && <FailureNote failure={failure} />}
      {form.notes}
      {form.body}
      <ItemPanel item={body.item} />
    </StepFrame>
  )
}

function Ready({ run, step, body }: StepProps<'split-pin'>): ReactElement {
  const inPractice = useInPractice()
  const name = body.token.name ?? body.token.label
  return (
    <PerformStep
      run={run}
      step={step}
      button={`Set the new PIN of ${name}${inPractice}`}
      note={`Approved by ${list(body.approvers.map((person) => person.name))}`}
    >
      <Custodians body={body} />
    </PerformStep>
  )
}

function Dealt({ run, step, body }: StepProps<'split-pin'>): ReactElement {
  return (
    <StepFrame run={run} bar={<PerformBar step={step}>Set the new PIN</PerformBar>}>
      <Custodians body={body} />
      <ItemPanel item={body.item} />
    </StepFrame>
  )
}

function Custodians({ body }: Pick<StepProps<'split-pin'>, 'body'>): ReactElement {
  return (
    <Section title="Custodians" note={body.set === null ? undefined : `set ${body.set.slice(0, 8)}`}>
      <KeyValue
        labels="wide"
        rows={body.custodians.map(({ person, share }) => ({
          label: person.name,
          value: (
            <State tone="ok">
              {share === 'paper' ? 'has it on paper, typed back' : 'has it, sealed and read back'}
            </State>
          ),
        }))}
      />
    </Section>
  )
}
