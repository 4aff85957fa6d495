import type { ReactElement, ReactNode } from 'react'
import { Label, RadioButton, RadioField, RadioGroup } from 'react-aria-components'

import styles from './answer-rows.module.css'
import { classNames } from './class-names.ts'

export interface AnswerRow {
  readonly id: string
  readonly question: ReactNode
  /** The answer that was given; undefined: none yet. */
  readonly value: string | undefined
}

export interface AnswerRowsProps {
  readonly rows: readonly AnswerRow[]
  /** The same for every question. */
  readonly answers: readonly { readonly id: string; readonly label: string }[]
  readonly onAnswer: (row: string, answer: string) => void
  /** They are looked at, not given. */
  readonly isReadOnly?: boolean
}

/** Questions that share their answers: one line each, the answer at the right. */
export function AnswerRows({ rows, answers, onAnswer, isReadOnly = false }: AnswerRowsProps): ReactElement {
  return (
    <div className={styles['rows']}>
      {rows.map(({ id, question, value }, index) => (
        <RadioGroup
          key={id}
          className={classNames(styles['row'], value === undefined && styles['open'])}
          orientation="horizontal"
          value={value ?? null}
          onChange={(answer) => onAnswer(id, answer)}
          isReadOnly={isReadOnly}
        >
          <Label className={styles['question'] ?? ''}>
            <span>{index + 1}</span>
            {question}
          </Label>
          <div className={styles['answers']}>
            {answers.map((answer) => (
              <RadioField key={answer.id} value={answer.id}>
                <RadioButton className={classNames(styles['answer'])}>{answer.label}</RadioButton>
              </RadioField>
            ))}
          </div>
        </RadioGroup>
      ))}
    </div>
  )
}
