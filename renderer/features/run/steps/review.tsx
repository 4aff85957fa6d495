import { type ReactElement, useState } from 'react'

import { type Review, review as reviewSchema } from '../../../../shared/incident/actions.ts'
import { Section } from '../../../ui/section.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { blankAction, blankFactor, ReviewActions, ReviewFactors } from '../review-parts.tsx'
import { useAct } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps, takesInput } from '../step-props.ts'
import styles from './incident-steps.module.css'

const LISTS = [
  ['well', 'What went well'],
  ['badly', 'What did not go well'],
  ['lucky', 'Where there was luck'],
] as const

/** What people learnt. Nothing is blamed on anybody; what is promised comes back until it is closed. */
export function ReviewStep({ run, step, body }: StepProps<'review'>): ReactElement {
  const act = useAct()
  const open = takesInput(step)
  const [texts, setTexts] = useState({ well: '', badly: '', lucky: '' })
  const [factors, setFactors] = useState([blankFactor()])
  const [actions, setActions] = useState([blankAction()])
  const [closing, setClosing] = useState<Readonly<Record<string, string>>>({})
  const given: Review = body.result ?? {
    well: linesOf(texts.well),
    badly: linesOf(texts.badly),
    lucky: linesOf(texts.lucky),
    factors: factors.filter(({ description }) => description.trim() !== ''),
    actions: actions.filter(({ action }) => action.trim() !== ''),
    closes: Object.entries(closing).flatMap(([action, note]) => (note.trim() === '' ? [] : [{ action, note }])),
  }
  const isWhole = reviewSchema.safeParse(given).success
  return (
    <StepFrame
      run={run}
      onSubmit={() => {
        if (isWhole) void act('run.perform', { ...at(run), input: { kind: 'review', review: given } })
      }}
      bar={
        <PerformBar
          step={step}
          locked={isWhole ? undefined : 'Fill in every line of a cause or an action that was begun.'}
        >
          Record the review
        </PerformBar>
      }
    >
      <div className={styles['lists']}>
        {LISTS.map(([name, label]) => (
          <TextField
            key={name}
            label={label}
            value={open ? texts[name] : given[name].join('\n')}
            onChange={(text) => setTexts({ ...texts, [name]: text })}
            multiline
            isReadOnly={!open}
            help={open ? 'One thing a line.' : undefined}
          />
        ))}
      </div>
      <Section title="Root causes" note="numbered from 1">
        <ReviewFactors factors={open ? factors : given.factors} onChange={open ? setFactors : undefined} />
      </Section>
      <Section title="Actions" note="who does what, until when">
        <ReviewActions actions={open ? actions : given.actions} onChange={open ? setActions : undefined} />
      </Section>
      {open && body.open.length > 0 && (
        <Section title="Promised before, and still open" note="write why, to close one">
          {body.open.map(({ id, action, owner, due }) => (
            <TextField
              key={id}
              label={`${action} (${owner}, by ${due})`}
              value={closing[id] ?? ''}
              onChange={(note) => setClosing({ ...closing, [id]: note })}
              maxLength={500}
            />
          ))}
        </Section>
      )}
    </StepFrame>
  )
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
