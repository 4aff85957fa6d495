import { type ReactElement, useState } from 'react'

import type { PaperRequest } from '../../../shared/ipc/contract/papers.ts'
import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { usePaper } from '../../bridge/use-paper.ts'
import { PaperDialog } from '../../ui/paper-dialog.tsx'
import { Select } from '../../ui/select.tsx'
import type { RunDialogProps } from './abort-dialog.tsx'

type RunPaper = 'record' | 'attendance' | 'exceptions' | 'plan' | 'genesis'

interface Words {
  readonly label: string
  readonly says: string
}

const PAPERS: Readonly<Record<RunPaper, Words>> = {
  record: {
    label: 'Annotated record',
    says: 'The script with everything that happened, who signed what, the checkpoint, and how an auditor checks it.',
  },
  attendance: {
    label: 'Attendance sheet',
    says: 'Who was in the room, when and in which role, and what they signed on coming.',
  },
  exceptions: {
    label: 'Exception sheets',
    says: 'One page for each deviation: expected, happened, decided, by whom.',
  },
  plan: {
    label: 'Script',
    says: 'The plan of this run with boxes for times and initials, as before it was opened.',
  },
  genesis: {
    label: 'Genesis page',
    says: 'The first checkpoint of this facility, its policy, its people, and who signed them off.',
  },
}

/** The papers of a run, to be saved or printed. */
export function PapersDialog({ run, isOpen, onClose }: RunDialogProps): ReactElement {
  const [paper, setPaper] = useState<RunPaper>('record')
  const { forget, save, print, ...work } = usePaper()
  const request: PaperRequest = paper === 'genesis' ? { paper } : { paper, run: run.run }
  const close = (): void => {
    forget()
    onClose()
  }
  return (
    <PaperDialog
      {...work}
      isOpen={isOpen}
      onClose={close}
      title={`Papers of ${run.title}`}
      onSave={(size) => save(request, size)}
      onPrint={(size) => print(request, size)}
      choice={
        <Select
          label="Which paper"
          value={paper}
          onChange={(id) => {
            forget()
            setPaper(id as RunPaper)
          }}
          choices={choicesOf(run)}
        />
      }
    >
      {PAPERS[paper].says}
    </PaperDialog>
  )
}

function choicesOf(run: RunView): { id: string; label: string }[] {
  return Object.entries(PAPERS)
    .filter(([id]) => id !== 'exceptions' || run.exceptions.length > 0)
    .map(([id, { label }]) => ({ id, label }))
}
