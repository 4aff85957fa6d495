import type { ReactElement, ReactNode } from 'react'

import { classNames } from './class-names.ts'
import styles from './decision.module.css'
import { RadioCards } from './radio-cards.tsx'
import { type Reading, Readings } from './readings.tsx'
import { StateGlyph } from './state-glyph.tsx'

export interface DecisionOption {
  readonly id: string
  /** The answer, then what it means: "No. Treat it as full key compromise, class A". */
  readonly label: string
  /** What follows from it. */
  readonly consequence: string
  /** At the right: the rule that asks for it. */
  readonly rule?: string
  /** Why it is ruled out. It stays visible. */
  readonly locked?: string
}

export interface DecisionProps {
  /** Heard with the options; on the screen it is the title of the step. */
  readonly question: string
  /** The numbers that it rests on. */
  readonly readings: readonly Reading[]
  readonly options: readonly DecisionOption[]
  readonly value: string | undefined
  readonly onChange: (id: string) => void
  readonly help?: ReactNode
}

/** A question with the numbers it rests on and every option with its consequence, ruled out or not. */
export function Decision({ question, readings, options, value, onChange, help }: DecisionProps): ReactElement {
  return (
    <div className={styles['decision']}>
      {readings.length > 0 && <Readings readings={readings} />}
      <RadioCards
        label={question}
        isLabelHidden
        value={value}
        onChange={onChange}
        help={help}
        cards={options.map(({ id, label, consequence, rule, locked }) => ({
          id,
          label,
          consequence,
          ...(rule !== undefined && { aside: <b className={styles['rule']}>{rule}</b> }),
          ...(locked !== undefined && { locked }),
        }))}
      />
    </div>
  )
}

export interface DecidedProps {
  readonly readings: readonly Reading[]
  readonly options: readonly DecisionOption[]
  readonly chosen: string
  /** "Amara Diallo decided at 02:49Z, Tomás Oliveira confirmed at 03:12Z, entry 18,612." */
  readonly words: ReactNode
}

/** The same after it was decided: what was chosen, and everything that was not. */
export function Decided({ readings, options, chosen, words }: DecidedProps): ReactElement {
  return (
    <div className={styles['decision']}>
      {readings.length > 0 && <Readings readings={readings} />}
      <ul className={styles['options']}>
        {options.map(({ id, label, consequence, locked }) => (
          <li key={id} className={classNames(styles['option'], id === chosen && styles['chosen'])}>
            <StateGlyph tone={optionTone(id === chosen, locked)} size={18} />
            <div>
              <b>{label}</b>
              <p>{locked ?? consequence}</p>
            </div>
            <span>{id === chosen ? 'decided' : 'not taken'}</span>
          </li>
        ))}
      </ul>
      <p className={styles['words']}>{words}</p>
    </div>
  )
}

function optionTone(isChosen: boolean, locked: string | undefined): 'ok' | 'locked' | 'off' {
  if (isChosen) return 'ok'
  return locked === undefined ? 'off' : 'locked'
}
