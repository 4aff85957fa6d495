import type { ReactElement, ReactNode } from 'react'
import { Label, RadioButton, RadioField, RadioGroup } from 'react-aria-components'

import { classNames } from './class-names.ts'
import { FieldMessage } from './field-message.tsx'
import field from './field.module.css'
import styles from './radio-cards.module.css'
import { StateGlyph } from './state-glyph.tsx'

export interface RadioCard {
  readonly id: string
  readonly label: ReactNode
  /** What follows from it. */
  readonly consequence: ReactNode
  /** At the right: a badge, a number. */
  readonly aside?: ReactNode
  /** Why it is ruled out. It stays visible. */
  readonly locked?: string
}

export interface RadioCardsProps {
  readonly label: ReactNode
  /** The label stands elsewhere on the screen: it is only heard. */
  readonly isLabelHidden?: boolean
  readonly value: string | undefined
  readonly onChange: (id: string) => void
  readonly cards: readonly RadioCard[]
  readonly help?: ReactNode
  readonly error?: ReactNode
}

/** A decision: each option with its consequence. */
export function RadioCards(props: RadioCardsProps): ReactElement {
  const { label, isLabelHidden = false, value, onChange, cards, help, error } = props
  return (
    <RadioGroup
      className={classNames(styles['group'])}
      value={value ?? null}
      onChange={onChange}
      isInvalid={error !== undefined && error !== null}
    >
      <Label className={isLabelHidden ? 'visually-hidden' : (field['label'] ?? '')}>{label}</Label>
      {cards.map((card) => (
        <RadioField key={card.id} value={card.id} isDisabled={card.locked !== undefined}>
          <RadioButton className={classNames(styles['card'], card.locked !== undefined && styles['locked'])}>
            {card.locked === undefined ? <span className={styles['mark']} /> : <StateGlyph tone="locked" size={16} />}
            <span className={styles['text']}>
              <b>{card.label}</b>
              <span>{card.locked ?? card.consequence}</span>
            </span>
            {card.aside !== undefined && <span className={styles['aside']}>{card.aside}</span>}
          </RadioButton>
        </RadioField>
      ))}
      <FieldMessage help={help} error={error} />
    </RadioGroup>
  )
}
