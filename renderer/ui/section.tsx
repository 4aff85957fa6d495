import type { ReactElement, ReactNode } from 'react'

import styles from './section.module.css'

export interface SectionProps {
  readonly title: ReactNode
  /** A count or the source. Stands beside the title when there is a link, else at the right. */
  readonly note?: ReactNode
  /** One link, or a legend, at the right. */
  readonly link?: ReactNode
  readonly children?: ReactNode
  readonly 'aria-label'?: string
}

/** A ruled heading with what belongs to it. No box. */
export function Section({ title, note, link, children, ...rest }: SectionProps): ReactElement {
  return (
    <section className={styles['section']} {...rest}>
      <div className={styles['head']}>
        <h2>{title}</h2>
        {note !== undefined && <span className={styles['note']}>{note}</span>}
        {link !== undefined && <span className={styles['link']}>{link}</span>}
      </div>
      {children}
    </section>
  )
}
