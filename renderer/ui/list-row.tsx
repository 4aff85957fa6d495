import type { ReactElement, ReactNode } from 'react'

import { classNames } from './class-names.ts'
import styles from './list-row.module.css'
import { StateGlyph, type Tone } from './state-glyph.tsx'

export interface ListRowProps {
  readonly tone?: Tone
  /** Instead of a state glyph: a monogram, an icon. */
  readonly lead?: ReactNode
  readonly name: ReactNode
  readonly fact?: ReactNode
  readonly value?: ReactNode
  /** A second line under the name. */
  readonly detail?: ReactNode
  readonly density?: 'list' | 'dense'
  readonly selected?: boolean
}

/** Glyph, name, fact, value at the right. Attention and danger colour the whole row. Put it in a `Rows`. */
export function ListRow(props: ListRowProps): ReactElement {
  const { tone, lead, name, fact, value, detail, density = 'list', selected = false } = props
  return (
    <li
      className={classNames(
        styles['row'],
        styles[density],
        detail !== undefined && styles['two'],
        fact !== undefined && styles['withFact'],
        selected && styles['selected'],
        (tone === 'attention' || tone === 'danger' || tone === 'unknown') && styles[tone],
      )}
    >
      <span className={styles['lead']}>
        {lead ?? (tone !== undefined && <StateGlyph tone={tone} size={density === 'dense' ? 14 : 16} />)}
      </span>
      <span className={styles['name']}>{name}</span>
      {fact !== undefined && <span className={styles['fact']}>{fact}</span>}
      {value !== undefined && <span className={styles['value']}>{value}</span>}
      {detail !== undefined && <p className={styles['detail']}>{detail}</p>}
    </li>
  )
}

export interface RowsProps {
  readonly children: ReactNode
  readonly 'aria-label'?: string
}

export function Rows({ children, ...rest }: RowsProps): ReactElement {
  return (
    <ul className={styles['rows']} {...rest}>
      {children}
    </ul>
  )
}
