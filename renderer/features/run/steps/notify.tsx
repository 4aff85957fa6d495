import { type ReactElement, useState } from 'react'

import { Section } from '../../../ui/section.tsx'
import { State } from '../../../ui/state.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { useAct } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps, takesInput } from '../step-props.ts'
import styles from './incident-steps.module.css'

/** The message as Conclave wrote it out of the log, to be changed, sent by people, and kept as it was sent. */
export function NotifyStep({ run, step, body }: StepProps<'notify'>): ReactElement {
  const act = useAct()
  const [own, setOwn] = useState<string>()
  const text = own ?? body.text
  const open = takesInput(step)
  const unmarked = body.mark !== null && !text.startsWith(body.mark)
  return (
    <StepFrame
      run={run}
      onSubmit={() => {
        if (!unmarked) void act('run.perform', { ...at(run), input: { kind: 'message', text } })
      }}
      bar={
        <PerformBar
          step={step}
          locked={unmarked ? 'A message of a drill begins by saying that it is one.' : undefined}
          note="It is recorded as sent now."
        >
          Record that this was sent to {body.audience}
        </PerformBar>
      }
    >
      <Section title={`To ${body.audience}`} note={body.channel}>
        <p className={styles['deadline']}>
          <Deadline body={body} />
        </p>
      </Section>
      <TextField
        label="The message"
        value={open ? text : body.text}
        onChange={setOwn}
        multiline="tall"
        isReadOnly={!open}
        maxLength={20_000}
        help={open ? 'Written from the log as it is now. Change it, send it yourselves, then record it.' : undefined}
      />
    </StepFrame>
  )
}

/** By when it has to be sent, and by which rule; when it was. */
function Deadline({ body }: Pick<StepProps<'notify'>, 'body'>): ReactElement {
  const { clock, result } = body
  const dueAt = clock?.dueAt ?? null
  const due = dueAt === null ? null : minuteOf(dueAt)
  if (result !== null) {
    const isLate = dueAt !== null && result.sentAt > dueAt
    return (
      <>
        <State tone={isLate ? 'danger' : 'ok'}>
          Sent {minuteOf(result.sentAt)}
          {isLate && `, due ${due ?? ''}`}
        </State>
        <span>{result.edited ? 'The text was changed by people.' : 'As Conclave wrote it.'}</span>
      </>
    )
  }
  if (clock === null) return <span>No rule says by when.</span>
  return (
    <>
      <State tone="waiting">{due === null ? 'Its clock has not begun' : `Due ${due}`}</State>
      <span>
        {clock.title}, {clock.source}
      </span>
    </>
  )
}

function minuteOf(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')}Z`
}
