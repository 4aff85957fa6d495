import type { ReactElement, ReactNode } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'

import { classNames } from './class-names.ts'
import styles from './dialog.module.css'
import { StateGlyph, type Tone } from './state-glyph.tsx'

export interface AlertDialogProps {
  readonly isOpen: boolean
  /** Escape was pressed. Nothing happens by clicking beside it. */
  readonly onCancel: () => void
  /** What will be done, to which key. */
  readonly title: ReactNode
  readonly tone?: Tone
  readonly children: ReactNode
  /** The buttons; the last one is the act. */
  readonly actions: ReactNode
}

/** For the PIN, and for the last word before something is retired or adopted. Never over a step that is being approved. */
export function AlertDialog({ isOpen, onCancel, title, tone, children, actions }: AlertDialogProps): ReactElement {
  return (
    <ModalOverlay
      className={classNames(styles['overlay'])}
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onCancel()
      }}
    >
      <Modal className={classNames(styles['modal'])}>
        <Dialog role="alertdialog" className={classNames(styles['dialog'])}>
          <Heading slot="title" className={styles['title'] ?? ''}>
            {tone !== undefined && <StateGlyph tone={tone} size={18} />}
            {title}
          </Heading>
          <div className={styles['body']}>{children}</div>
          <div className={styles['actions']}>{actions}</div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
