import { type ReactElement, useState } from 'react'

import {
  allowedClasses,
  type Answer,
  answer,
  type ClassificationAnswers,
  classificationAnswers,
  classProblem,
} from '../../../../shared/incident/classification.ts'
import { AnswerRows } from '../../../ui/answer-rows.tsx'
import { ChoiceStrip } from '../../../ui/choice-strip.tsx'
import { Section } from '../../../ui/section.tsx'
import { SECRET_CODES } from '../../../ui/use-secret.ts'
import { DecisionBar } from '../decision-bar.tsx'
import { DecisionParts } from '../decision-parts.tsx'
import { decidedWords, leadWords, nextWords } from '../decision-words.ts'
import { StepFrame } from '../step-frame.tsx'
import { type StepProps, takesInput } from '../step-props.ts'
import { useDecision } from '../use-decision.ts'
import styles from './decide.module.css'

const WORDS: Readonly<Record<Answer, string>> = { yes: 'Yes', no: 'No', unknown: 'Nobody knows' }
const ANSWERS = answer.options.map((id) => ({ id, label: WORDS[id] }))

/** Questions first; the answers say which classes are left. What cannot be proven leaves one. */
export function ClassifyStep({ run, step, body }: StepProps<'classify'>): ReactElement {
  const [said, setSaid] = useState<Partial<ClassificationAnswers>>({})
  const [picked, setPicked] = useState<string>()
  const open = takesInput(step) && body.result === null
  const answers = { ...body.answers, ...(open ? said : {}) }
  const whole = classificationAnswers.safeParse(answers)
  const allowed: readonly string[] = whole.success ? allowedClasses(whole.data) : []
  const choice = body.result?.choice ?? chosen(picked ?? body.given[0]?.choice, allowed)
  const draft = useDecision(run, body, {
    choice,
    answers: whole.success ? whole.data : null,
    missing: whole.success ? undefined : 'Answer every question first; “Nobody knows” is an answer.',
  })
  const about = body.classes.find(({ id }) => id === choice)
  const answered = body.questions.filter(({ id }) => answers[id] !== undefined).length
  const bar = (
    <DecisionBar
      step={step}
      draft={draft}
      choice={choice === undefined ? undefined : `class ${choice}`}
      next={nextWords(body)}
    />
  )
  return (
    <StepFrame run={run} shownInPlace={SECRET_CODES} onSubmit={draft.sign} bar={bar}>
      <Section
        title={`What is known of ${body.key}`}
        note={`${answered} of ${body.questions.length} answered; nobody has to guess`}
      >
        <AnswerRows
          rows={body.questions.map(({ id, text }) => ({ id, question: text, value: answers[id] }))}
          answers={ANSWERS}
          isReadOnly={!open}
          onAnswer={(id, given) => {
            const parsed = answer.safeParse(given)
            if (open && parsed.success) setSaid({ ...said, [id]: parsed.data })
          }}
        />
      </Section>
      <ChoiceStrip
        label="The class"
        value={choice}
        isReadOnly={!open}
        onChange={(id) => {
          if (open) setPicked(id)
        }}
        choices={body.classes.map(({ id, title }) => {
          const problem = whole.success ? classProblem(id, whole.data) : 'the questions are not answered yet'
          return { id, mark: id, title, ...(problem !== null && { locked: `Not offered: ${problem}.` }) }
        })}
      />
      <p className={styles['means']}>
        {about === undefined ? (
          'The answers say which classes are left.'
        ) : (
          <>
            <b>
              {about.id}. {about.title}.
            </b>{' '}
            {about.means} {leadWords(body, about.id)}
          </>
        )}
      </p>
      {body.result === null ? (
        <DecisionParts run={run} body={body} draft={draft} nameOf={(id) => `class ${id}`} open={open} />
      ) : (
        <p className={styles['means']}>{decidedWords(body)}</p>
      )}
    </StepFrame>
  )
}

/** What was wanted if it is still left; the only one that is left. */
function chosen(wanted: string | undefined, allowed: readonly string[]): string | undefined {
  if (wanted !== undefined && allowed.includes(wanted)) return wanted
  return allowed.length === 1 ? allowed[0] : undefined
}
