import { GraduationCap } from 'lucide-react'
import type { ReactElement } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import type { PersonView } from '../../../shared/ipc/contract/views.ts'
import type { ClockReading } from '../../../shared/room/clock-check.ts'
import { LinkButton } from '../../ui/button.tsx'
import { ListRow, Rows } from '../../ui/list-row.tsx'
import { Section } from '../../ui/section.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { HostClock } from './host-clock.tsx'
import styles from './steps/steps.module.css'

export interface ClockReadingsProps {
  readonly run: RunView
  readonly toleranceSeconds: number
  /** The reading that was taken already. */
  readonly first: ClockReading | undefined
  readonly readers: readonly PersonView[]
  readonly reader: string | undefined
  readonly onReader: (person: string) => void
  readonly reference: string
  readonly onReference: (text: string) => void
  readonly time: string
  readonly onTime: (text: string) => void
  readonly wrong: boolean
  readonly onAgain: () => void
}

/** The fields of the reading that is taken now, under the clock of this computer. */
export function ClockReadings(props: ClockReadingsProps): ReactElement {
  const { run, toleranceSeconds, first, readers, reader, reference, time, wrong } = props
  const reads = run.people.find(({ person }) => person.id === first?.person)?.person.name ?? ''
  return (
    <>
      <HostClock />
      {first !== undefined && (
        <Section title="First reading" link={<LinkButton onPress={props.onAgain}>Read it again</LinkButton>}>
          <Rows>
            <ListRow
              tone="ok"
              name={first.reference}
              fact={`read by ${reads}`}
              value={<code>{first.says.slice(11, 19)}Z</code>}
            />
          </Rows>
        </Section>
      )}
      <Section
        title={first === undefined ? 'First reading' : 'Second reading'}
        note={first === undefined ? 'one clock, one person' : 'another clock, another person'}
      >
        <div className={styles['readings']}>
          <TextField label="Reference" value={reference} onChange={props.onReference} maxLength={80} />
          <Select
            label="Who reads it aloud"
            value={reader}
            onChange={props.onReader}
            choices={readers.map(({ id, name }) => ({ id, label: name }))}
          />
          <TextField
            label="Its time, UTC"
            value={time}
            onChange={props.onTime}
            mono
            placeholder="HH:MM:SS"
            maxLength={8}
            error={wrong ? 'Write hours, minutes and seconds of UTC, as in 14:05:30.' : undefined}
          />
        </div>
        <p className={styles['help']}>
          Type the time to come, press when it is reached. The policy allows {toleranceSeconds} s.
        </p>
        {run.practice && (
          <p className={styles['hint']}>
            Practice: no other clock at hand?
            <LinkButton icon={GraduationCap} onPress={() => props.onTime(new Date().toISOString().slice(11, 19))}>
              Fill in the time of this computer
            </LinkButton>
          </p>
        )}
      </Section>
    </>
  )
}
