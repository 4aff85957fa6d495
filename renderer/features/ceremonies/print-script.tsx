import { Printer } from 'lucide-react'
import { type ReactElement, useState } from 'react'

import { usePaper } from '../../bridge/use-paper.ts'
import { Button } from '../../ui/button.tsx'
import { PaperDialog } from '../../ui/paper-dialog.tsx'

export interface PrintScriptProps {
  readonly procedure: string
  readonly title: string
  readonly inputs: Readonly<Record<string, string>>
}

/** The script of a plan that is complete, for review and for the room. */
export function PrintScript({ procedure, title, inputs }: PrintScriptProps): ReactElement {
  const [open, setOpen] = useState(false)
  const { forget, save, print, ...work } = usePaper()
  const request = { paper: 'script' as const, procedure, title, inputs: { ...inputs } }
  return (
    <>
      <Button icon={Printer} onPress={() => setOpen(true)}>
        Print the script …
      </Button>
      <PaperDialog
        {...work}
        isOpen={open}
        onClose={() => {
          forget()
          setOpen(false)
        }}
        title={`Script of ${title}`}
        onSave={(size) => save(request, size)}
        onPrint={(size) => print(request, size)}
      >
        Every act and step with boxes for times and initials, whose approval each needs, and the digests of plan and policy.
          It changes nothing, and it need not be opened to be printed.
      </PaperDialog>
    </>
  )
}
