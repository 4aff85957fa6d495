import type { ReactElement } from 'react'
import { Link } from 'react-aria-components'

import type { SentenceView } from '../../../shared/ipc/contract/views.ts'
import { hrefTo } from '../../route.ts'
import { Section } from '../../ui/section.tsx'
import styles from './overview.module.css'

/** As many as fit into the larger window; the smaller one shows fewer. */
const SHOWN = 8

/** The newest entries; each leads to itself in the log. */
export function Recent({ recent }: { readonly recent: readonly SentenceView[] }): ReactElement {
  const size = recent[0] === undefined ? 0 : recent[0].index + 1
  return (
    <Section title="Log" note={`${size.toLocaleString('en')} entries`}>
      <ul className={styles['recent']}>
        {recent.slice(0, SHOWN).map(({ index, strong, text, time }) => (
          <li key={index}>
            <Link href={hrefTo('log', String(index))}>
              <code>{index.toLocaleString('en')}</code>
              <span title={time}>
                <b>{strong}</b> {text}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
