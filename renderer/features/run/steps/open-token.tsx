import type { ReactElement } from 'react'

import { KeyValue } from '../../../ui/key-value.tsx'
import { State } from '../../../ui/state.tsx'
import { useOpening } from '../custody/use-opening.tsx'
import { useAct, useRefusal } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps, takesInput } from '../step-props.ts'
import { TokenFacts } from '../token-facts.tsx'
import { list } from '../wording.ts'

const NOTHING: ReadonlySet<string> = new Set()

/** The one PIN of the script, typed or put together from shares. What the token says about tries stands under the field. */
export function OpenTokenStep({ run, step, body }: StepProps<'open-token'>): ReactElement {
  const act = useAct()
  const refusal = useRefusal('run.perform')
  const name = body.token.name ?? body.token.label
  const failure = refusal ?? (step.status === 'failed' ? step.failure : null)
  const form = useOpening(run, {
    token: name,
    writes: step.writes,
    spares: step.doesNot,
    button: `Open ${name}`,
    note: failure === null ? `Serial ${body.token.serial}` : 'Tries again.',
    failure,
    onOpen: (pin) =>
      void act('run.perform', { ...at(run), input: pin === null ? { kind: 'shares' } : { kind: 'pin', pin } }),
  })
  return (
    <StepFrame
      run={run}
      onSubmit={form.submit}
      shownInPlace={form.isTold && failure !== null ? new Set([failure.code]) : NOTHING}
      bar={form.bar}
    >
      {takesInput(step) && form.notes}
      {takesInput(step) && form.body}
      <TokenFacts token={body.token} />
      {body.openedBy.length > 0 && (
        <KeyValue
          labels="wide"
          rows={[
            {
              label: 'Opened with the shares of',
              value: <State tone="ok">{list(body.openedBy.map((person) => person.name))}</State>,
            },
          ]}
        />
      )}
    </StepFrame>
  )
}
