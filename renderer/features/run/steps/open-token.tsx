import type { ReactElement } from 'react'

import { Button } from '../../../ui/button.tsx'
import { PassphraseField } from '../../../ui/passphrase-field.tsx'
import { FinalTryBar, FinalTryNote, wantsFinalTry } from '../final-try.tsx'
import { SignBar } from '../sign-bar.tsx'
import { useAct, useIsWorking, usePracticeSecrets, useRefusal } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps } from '../step-props.ts'
import { TokenFacts } from '../token-facts.tsx'
import { SECRET_CODES, useSecret } from '../../../ui/use-secret.ts'

const SHOWN_HERE: ReadonlySet<string> = new Set([...SECRET_CODES, 'pin-last-try'])

/** The one PIN of the script. What the token says about tries stands under the field. */
export function OpenTokenStep({ run, step, body }: StepProps<'open-token'>): ReactElement {
  const act = useAct()
  const working = useIsWorking()
  const refusal = useRefusal('run.perform')
  const practice = usePracticeSecrets()
  const name = body.token.name ?? body.token.label
  const failure = refusal ?? (step.status === 'failed' ? step.failure : null)
  const wanted = step.current && wantsFinalTry(run, failure)
  const { field, error, onFilled, take } = useSecret(`Type the PIN of ${name}.`, failure)
  const open = (): void => {
    const pin = take()
    if (pin !== null) void act('run.perform', { ...at(run), input: { kind: 'pin', pin } })
  }
  return (
    <StepFrame
      run={run}
      onSubmit={wanted ? undefined : open}
      shownInPlace={SHOWN_HERE}
      bar={
        wanted ? (
          <FinalTryBar run={run} token={name} />
        ) : (
          <SignBar
            writes={step.writes}
            spares={step.doesNot}
            secret={
              <PassphraseField
                ref={field}
                label={`PIN of ${name}`}
                error={error}
                practice={practice?.pin}
                onFilled={onFilled}
                onEnter={open}
              />
            }
          >
            <Button
              variant="primary"
              size="tall"
              isPending={working}
              note={noteOf(body.token.serial, failure !== null, step.finalTry)}
              onPress={open}
            >
              Open {name}
            </Button>
          </SignBar>
        )
      }
    >
      {(wanted || step.finalTry) && <FinalTryNote run={run} token={name} />}
      <TokenFacts token={body.token} />
    </StepFrame>
  )
}

function noteOf(serial: string, isAgain: boolean, isLast: boolean): string {
  if (isLast) return 'Sends this PIN, the last try.'
  return isAgain ? 'Tries again with this PIN.' : `Serial ${serial}`
}
