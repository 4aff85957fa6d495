import { type ReactElement, useState } from 'react'
import { Link } from 'react-aria-components'

import { hrefTo } from '../../../route.ts'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { DigestLine } from '../../../ui/digest-line.tsx'
import { KeyValue } from '../../../ui/key-value.tsx'
import { ListRow, Rows } from '../../../ui/list-row.tsx'
import { Section } from '../../../ui/section.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { useAct } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps, takesInput } from '../step-props.ts'
import styles from './incident-steps.module.css'

/** The ceremony that this incident waits for: started from here, held by its own people, recorded when it is signed off. */
export function RunCeremonyStep({ run, step, body }: StepProps<'run-ceremony'>): ReactElement {
  const act = useAct()
  const [minutes, setMinutes] = useState('')
  const open = takesInput(step)
  const closed = body.runs.find(({ status }) => status === 'closed')
  const isUnderWay = body.runs.some(({ status }) => status === 'open')
  const played = Number(minutes)
  const left = body.inputs.flatMap(({ label, value }) => (value === null ? [label] : []))
  const perform = (): void => {
    if (!body.drill) void act('run.perform', { ...at(run), input: { kind: 'none' } })
    else if (isMinutes(played)) void act('run.perform', { ...at(run), input: { kind: 'played', minutes: played } })
  }
  return (
    <StepFrame
      run={run}
      onSubmit={perform}
      bar={
        <PerformBar step={step} locked={lockOf(body.drill, closed !== undefined, played)}>
          {body.drill ? 'Record that it would be held' : `Record that ${closed?.run ?? 'it'} is signed off`}
        </PerformBar>
      }
    >
      {open && body.drill && (
        <div className={styles['minutes']}>
          <TextField
            label="How many minutes would it take?"
            value={minutes}
            onChange={setMinutes}
            maxLength={6}
            help="From calling its people to its sign-off, by the word of those who would hold it."
          />
        </div>
      )}
      <Section title={body.title} note={body.drill ? 'played, nothing is signed' : body.ceremony}>
        <p>{body.summary}</p>
        <KeyValue
          labels="wide"
          wrap
          rows={[
            ...body.inputs.flatMap(({ label, value }) => (value === null ? [] : [{ label, value }])),
            ...(left.length === 0 ? [] : [{ label: 'Filled in when it is started', value: left.join(', ') }]),
          ]}
        />
      </Section>
      {body.runs.length > 0 && (
        <Section title="Started for this incident">
          <Rows>
            {body.runs.map((each) => (
              <ListRow
                key={each.run}
                tone={RUN_TONES[each.status]}
                name={<Link href={hrefTo('ceremonies', 'run', each.run)}>{each.title}</Link>}
                fact={each.run}
                value={each.status === 'closed' ? 'signed off' : each.status === 'open' ? 'under way' : 'aborted'}
              />
            ))}
          </Rows>
        </Section>
      )}
      {open && !body.drill && closed === undefined && !isUnderWay && (
        <div>
          {body.locked === null ? (
            <ButtonLink href={hrefTo('ceremonies', 'start', body.ceremony, run.run)} variant="primary">
              Start this ceremony
            </ButtonLink>
          ) : (
            <p>{body.locked}</p>
          )}
        </div>
      )}
      {body.result?.played === true && <p>It would take {body.result.minutes} minutes.</p>}
      {body.digest !== null && (
        <p className={styles['facts']}>
          Its file, as it was reviewed
          <DigestLine digest={body.digest} length="compare" />
        </p>
      )}
    </StepFrame>
  )
}

const RUN_TONES = { open: 'now', closed: 'ok', aborted: 'danger' } as const

function isMinutes(number: number): boolean {
  return Number.isInteger(number) && number > 0
}

function lockOf(drill: boolean, isClosed: boolean, minutes: number): string | undefined {
  if (drill) return isMinutes(minutes) ? undefined : 'Say how long it would take, in whole minutes.'
  return isClosed ? undefined : 'It waits until the ceremony is signed off.'
}
