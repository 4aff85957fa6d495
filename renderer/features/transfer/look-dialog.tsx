import type { ReactElement } from 'react'

import { hexToBytes } from '../../../shared/bytes.ts'
import { useReading } from '../../bridge/use-reading.ts'
import { Button } from '../../ui/button.tsx'
import { AlertDialog } from '../../ui/dialog.tsx'
import type { Digest } from '../../ui/digest.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { HexDump } from '../../ui/hex-dump.tsx'
import type { QuarantinedFile } from './transfers-view.ts'

interface LookDialogProps {
  readonly file: QuarantinedFile
  readonly copy: Digest
  readonly onClose: () => void
}

/** The first bytes of a refused file as they are: nothing reads a meaning into them. */
export function LookDialog({ file, copy, onClose }: LookDialogProps): ReactElement {
  const { value, failure } = useReading('quarantine.look', { sha256: copy.hex })
  return (
    <AlertDialog
      isOpen
      onCancel={onClose}
      title={`What “${file.name}” begins with`}
      actions={<Button onPress={onClose}>Close</Button>}
    >
      <p>{file.from} It is shown as bytes, and nothing opens it.</p>
      {failure !== null && <FailureNote failure={failure} />}
      {value !== undefined && (
        <HexDump bytes={hexToBytes(value.hex)} label={`The first bytes of ${file.name}`} lines={16} />
      )}
    </AlertDialog>
  )
}
