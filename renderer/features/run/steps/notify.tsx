import { type ReactElement, useState } from 'react'

import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { useAct } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps, takesInput } from '../step-props.ts'

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
      <Section title={body.audience} note={body.channel}>
        <KeyValue
          labels="wide"
          wrap
          rows={[
            ...(body.clock === null
              ? []
              : [
                  { label: 'Deadline', value: `${body.clock.title}, ${body.clock.source}` },
                  {
                    label: 'Due',
                    value: body.clock.dueAt?.slice(0, 16).replace('T', ' ') ?? 'its clock has not begun',
                  },
                ]),
            ...(body.result === null
              ? []
              : [
                  { label: 'Sent', value: body.result.sentAt.slice(0, 16).replace('T', ' ') },
                  { label: 'Text', value: body.result.edited ? 'changed by people' : 'as Conclave wrote it' },
                ]),
          ]}
        />
      </Section>
      <TextField
        label="The message"
        value={open ? text : body.text}
        onChange={setOwn}
        multiline
        isReadOnly={!open}
        maxLength={20_000}
        help={open ? 'Written from the log as it is now. Change it, send it yourselves, then record it.' : undefined}
      />
    </StepFrame>
  )
}
