import { type ReactElement, useState } from 'react'

import { Section } from '../../../ui/section.tsx'
import { Select } from '../../../ui/select.tsx'
import { useTokensHere } from '../../../bridge/use-tokens-here.ts'
import { PerformBar } from '../perform-bar.tsx'
import { useAct } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps, takesInput } from '../step-props.ts'
import { Proposed } from './change-person.tsx'

/** Which of the tokens in the room gets the name of the plan. */
export function RegisterTokenStep({ run, step, body }: StepProps<'register-token'>): ReactElement {
  const act = useAct()
  const tokens = useTokensHere()
  const [picked, setPicked] = useState<string>()
  const chosen = tokens.find(({ id }) => id === picked) ?? tokens[0]
  return (
    <StepFrame
      run={run}
      onSubmit={() => {
        if (chosen === undefined) return
        const { label, serial } = chosen
        void act('run.perform', { ...at(run), input: { kind: 'token', label, serial } })
      }}
      bar={
        <PerformBar step={step} locked={chosen === undefined ? 'No token is in the room.' : undefined}>
          Write {chosen?.label ?? 'the token'} down as {body.name}
        </PerformBar>
      }
    >
      {takesInput(step) && (
        <Section title="Tokens in the room">
          <Select
            label={`Token that is to be called ${body.name}`}
            value={chosen?.id ?? ''}
            onChange={setPicked}
            choices={tokens.map(({ id, label, serial, model }) => ({
              id,
              label: `${label}, serial ${serial} (${model})`,
            }))}
          />
        </Section>
      )}
      <Proposed item={body.result} />
    </StepFrame>
  )
}
