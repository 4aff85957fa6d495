import type { ReactElement } from 'react'

import { classNames } from './class-names.ts'
import styles from './monogram.module.css'

export type Role = 'administrator' | 'officer' | 'witness' | 'responder' | 'auditor'

export interface MonogramProps {
  /** Undefined: somebody who is not known yet, drawn as a question mark. */
  readonly name: string | undefined
  /** The outline: circle officer or administrator, square witness or auditor, drop responder. */
  readonly role: Role
  /** `approved` is filled, `expected` is dashed. */
  readonly state?: 'present' | 'approved' | 'expected'
  readonly size?: 'small' | 'medium' | 'large' | 'presenter'
}

/** First letters of the first and the last name: "Joon-ho Seo" is JS. */
export function initials(name: string): string {
  const parts = name.trim().split(/\s+/)
  const first = [...(parts[0] ?? '')][0] ?? '?'
  const last = parts.length > 1 ? ([...(parts.at(-1) ?? '')][0] ?? '') : ''
  return (first + last).toLocaleUpperCase('en')
}

/** The outline tells the role; the word must stand beside it. */
export function Monogram({ name, role, state = 'present', size = 'medium' }: MonogramProps): ReactElement {
  return (
    <span className={classNames(styles['monogram'], styles[role], styles[state], styles[size])} aria-hidden>
      {name === undefined ? '?' : initials(name)}
    </span>
  )
}
