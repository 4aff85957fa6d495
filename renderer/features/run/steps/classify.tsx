import { type ReactElement, useState } from 'react'

import {
  allowedClasses,
  type Answer,
  answer,
  type ClassificationAnswers,
  classificationAnswers,
} from '../../../../shared/incident/classification.ts'
import { RadioCards } from '../../../ui/radio-cards.tsx'
import { Section } from '../../../ui/section.tsx'
import { Select } from '../../../ui/select.tsx'
import { DecisionBar } from '../decision-bar.tsx'
import { GivenDecisions } from '../given-decisions.tsx'
import { StepFrame } from '../step-frame.tsx'
import { type StepProps, takesInput } from '../step-props.ts'
import { SECRET_CODES } from '../../../ui/use-secret.ts'

const WORDS: Readonly<Record<Answer, string>> = { yes: 'Yes', no: 'No', unknown: 'Nobody knows' }

/** Questions first; the answers say which classes are left. What cannot be proven leaves one. */
export function ClassifyStep({ run, step, body }: StepProps<'classify'>): ReactElement {
  const [said, setSaid] = useState<Partial<ClassificationAnswers>>({})
  const [choice, setChoice] = useState<string>()
  const open = takesInput(step)
  const answers = { ...body.answers, ...(open ? said : {}) }
  const whole = classificationAnswers.safeParse(answers)
  const allowed: readonly string[] = whole.success ? allowedClasses(whole.data) : []
  const wanted = choice ?? body.given[0]?.choice
  const chosen =
    wanted !== undefined && allowed.includes(wanted) ? wanted : allowed.length === 1 ? allowed[0] : undefined
  return (
    <StepFrame
      run={run}
      shownInPlace={SECRET_CODES}
      bar={
        <DecisionBar
          run={run}
          step={step}
          body={body}
          choice={chosen}
          answers={whole.success ? whole.data : null}
          missing={whole.success ? undefined : 'Answer every question first; "Nobody knows" is an answer.'}
          nameOf={(id) => `class ${id}`}
        />
      }
    >
      <Section title={`What is known of ${body.key}`}>
        {body.questions.map(({ id, text }) => (
          <Select
            key={id}
            label={text}
            value={answers[id]}
            onChange={(given) => {
              const parsed = answer.safeParse(given)
              if (open && parsed.success) setSaid({ ...said, [id]: parsed.data })
            }}
            choices={answer.options.map((each) => ({ id: each, label: WORDS[each] }))}
          />
        ))}
      </Section>
      <RadioCards
        label="The class"
        value={open ? chosen : body.result?.choice}
        onChange={(id) => {
          if (open) setChoice(id)
        }}
        cards={body.classes
          .filter(({ id }) => !open || !whole.success || allowed.includes(id))
          .map(({ id, title, means }) => ({ id, label: `${id}. ${title}`, consequence: means }))}
      />
      <GivenDecisions body={body} nameOf={(id) => `class ${id}`} />
    </StepFrame>
  )
}
