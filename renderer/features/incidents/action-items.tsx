import { type ReactElement, useState } from 'react'

import type { ActionView } from '../../../shared/ipc/contract/incident-steps.ts'
import { LinkButton } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Section } from '../../ui/section.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import styles from './action-items.module.css'
import { CloseActionDialog } from './close-action-dialog.tsx'

/** What reviews promised and nobody has kept yet, the soonest due first. They come back until they are closed. */
export function ActionItems({ actions }: { readonly actions: readonly ActionView[] }): ReactElement {
  const [closing, setClosing] = useState<ActionView | null>(null)
  const open = actions.filter(({ closed }) => closed === null)
  const late = open.filter((action) => action.late).length
  return (
    <Section title="Action items" note={noteOf(open.length, late)}>
      {open.length === 0 ? (
        <div className={styles['empty']}>
          <EmptyState title="No promise is open">
            What a review promises stands here until somebody signs that it is done.
          </EmptyState>
        </div>
      ) : (
        <ul>
          {open.map((action) => (
            <li key={action.id} className={styles['item']}>
              <StateGlyph tone={action.late ? 'attention' : 'next'} size={16} />
              <b>{action.action}</b>
              <span className={action.late ? styles['late'] : undefined}>
                {action.late ? 'was due' : 'by'} {action.due}
              </span>
              <p>
                {action.owner}, from {action.drill ? 'the drill' : 'the incident'} “{action.runTitle}”.{' '}
                <LinkButton onPress={() => setClosing(action)} aria-label={`Close “${action.action}”`}>
                  Close …
                </LinkButton>
              </p>
            </li>
          ))}
        </ul>
      )}
      {closing !== null && <CloseActionDialog key={closing.id} action={closing} onClose={() => setClosing(null)} />}
    </Section>
  )
}

function noteOf(open: number, late: number): string {
  if (open === 0) return 'none open'
  return late === 0 ? `${open} open` : `${open} open, ${late} late`
}
