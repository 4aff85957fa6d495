import { type ReactElement, type ReactNode, useState } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { RadioCards } from '../../ui/radio-cards.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './exception-sheet.module.css'
import { PersonChoice } from './person-choice.tsx'
import { useAct, useIsWorking, usePracticeSecrets, useRefusal } from './run-context.ts'
import { SignBar } from './sign-bar.tsx'
import { StepLayout } from './step-layout.tsx'
import { SECRET_CODES, useSecret } from './use-secret.ts'

type Exception = RunView['exceptions'][number]

export interface ExceptionSheetProps {
  readonly run: RunView
  readonly exception: Exception
  /** The step that stands still, as it is. */
  readonly children: ReactNode
}

/** A deviation holds the run up until somebody other than who noticed it has decided. */
export function ExceptionSheet({ run, exception, children }: ExceptionSheetProps): ReactElement {
  const act = useAct()
  const working = useIsWorking()
  const secrets = usePracticeSecrets()
  const failure = useRefusal('run.decide-exception')
  const [decision, setDecision] = useState<'continue' | 'abort'>('continue')
  const [reason, setReason] = useState('')
  const [picked, setPicked] = useState<string>()
  const present = run.people.length === 0 ? [run.starter] : run.people.map(({ person }) => person)
  const deciders = present.filter(({ id }) => id !== exception.by?.id)
  const person = deciders.find(({ id }) => id === picked) ?? deciders[0]
  const name = person?.name ?? 'nobody'
  const { field, error, onFilled, take } = useSecret(`Type the passphrase of ${name}.`, failure)
  const lock =
    person === undefined
      ? 'Nobody else is here who could decide.'
      : reason.trim() === ''
        ? 'Write the reason first.'
        : undefined
  const decide = (): void => {
    if (person === undefined || lock !== undefined) return
    const secret = take()
    if (secret === null) return
    const given = { exception: exception.index, decision, reason: reason.trim() }
    void act('run.decide-exception', { run: run.run, person: person.id, secret, ...given })
  }
  return (
    <StepLayout
      run={run}
      onSubmit={decide}
      notes={
        <section className={styles['sheet']} aria-label={`Exception ${exception.number}`}>
          <h2>Exception {exception.number}: the run stands still until it is decided</h2>
          <KeyValue
            labels="wide"
            rows={[
              { label: 'Expected', value: exception.expected },
              { label: 'Happened', value: exception.happened },
              {
                label: 'Noticed',
                value: `${exception.by?.name ?? 'Conclave itself'}, ${exception.time.slice(11, 19)}Z, step ${exception.step ?? run.step.number}`,
              },
            ]}
          />
          <div className={styles['columns']}>
            <RadioCards
              label="What is decided"
              value={decision}
              onChange={(id) => setDecision(id === 'abort' ? 'abort' : 'continue')}
              cards={[
                {
                  id: 'continue',
                  label: 'The run goes on',
                  consequence: 'The step is done now, or done again. The exception stays in the record.',
                },
                {
                  id: 'abort',
                  label: 'The run ends',
                  consequence: 'Nothing but aborting it is possible after this.',
                },
              ]}
            />
            <PersonChoice
              label="Who decides"
              people={deciders}
              role={({ id, roles }) => run.people.find((each) => each.person.id === id)?.role ?? roles[0] ?? 'witness'}
              chosen={person?.id}
              onChoose={setPicked}
            />
          </div>
          <TextField label="Why" value={reason} onChange={setReason} multiline maxLength={2000} />
          {failure !== null && !SECRET_CODES.has(failure.code) && <FailureNote failure={failure} />}
        </section>
      }
      bar={
        <SignBar
          writes="Writes the decision, signed by one person."
          spares="Who noticed the deviation cannot decide it."
          label={`Passphrase of ${name}`}
          field={field}
          error={error}
          practice={person === undefined ? undefined : secrets?.passphrases[person.id]}
          onFilled={onFilled}
          onEnter={decide}
        >
          <Button
            variant={decision === 'continue' ? 'primary' : 'danger-solid'}
            size="tall"
            isPending={working}
            locked={lock}
            onPress={decide}
          >
            {decision === 'continue' ? 'Go on with the run' : 'End the run'} as {name}
          </Button>
        </SignBar>
      }
    >
      <div className={styles['held']} inert>
        {children}
      </div>
    </StepLayout>
  )
}

/** Somebody decided that the run ends; what is left is to abort it. */
export function EndedByDecision({
  run,
  children,
}: {
  readonly run: RunView
  readonly children: ReactNode
}): ReactElement {
  const decided = run.exceptions.findLast((exception) => exception.decided?.decision === 'abort')
  return (
    <StepLayout
      run={run}
      notes={
        <section className={styles['sheet']} aria-label="The run ends">
          <h2>It was decided that this run ends</h2>
          <p>
            {decided?.decided?.by.name}: {decided?.decided?.reason}. Abort it under More; nothing else can be done with
            it.
          </p>
        </section>
      }
      bar={null}
    >
      <div className={styles['held']} inert>
        {children}
      </div>
    </StepLayout>
  )
}
