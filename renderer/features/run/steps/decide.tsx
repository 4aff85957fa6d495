import { type ReactElement, useState } from 'react'

import { RadioCards } from '../../../ui/radio-cards.tsx'
import { Section } from '../../../ui/section.tsx'
import { DecisionBar } from '../decision-bar.tsx'
import { GivenDecisions } from '../given-decisions.tsx'
import { StepFrame } from '../step-frame.tsx'
import { type StepProps, takesInput } from '../step-props.ts'
import { SECRET_CODES } from '../../../ui/use-secret.ts'

/** A question, what to look at, and what each answer leads to; who decides signs it. */
export function DecideStep({ run, step, body }: StepProps<'decide'>): ReactElement {
  const [choice, setChoice] = useState<string>()
  const open = takesInput(step)
  const chosen = choice ?? body.given[0]?.choice
  const titles = new Map(body.options.map(({ id, title }) => [id, title]))
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
          answers={null}
          nameOf={(id) => titles.get(id) ?? id}
        />
      }
    >
      <Section title={body.question}>
        <ul>
          {body.criteria.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Section>
      <RadioCards
        label="What is decided"
        value={open ? chosen : body.result?.choice}
        onChange={(id) => {
          if (open) setChoice(id)
        }}
        cards={body.options.map(({ id, title, means }) => ({ id, label: title, consequence: means }))}
      />
      <GivenDecisions body={body} nameOf={(id) => titles.get(id) ?? id} />
    </StepFrame>
  )
}
