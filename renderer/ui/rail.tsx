import type { LucideIcon } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { Link } from 'react-aria-components'

import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'
import styles from './rail.module.css'
import { StateGlyph, type Tone } from './state-glyph.tsx'

export interface RailArea {
  readonly id: string
  readonly label: string
  readonly icon: LucideIcon
  /** "#/log" */
  readonly href: string
  /** Something there wants a person. */
  readonly flag?: { readonly tone: Tone; readonly label: string }
}

export interface RailProps {
  readonly areas: readonly RailArea[]
  readonly current: string | undefined
  /** At the bottom: theme, person at the console. */
  readonly foot?: ReactNode
}

/** Where one is. Only areas that exist are shown. */
export function Rail({ areas, current, foot }: RailProps): ReactElement {
  return (
    <nav className={styles['rail']} aria-label="Areas">
      <ul>
        {areas.map((area) => (
          <li key={area.id}>
            <Link
              className={classNames(styles['area'], area.id === current && styles['current'])}
              href={area.href}
              {...(area.id === current && { 'aria-current': 'page' as const })}
            >
              <Icon of={area.icon} size={22} />
              <span>{area.label}</span>
              {area.flag !== undefined && (
                <span className={styles['flag']}>
                  <StateGlyph tone={area.flag.tone} size={14} label={area.flag.label} />
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
      {foot !== undefined && <div className={styles['foot']}>{foot}</div>}
    </nav>
  )
}
