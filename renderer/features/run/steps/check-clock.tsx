import { type ReactElement, useState } from 'react'

import type { ClockReading } from '../../../../shared/room/clock-check.ts'
import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { ClockReadings } from '../clock-readings.tsx'
import { FindingRows } from '../finding-rows.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { referenceInstant } from '../reference-instant.ts'
import { useAct } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps, takesInput } from '../step-props.ts'

const NAMES = ['First reference clock', 'Second reference clock'] as const

/** Two people read two references, one after the other, beside the clock of this computer. */
export function CheckClockStep({ run, step, body }: StepProps<'check-clock'>): ReactElement {
  const act = useAct()
  const [first, setFirst] = useState<ClockReading>()
  const [reference, setReference] = useState<string>(NAMES[0])
  const [picked, setPicked] = useState<string>()
  const [time, setTime] = useState('')
  const [wrong, setWrong] = useState(false)
  const readers = run.people.map(({ person }) => person).filter(({ id }) => id !== first?.person)
  const reader = readers.find(({ id }) => id === picked) ?? readers[0]
  const begin = (name: string): void => {
    setReference(name)
    setPicked(undefined)
    setTime('')
    setWrong(false)
  }
  const again = (): void => {
    setFirst(undefined)
    begin(NAMES[0])
  }
  const read = (): void => {
    if (reader === undefined) return
    const reading = readNow(reference.trim(), reader.id, time)
    setWrong(reading === null)
    if (reading === null) return
    if (first === undefined) {
      setFirst(reading)
      begin(NAMES[1])
      return
    }
    void act('run.perform', { ...at(run), input: { kind: 'check-clock', readings: [first, reading] } }).then(again)
  }
  return (
    <StepFrame
      run={run}
      onSubmit={read}
      bar={
        <PerformBar step={step} locked={lockOf(reference, reader?.id, first)}>
          {first === undefined ? 'Take the first reading now' : 'Take the second reading and record both'}
        </PerformBar>
      }
    >
      {takesInput(step) && (
        <ClockReadings
          run={run}
          toleranceSeconds={body.toleranceSeconds}
          first={first}
          readers={readers}
          reader={reader?.id}
          onReader={setPicked}
          reference={reference}
          onReference={setReference}
          time={time}
          onTime={(text) => {
            setTime(text)
            setWrong(false)
          }}
          wrong={wrong}
          onAgain={again}
        />
      )}
      {body.result !== null && (
        <>
          <Section title="Both references" note={`the policy allows ${body.toleranceSeconds} s`}>
            <KeyValue
              labels="wide"
              rows={body.result.references.map(({ reference: name, person, says, offsetSeconds }) => ({
                label: name,
                value: (
                  <>
                    <code>{says.slice(0, 19)}Z</code>, read by {person.name}: this computer {offsetWords(offsetSeconds)}
                  </>
                ),
              }))}
            />
          </Section>
          <Section title="What was compared">
            <FindingRows label="What was compared" findings={body.result.findings} quiet={!body.matters} />
          </Section>
        </>
      )}
    </StepFrame>
  )
}

/** What the clock shows in this moment; null where no time was typed. */
function readNow(reference: string, person: string, time: string): ClockReading | null {
  const now = Date.now()
  const says = referenceInstant(time, now)
  return says === null ? null : { reference, person, says, readAt: new Date(now).toISOString() }
}

function lockOf(reference: string, reader: string | undefined, first: ClockReading | undefined): string | undefined {
  if (reader === undefined) return 'Nobody else is here who could read the second clock.'
  if (reference.trim() === '') return 'Say which clock is read.'
  const isSame = reference.trim().toLowerCase() === first?.reference.toLowerCase()
  return isSame ? 'The second reading is of another clock than the first.' : undefined
}

function offsetWords(seconds: number): string {
  if (seconds === 0) return 'shows the same second'
  return `is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead' : 'behind'}`
}
