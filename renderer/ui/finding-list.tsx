import type { ReactElement } from 'react'

import { ButtonLink } from './button-link.tsx'
import { classNames } from './class-names.ts'
import { groupHex } from './digest.ts'
import styles from './finding-list.module.css'
import { Section } from './section.tsx'
import { StateGlyph } from './state-glyph.tsx'

/** What a region serves that is not what was signed: the contract's drift finding fits. */
export interface Drift {
  readonly rule: string
  readonly severity: 'alarm' | 'warning'
  readonly region: string
  readonly place: string | null
  readonly finding: string
  readonly expected: string
  readonly found: string
}

export interface ListedFinding extends Drift {
  readonly id: string
  /** Who reported it and when; null where that is said elsewhere. */
  readonly from: string | null
  /** Where it leads; null where a hand-off or a look is enough. */
  readonly playbook: { readonly title: string; readonly href: string } | null
}

/** What a report said that is not as it should be; not there while all is well. */
export function FindingList({ findings }: { readonly findings: readonly ListedFinding[] }): ReactElement | null {
  if (findings.length === 0) return null
  return (
    <Section title="Findings" note={`${findings.length}, each with the rule and the numbers`}>
      <ul>
        {findings.map((finding) => {
          const { id, severity, from, playbook, rule, place } = finding
          const tone = severity === 'alarm' ? 'danger' : 'attention'
          return (
            <li key={id} className={classNames(styles['finding'], styles[tone])}>
              <StateGlyph tone={tone} size={18} />
              <div>
                <b>{shortened(`${finding.region}: ${finding.finding}`)}</b>
                <p>
                  Expected {shortened(finding.expected)}; found {shortened(finding.found)}.
                  {from !== null && ` ${from}.`}
                </p>
                <code>{place === null ? `rule ${rule}` : `rule ${rule} at ${place}`}</code>
              </div>
              {playbook !== null && <ButtonLink href={playbook.href}>Open “{playbook.title}”</ButtonLink>}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

/** Digests are recognised here; whole they stand in the log. */
function shortened(text: string): string {
  return text.replaceAll(/\b[0-9a-f]{64}\b/g, (hex) => `${groupHex(hex, 8)} … ${hex.slice(-4)}`)
}
