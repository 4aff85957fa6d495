import type { ReactElement } from 'react'

import { call } from '../../bridge/client.ts'
import { SignedNoteDialog } from '../../people/signed-note-dialog.tsx'
import { DigestLine } from '../../ui/digest-line.tsx'
import type { Digest } from '../../ui/digest.ts'
import type { QuarantinedFile } from './transfers-view.ts'

interface DiscardDialogProps {
  readonly file: QuarantinedFile
  readonly copy: Digest
  readonly onClose: () => void
}

/** Somebody signs why the copy of a refused file is destroyed; that it was there stays in the log. */
export function DiscardDialog({ file, copy, onClose }: DiscardDialogProps): ReactElement {
  return (
    <SignedNoteDialog
      onClose={onClose}
      title={`Destroy the copy of “${file.name}”`}
      tone="danger"
      note={{ label: 'Why', missing: 'Write why.', maxLength: 600 }}
      whoLabel="Who has it destroyed"
      cancel="Keep it"
      verb="Destroy this copy as"
      variant="danger-solid"
      onSign={(reason, given) => call('quarantine.discard', { sha256: copy.hex, reason, ...given })}
    >
      <p>
        {file.text} {file.from} It may be evidence: in an incident, seal it first. That it was here and why it was
        refused stays in the log.
      </p>
      <DigestLine digest={copy} />
    </SignedNoteDialog>
  )
}
