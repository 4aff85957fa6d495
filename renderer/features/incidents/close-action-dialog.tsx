import type { ReactElement } from 'react'

import type { ActionView } from '../../../shared/ipc/contract/incident-steps.ts'
import { call } from '../../bridge/client.ts'
import { SignedNoteDialog } from '../../people/signed-note-dialog.tsx'

export interface CloseActionDialogProps {
  readonly action: ActionView
  readonly onClose: () => void
}

/** Somebody signs that a promise is kept, or why it is dropped. */
export function CloseActionDialog({ action, onClose }: CloseActionDialogProps): ReactElement {
  return (
    <SignedNoteDialog
      onClose={onClose}
      title={`Close “${action.action}”`}
      tone="now"
      note={{
        label: 'By what one sees that it is done, or why it is dropped',
        missing: 'Write by what one sees that it is done.',
        maxLength: 500,
      }}
      whoLabel="Who says so"
      cancel="Leave it open"
      verb="Close it as"
      variant="primary"
      onSign={(note, given) => call('action.close', { action: action.id, note, ...given })}
    >
      <p>
        Promised for {action.due} by {action.owner}. It is done when: {action.evaluation}
      </p>
    </SignedNoteDialog>
  )
}
