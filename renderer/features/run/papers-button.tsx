import { Printer } from 'lucide-react'
import { type ReactElement, useState } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { Button } from '../../ui/button.tsx'
import { PapersDialog } from './papers-dialog.tsx'

/** Where a run has ended: its papers. */
export function PapersButton({ run, children }: { readonly run: RunView; readonly children: string }): ReactElement {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button icon={Printer} size="small" onPress={() => setOpen(true)}>
        {children}
      </Button>
      <PapersDialog run={run} isOpen={open} onClose={() => setOpen(false)} />
    </>
  )
}
