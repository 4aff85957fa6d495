import { Printer } from 'lucide-react'
import { type ReactElement, type ReactNode, useState } from 'react'

import type { Failure } from '../../shared/failure.ts'
import { Button } from './button.tsx'
import { AlertDialog } from './dialog.tsx'
import { groupHex } from './digest.ts'
import { FailureNote } from './failure-note.tsx'
import styles from './paper-dialog.module.css'
import { Select } from './select.tsx'
import { State } from './state.tsx'

export type PaperSize = 'A4' | 'Letter'

export interface PaperDialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly title: string
  /** Which paper, where there is a choice. */
  readonly choice?: ReactNode
  /** What stands on it. */
  readonly children: ReactNode
  readonly working: 'save' | 'print' | null
  readonly saved: { readonly path: string; readonly sha256: string } | null
  readonly printed: boolean
  readonly failure: Failure | null
  readonly onSave: (size: PaperSize) => void
  readonly onPrint: (size: PaperSize) => void
}

/** A paper leaves as a PDF or through the printer; what became of it stands below. */
export function PaperDialog(props: PaperDialogProps): ReactElement {
  const { isOpen, onClose, title, choice, children, working, onSave, onPrint } = props
  const [size, setSize] = useState<PaperSize>('A4')
  return (
    <AlertDialog
      isOpen={isOpen}
      onCancel={onClose}
      title={title}
      actions={
        <>
          <Button onPress={onClose}>Close</Button>
          <Button icon={Printer} isPending={working === 'print'} onPress={() => onPrint(size)}>
            Print …
          </Button>
          <Button variant="primary" isPending={working === 'save'} onPress={() => onSave(size)}>
            Save as PDF …
          </Button>
        </>
      }
    >
      <div className={styles['choices']}>
        {choice}
        <Select
          label="Size of the paper"
          value={size}
          onChange={(id) => setSize(id === 'Letter' ? 'Letter' : 'A4')}
          choices={[
            { id: 'A4', label: 'A4' },
            { id: 'Letter', label: 'US Letter' },
          ]}
        />
      </div>
      <p>{children}</p>
      <PaperOutcome {...props} />
    </AlertDialog>
  )
}

function PaperOutcome({ saved, printed, failure }: PaperDialogProps): ReactElement | null {
  if (failure !== null) return <FailureNote failure={failure} />
  if (saved !== null) {
    return (
      <output className={styles['saved']}>
        <State tone="ok">Saved as</State>
        <code>{saved.path}</code>
        <span>
          SHA-256 of the file <code>{groupHex(saved.sha256)}</code>
        </span>
      </output>
    )
  }
  return printed ? (
    <output>
      <State tone="ok">The printer has it. Count the pages: each says how many there are.</State>
    </output>
  ) : null
}
