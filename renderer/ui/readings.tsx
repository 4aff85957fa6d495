import type { ReactElement } from 'react'

import { classNames } from './class-names.ts'
import styles from './readings.module.css'
import { StateGlyph, type Tone } from './state-glyph.tsx'

export interface Reading {
  /** A number, grouped: "412,884,207". */
  readonly value: string
  /** What was counted: "signatures nobody can explain". */
  readonly label: string
  /** Only where it is not as it should be. */
  readonly tone?: Extract<Tone, 'attention' | 'danger' | 'unknown' | 'ok'>
}

/** The numbers that something rests on, side by side, large enough to be read aloud. */
export function Readings({ readings }: { readonly readings: readonly Reading[] }): ReactElement {
  return (
    <dl className={styles['readings']}>
      {readings.map(({ value, label, tone }) => (
        <div key={label} className={classNames(tone !== undefined && styles[tone])}>
          <dd>
            {tone !== undefined && <StateGlyph tone={tone} size={20} />}
            {value}
          </dd>
          <dt>{label}</dt>
        </div>
      ))}
    </dl>
  )
}
