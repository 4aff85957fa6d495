import { type ReactElement, type ReactNode, useState } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { HandField } from '../../people/hand-field.tsx'
import { useHand } from '../../people/use-hand.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { RadioCards } from '../../ui/radio-cards.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { ExceptionFacts } from './exception-facts.tsx'
import styles from './exception-sheet.module.css'
import { peopleHere, type RunException } from './held.ts'
import { PersonChoice } from './person-choice.tsx'
import { useAct, useInPractice, useIsWorking, useRefusal } from './run-context.ts'
import { SignBar } from './sign-bar.tsx'
import { StepLayout } from './step-layout.tsx'
import { SECRET_CODES } from '../../ui/use-secret.ts'

export interface ExceptionSheetProps {
  readonly run: RunView
  readonly exception: RunException
  /** The step that stands still, as it is. */
  readonly children: ReactNode
}

type Decision = 'continue' | 'abort'

const VERBS: Readonly<Record<Decision, string>> = { continue: 'Go on with the run', abort: 'End the run' }

/** A deviation holds the run up until somebody other than who noticed it has decided. */
export function ExceptionSheet({ run, exception, children }: ExceptionSheetProps): ReactElement {
  const act = useAct()
  const working = useIsWorking()
  const inPractice = useInPractice()
  const failure = useRefusal('run.decide-exception')
  const [decision, setDecision] = useState<Decision>()
  const [reason, setReason] = useState('')
  const [picked, setPicked] = useState<string>()
  const deciders = peopleHere(run).filter(({ person: { id } }) => id !== exception.by?.id)
  const person = (deciders.find((seat) => seat.person.id === picked) ?? deciders[0])?.person
  const name = person?.name ?? 'nobody'
  const hand = useHand(person, failure)
  const lock = lockOf(person !== undefined, decision, reason)
  const decide = (): void => {
    if (decision === undefined || lock !== undefined) return
    const given = hand.take()
    if (given === null) return
    const word = { exception: exception.index, decision, reason: reason.trim() }
    void act('run.decide-exception', { run: run.run, ...given, ...word })
  }
  return (
    <StepLayout
      run={run}
      held
      onSubmit={decide}
      bar={
        <>
          <section className={styles['sheet']} aria-label={`Exception ${exception.number}`}>
            <ExceptionFacts exception={exception} step={run.step.number}>
              The run stands still until it is decided.
            </ExceptionFacts>
            <div className={styles['columns']}>
              <div className={styles['decision']}>
                <RadioCards
                  label="What is decided"
                  value={decision}
                  onChange={(id) => setDecision(id === 'abort' ? 'abort' : 'continue')}
                  cards={[
                    { id: 'continue', label: 'The run goes on', consequence: 'This step is done now, or done again.' },
                    { id: 'abort', label: 'The run ends', consequence: 'Nothing but aborting it is possible then.' },
                  ]}
                />
                <TextField label="Why" value={reason} onChange={setReason} multiline maxLength={2000} />
              </div>
              <div>
                <h3>Who decides</h3>
                <PersonChoice
                  label="Who decides"
                  people={deciders.map((seat) => seat.person)}
                  role={({ id }) => deciders.find((seat) => seat.person.id === id)?.role ?? 'witness'}
                  chosen={person?.id}
                  onChoose={setPicked}
                />
                {exception.by !== null && <p className={styles['not']}>Not {exception.by.name}, who noticed it.</p>}
              </div>
            </div>
            {failure !== null && !SECRET_CODES.has(failure.code) && <FailureNote failure={failure} />}
          </section>
          <SignBar
            writes="Writes the decision, signed by one person."
            spares="The exception stays in the record."
            secret={<HandField hand={hand} onEnter={decide} />}
          >
            <Button
              variant={decision === 'abort' ? 'danger-solid' : 'primary'}
              size="tall"
              isPending={working}
              locked={lock}
              onPress={decide}
            >
              {decision === undefined ? 'Decide' : VERBS[decision]}
              {inPractice} as {name}
            </Button>
          </SignBar>
        </>
      }
    >
      {children}
    </StepLayout>
  )
}

function lockOf(isSomebody: boolean, decision: Decision | undefined, reason: string): string | undefined {
  if (!isSomebody) return 'Nobody else is here who could decide. Somebody signs in first, under More.'
  if (decision === undefined) return 'Choose what is decided.'
  return reason.trim() === '' ? 'Write the reason.' : undefined
}
