import { type ReactElement, type ReactNode, useState } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import type { StepView } from '../../../shared/ipc/contract/steps.ts'
import { HandField } from '../../people/hand-field.tsx'
import { useHand } from '../../people/use-hand.ts'
import { ActionBar } from '../../ui/action-bar.tsx'
import { ApprovalSlots } from '../../ui/approval-slots.tsx'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { RadioCards } from '../../ui/radio-cards.tsx'
import { State } from '../../ui/state.tsx'
import { effectWord } from './effect-word.ts'
import { lostToken } from './lost-token.ts'
import notes from './notes.module.css'
import { PersonChoice } from './person-choice.tsx'
import styles from './reconcile-step.module.css'
import { ReopenToken } from './reopen-token.tsx'
import { useAct, useIsWorking, useRefusal } from './run-context.ts'
import { SignBar } from './sign-bar.tsx'
import { StepLayout } from './step-layout.tsx'
import { at } from './step-props.ts'
import { SECRET_CODES } from '../../ui/use-secret.ts'

type Reconcile = NonNullable<StepView['reconcile']>

export interface ReconcileStepProps {
  readonly run: RunView
  readonly reconcile: Reconcile
  readonly children: ReactNode
}

/** An intent without outcome. People look on the token, then two of them decide; Conclave repeats nothing by itself. */
export function ReconcileStep({ run, reconcile, children }: ReconcileStepProps): ReactElement {
  const act = useAct()
  const working = useIsWorking()
  const failure = useRefusal('run.look')
  const lost = lostToken(run.step, failure)
  if (reconcile.found !== null) {
    return (
      <Decide run={run} reconcile={reconcile} found={reconcile.found}>
        {children}
      </Decide>
    )
  }
  if (lost !== null) {
    return (
      <ReopenToken run={run} token={lost} before={<Outcome reconcile={reconcile} />}>
        {children}
      </ReopenToken>
    )
  }
  return (
    <StepLayout
      run={run}
      notes={
        <>
          <Outcome reconcile={reconcile} />
          {failure !== null && <FailureNote failure={failure} />}
        </>
      }
      bar={
        <ActionBar writes="Reads what is on the token." spares="It signs nothing and changes nothing.">
          <Button variant="primary" size="tall" isPending={working} onPress={() => void act('run.look', at(run))}>
            Look on the token
          </Button>
        </ActionBar>
      }
    >
      {children}
    </StepLayout>
  )
}

function Outcome({ reconcile }: { readonly reconcile: Reconcile }): ReactElement {
  return (
    <div className={notes['unknown']} role="alert">
      <State tone="unknown" size="medium">
        Unknown: reconcile
      </State>
      <p>
        {reconcile.question} The intent is entry {reconcile.intentEntry.toLocaleString('en')}. Conclave does not repeat
        it by itself.
      </p>
      {reconcile.found !== null && (
        <p>
          <b>What the look found.</b> {reconcile.found}
        </p>
      )}
    </div>
  )
}

function Decide({ run, reconcile, found, children }: ReconcileStepProps & { readonly found: string }): ReactElement {
  const act = useAct()
  const working = useIsWorking()
  const failure = useRefusal('run.reconcile')
  const [decision, setDecision] = useState<'adopt' | 'retire'>(reconcile.canAdopt ? 'adopt' : 'retire')
  const [picked, setPicked] = useState<string>()
  const { candidates } = reconcile.slots
  const did = effectWord(run.step)
  const isPin = run.step.body.kind === 'split-pin'
  const person = candidates.find((candidate) => candidate.id === picked) ?? candidates[0]
  const hand = useHand(person, failure)
  const decide = (): void => {
    const given = hand.take()
    if (given !== null) void act('run.reconcile', { ...at(run), ...given, decision })
  }
  return (
    <StepLayout
      run={run}
      onSubmit={decide}
      notes={
        <>
          <Outcome reconcile={{ ...reconcile, found }} />
          {failure !== null && !SECRET_CODES.has(failure.code) && <FailureNote failure={failure} />}
        </>
      }
      bar={
        <SignBar
          writes="Writes one person's signed decision."
          spares={`It takes effect when ${reconcile.slots.needed} have decided the same.`}
          secret={<HandField hand={hand} onEnter={decide} />}
        >
          <Button
            variant="primary"
            size="tall"
            isPending={working}
            locked={
              person === undefined
                ? `Nobody who is present can decide: it needs ${reconcile.slots.missing ?? 'nobody'}.`
                : undefined
            }
            note={decision === 'adopt' ? 'The step then ends with what was found.' : 'The step can then be done again.'}
            onPress={decide}
          >
            {decision === 'adopt' ? 'Adopt what was found' : 'Retire it'} as {person?.name ?? 'nobody'}
          </Button>
        </SignBar>
      }
    >
      <div className={styles['columns']}>
        <RadioCards
          label="What is to be done with it?"
          value={decision}
          onChange={(id) => setDecision(id === 'adopt' ? 'adopt' : 'retire')}
          cards={[
            {
              id: 'adopt',
              label: `${did} and recovered: adopt it`,
              consequence: isPin
                ? 'The token has the new PIN: from now on its new shares are in force.'
                : 'What is on the token counts as the result of this step.',
              ...(reconcile.canAdopt ? {} : { locked: 'Ruled out: the look found nothing that could be used.' }),
            },
            {
              id: 'retire',
              label: `Not ${did.toLowerCase()}: retire it`,
              consequence: isPin
                ? 'The token has its old PIN. The new shares count for nothing, and the step starts again.'
                : 'What is left on the token is destroyed. Nothing of it counts, and the step starts again.',
            },
          ]}
        />
        <ApprovalSlots
          {...reconcile.slots}
          given={reconcile.slots.given.map(({ person: each, role, time }) => ({ person: each, role, time }))}
          title="Decisions"
          chooser={
            <PersonChoice
              label="Who decides"
              people={candidates}
              role={({ id }) => run.people.find((each) => each.person.id === id)?.role ?? 'officer'}
              chosen={person?.id}
              onChoose={setPicked}
            />
          }
        />
      </div>
      {children}
    </StepLayout>
  )
}
