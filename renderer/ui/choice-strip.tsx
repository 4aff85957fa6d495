import type { ReactElement } from 'react'
import { Label, RadioButton, RadioField, RadioGroup } from 'react-aria-components'

import styles from './choice-strip.module.css'
import { classNames } from './class-names.ts'
import { StateGlyph } from './state-glyph.tsx'

export interface StripChoice {
  readonly id: string
  /** Large: "A" */
  readonly mark: string
  readonly title: string
  /** Why it is ruled out; it stays visible. */
  readonly locked?: string
}

export interface ChoiceStripProps {
  readonly label: string
  readonly choices: readonly StripChoice[]
  readonly value: string | undefined
  readonly onChange: (id: string) => void
  readonly isReadOnly?: boolean
}

/** A few named classes side by side, of which one is chosen. */
export function ChoiceStrip({ label, choices, value, onChange, isReadOnly = false }: ChoiceStripProps): ReactElement {
  return (
    <RadioGroup
      className={classNames(styles['strip'])}
      orientation="horizontal"
      value={value ?? null}
      onChange={onChange}
      isReadOnly={isReadOnly}
    >
      <Label className="visually-hidden">{label}</Label>
      {choices.map(({ id, mark, title, locked }) => (
        <RadioField key={id} value={id} isDisabled={locked !== undefined}>
          <RadioButton className={classNames(styles['choice'], locked !== undefined && styles['locked'])}>
            <span className={styles['mark']}>
              {mark}
              {locked !== undefined && <StateGlyph tone="locked" size={14} />}
            </span>
            <span className={styles['title']}>{title}</span>
            {locked !== undefined && <span className="visually-hidden">{locked}</span>}
          </RadioButton>
        </RadioField>
      ))}
    </RadioGroup>
  )
}
