import type { ReactElement } from 'react'

import type { Finding } from '../../../shared/inventory/finding.ts'
import { ListRow, Rows } from '../../ui/list-row.tsx'
import { Section } from '../../ui/section.tsx'

const TONE = { serious: 'danger', warning: 'attention', note: 'locked' } as const

/** Findings with the place where each stands: file, line, and what is there. */
export function InventoryFindings({
  findings,
  total,
}: {
  readonly findings: readonly Finding[]
  readonly total: number
}): ReactElement {
  if (total === 0) {
    return (
      <Section title="Findings">
        <p>Everything is explained.</p>
      </Section>
    )
  }
  return (
    <Section title={`Findings: ${total.toLocaleString('en')}`}>
      <Rows>
        {findings.map(({ kind, severity, words, serial, evidence }, index) => (
          <ListRow
            key={`${String(index)} ${serial ?? ''}`}
            tone={TONE[severity]}
            name={words}
            value={kind}
            detail={evidence
              .map(
                ({ source, sha256, at, says }) =>
                  `${source}, ${at.unit} ${String(at.value)}, file ${sha256.slice(0, 8)}: ${says}`,
              )
              .join(' · ')}
          />
        ))}
      </Rows>
      {findings.length < total && <p>and {(total - findings.length).toLocaleString('en')} more</p>}
    </Section>
  )
}
