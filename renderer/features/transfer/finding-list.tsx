import type { ReactElement } from 'react'

import { hrefTo } from '../../route.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Section } from '../../ui/section.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import styles from './transfers-page.module.css'
import type { FleetFinding } from './transfers-view.ts'

/** What a report said that is not as it should be; not there while all is well. */
export function FindingList({ findings }: { readonly findings: readonly FleetFinding[] }): ReactElement | null {
  if (findings.length === 0) return null
  return (
    <Section title="Findings" note={`${findings.length}, each with the rule and the numbers`}>
      <ul>
        {findings.map(({ id, tone, title, text, rule, playbook }) => (
          <li key={id} className={classNames(styles['finding'], styles[tone])}>
            <StateGlyph tone={tone} size={18} />
            <div>
              <b>{title}</b>
              <p>{text}</p>
              <code>{rule}</code>
            </div>
            {playbook !== null && (
              <ButtonLink href={hrefTo('incidents', 'playbook', playbook.name)}>Open “{playbook.title}”</ButtonLink>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
