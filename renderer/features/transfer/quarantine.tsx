import type { ReactElement } from 'react'

import { LinkButton } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Section } from '../../ui/section.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import styles from './transfers-page.module.css'
import type { QuarantinedFile } from './transfers-view.ts'

export interface QuarantineProps {
  readonly files: readonly QuarantinedFile[]
  readonly onLook?: ((file: QuarantinedFile) => void) | undefined
  readonly onDiscard?: ((file: QuarantinedFile) => void) | undefined
}

function countWords(files: readonly QuarantinedFile[]): string {
  if (files.length === 0) return 'empty'
  const ended = files.filter(({ ended: end }) => end !== null).length
  const words = `${files.length} ${files.length === 1 ? 'file' : 'files'}`
  return ended === 0 ? words : `${words}, ${files.length - ended} kept`
}

/** What the import gate refused, with the reason; nothing of it was taken in. */
export function Quarantine({ files, onLook, onDiscard }: QuarantineProps): ReactElement {
  return (
    <Section title="Quarantine" note={countWords(files)} aria-label="Quarantine">
      {files.length === 0 ? (
        <div className={styles['empty']}>
          <EmptyState title="Nothing was refused">
            What is not on the list of types, too large, or not what it says lies here with the reason.
          </EmptyState>
        </div>
      ) : (
        <ul>
          {files.map((file) => (
            <li key={file.id} className={styles['item']}>
              <h3>
                <StateGlyph tone={file.tone} size={16} />
                <span className={styles['file']}>{file.name}</span>
              </h3>
              <p className={styles['reason']}>{file.text}</p>
              <p>
                <code>{file.code}</code> {file.from}
              </p>
              {file.ended !== null && <p>{file.ended}</p>}
              {file.copy !== null && (
                <p className={styles['links']}>
                  {onLook !== undefined && (
                    <LinkButton onPress={() => onLook(file)} aria-label={`Look at ${file.name}`}>
                      Look at its bytes …
                    </LinkButton>
                  )}
                  {onDiscard !== undefined && (
                    <LinkButton onPress={() => onDiscard(file)} aria-label={`Destroy the copy of ${file.name}`}>
                      Destroy the copy …
                    </LinkButton>
                  )}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
