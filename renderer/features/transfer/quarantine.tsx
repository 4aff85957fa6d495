import type { ReactElement } from 'react'

import { EmptyState } from '../../ui/empty-state.tsx'
import { Section } from '../../ui/section.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import styles from './transfers-page.module.css'
import type { QuarantinedFile } from './transfers-view.ts'

function countWords(count: number): string {
  if (count === 0) return 'empty'
  return `${count} ${count === 1 ? 'file' : 'files'}, none deleted`
}

/** What the import gate refused, with the reason; nothing of it was taken in. */
export function Quarantine({ files }: { readonly files: readonly QuarantinedFile[] }): ReactElement {
  return (
    <Section title="Quarantine" note={countWords(files.length)}>
      {files.length === 0 ? (
        <div className={styles['empty']}>
          <EmptyState title="Nothing was refused">
            What is not on the list of types, too large, or not what it says lies here with the reason.
          </EmptyState>
        </div>
      ) : (
        <ul>
          {files.map(({ id, name, code, tone, text }) => (
            <li key={id} className={styles['item']}>
              <h3>
                <StateGlyph tone={tone} />
                <span title={name}>{name}</span>
                <code>{code}</code>
              </h3>
              <p>{text}</p>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
