import { GraduationCap } from 'lucide-react'
import { type ReactElement, useState } from 'react'

import { LinkButton } from '../../../ui/button.tsx'
import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { HostClock } from '../host-clock.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { referenceInstant } from '../reference-instant.ts'
import { useAct } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps, takesInput } from '../step-props.ts'
import styles from './steps.module.css'

/** The clock of this computer beside a reference that the room can see. */
export function CheckClockStep({ run, step, body }: StepProps<'check-clock'>): ReactElement {
  const act = useAct()
  const [reference, setReference] = useState('Reference clock in the room')
  const [time, setTime] = useState('')
  const [wrong, setWrong] = useState(false)
  const perform = (): void => {
    const referenceTime = referenceInstant(time, Date.now())
    setWrong(referenceTime === null)
    if (referenceTime === null) return
    void act('run.perform', { ...at(run), input: { kind: 'check-clock', reference: reference.trim(), referenceTime } })
  }
  return (
    <StepFrame
      run={run}
      onSubmit={perform}
      bar={
        <PerformBar step={step} locked={reference.trim() === '' ? 'Say which clock is the reference.' : undefined}>
          Record both times now
        </PerformBar>
      }
    >
      {takesInput(step) && (
        <>
          <HostClock />
          <div className={styles['fields']}>
            <TextField
              label="Reference"
              value={reference}
              onChange={setReference}
              maxLength={80}
              help="Which clock is read aloud."
            />
            <TextField
              label="Its time, UTC"
              value={time}
              onChange={(text) => {
                setTime(text)
                setWrong(false)
              }}
              mono
              placeholder="HH:MM:SS"
              maxLength={8}
              help={`Type the time to come, press when it is reached. The policy allows ${body.toleranceSeconds} s.`}
              error={wrong ? 'Write hours, minutes and seconds of UTC, as in 14:05:30.' : undefined}
            />
          </div>
          {run.practice && (
            <p className={styles['hint']}>
              Practice: no other clock at hand?
              <LinkButton icon={GraduationCap} onPress={() => setTime(new Date().toISOString().slice(11, 19))}>
                Fill in the time of this computer
              </LinkButton>
            </p>
          )}
        </>
      )}
      {body.result !== null && (
        <Section title={offsetWords(body.result.offsetSeconds)} note={`the policy allows ${body.toleranceSeconds} s`}>
          <KeyValue
            labels="wide"
            rows={[
              { label: body.result.reference, value: <code>{body.result.referenceTime}</code> },
              { label: 'This computer', value: <code>{body.result.hostTime}</code> },
            ]}
          />
        </Section>
      )}
    </StepFrame>
  )
}

function offsetWords(seconds: number): string {
  if (seconds === 0) return 'Both clocks show the same second'
  return `This computer is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead' : 'behind'}`
}
