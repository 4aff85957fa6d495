import type { ReactElement, ReactNode } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { Button } from '../../ui/button.tsx'
import { PassphraseField } from '../../ui/passphrase-field.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { State } from '../../ui/state.tsx'
import { FinalTryBar, FinalTryNote, wantsFinalTry } from './final-try.tsx'
import notes from './notes.module.css'
import { useAct, useIsWorking, usePracticeSecrets, useRefusal } from './run-context.ts'
import { SignBar } from './sign-bar.tsx'
import { StepLayout } from './step-layout.tsx'
import { at } from './step-props.ts'
import { SECRET_CODES, useSecret } from '../../ui/use-secret.ts'

export interface ReopenTokenProps {
  readonly run: RunView
  readonly token: { readonly label: string }
  readonly children: ReactNode
  /** What stands above: what is not known of the step. */
  readonly before?: ReactNode
}

/** The step needs an HSM whose login has ended. Opening it again is no step of the script; the step then goes on. */
export function ReopenToken({ run, token, children, before }: ReopenTokenProps): ReactElement {
  const act = useAct()
  const working = useIsWorking()
  const failure = useRefusal('run.reopen-token')
  const practice = usePracticeSecrets()
  const wanted = wantsFinalTry(run, failure)
  const { field, error, onFilled, take } = useSecret(`Type the PIN of ${token.label}.`, failure)
  const open = (): void => {
    const pin = take()
    if (pin !== null) void act('run.reopen-token', { ...at(run), pin })
  }
  return (
    <StepLayout
      run={run}
      onSubmit={wanted ? undefined : open}
      notes={
        <>
          {before}
          <div className={notes['attention']}>
            <State tone="attention" size="medium">
              {token.label} is not open any more
            </State>
            <p>
              Its login ended, as after a restart or a pulled cable. Nothing of this step is lost. Open it again, then
              go on with the step.
            </p>
          </div>
          {wanted || run.step.finalTry ? (
            <FinalTryNote run={run} token={token.label} />
          ) : (
            failure !== null && !SECRET_CODES.has(failure.code) && <FailureNote failure={failure} />
          )}
        </>
      }
      bar={
        wanted ? (
          <FinalTryBar run={run} token={token.label} />
        ) : (
          <SignBar
            writes="Logs in to the HSM again."
            spares="It does nothing of the step; the PIN is not stored."
            secret={
              <PassphraseField
                ref={field}
                label={`PIN of ${token.label}`}
                error={error}
                practice={practice?.pin}
                onFilled={onFilled}
                onEnter={open}
              />
            }
          >
            <Button variant="primary" size="tall" isPending={working} onPress={open}>
              Open {token.label} again
            </Button>
          </SignBar>
        )
      }
    >
      {children}
    </StepLayout>
  )
}
