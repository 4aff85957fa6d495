import { type ReactElement, useState } from 'react'

import type { StepBodyOf } from '../../../../shared/ipc/contract/steps.ts'
import { Decided, Decision, type DecisionOption } from '../../../ui/decision.tsx'
import { SECRET_CODES } from '../../../ui/use-secret.ts'
import { DecisionBar } from '../decision-bar.tsx'
import { DecisionParts } from '../decision-parts.tsx'
import { decidedWords, leadWords, nextWords, shortChoice } from '../decision-words.ts'
import { StepFrame } from '../step-frame.tsx'
import { type StepProps, takesInput } from '../step-props.ts'
import { useDecision } from '../use-decision.ts'
import styles from './decide.module.css'

/** A question, what to look at, and what each answer leads to; who decides signs it. */
export function DecideStep({ run, step, body }: StepProps<'decide'>): ReactElement {
  const [picked, setPicked] = useState<string>()
  const choice = picked ?? body.given[0]?.choice
  const draft = useDecision(run, body, { choice, answers: null })
  const open = takesInput(step)
  const nameOf = (id: string): string => body.options.find((option) => option.id === id)?.title ?? id
  const bar = (
    <DecisionBar
      step={step}
      draft={draft}
      choice={choice === undefined ? undefined : shortChoice(nameOf(choice))}
      next={nextWords(body)}
    />
  )
  return (
    <StepFrame run={run} shownInPlace={SECRET_CODES} onSubmit={draft.sign} bar={bar}>
      <div>
        <h2 className={styles['question']}>{body.question}</h2>
        <ul className={styles['criteria']}>
          {body.criteria.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
      {body.result === null ? (
        <Decision
          question={body.question}
          readings={[]}
          options={optionsOf(body)}
          value={choice}
          onChange={(id) => {
            if (open) setPicked(id)
          }}
        />
      ) : (
        <Decided readings={[]} options={optionsOf(body)} chosen={body.result.choice} words={decidedWords(body)} />
      )}
      {body.result === null && <DecisionParts run={run} body={body} draft={draft} nameOf={nameOf} open={open} />}
    </StepFrame>
  )
}

function optionsOf(body: StepBodyOf<'decide'>): readonly DecisionOption[] {
  return body.options.map(({ id, title, means }) => ({
    id,
    label: title,
    consequence: [means, leadWords(body, id)].filter((words) => words !== '').join(' '),
  }))
}
