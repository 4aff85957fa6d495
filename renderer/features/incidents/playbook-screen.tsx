import { Clapperboard, Printer } from 'lucide-react'
import { type ReactElement, useState } from 'react'

import type { PlaybookView } from '../../../shared/ipc/contract/incidents.ts'
import { usePaper } from '../../bridge/use-paper.ts'
import { useReading } from '../../bridge/use-reading.ts'
import { navigate } from '../../route.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { PaperDialog } from '../../ui/paper-dialog.tsx'
import styles from './incident-pages.module.css'
import { PlaybookPage } from './playbook-page.tsx'

const NOTHING = {}

/** One playbook of the library, to be read, printed, drilled or opened. */
export function PlaybookScreen({ procedure }: { readonly procedure: string }): ReactElement | null {
  const { value, failure } = useReading('incidents.list', NOTHING)
  const playbook = value?.playbooks.find((each) => each.procedure === procedure)
  if (playbook !== undefined) return <PlaybookPage playbook={playbook} actions={<Acts playbook={playbook} />} />
  if (value === undefined && failure === null) return null
  return (
    <div className={styles['failure']}>
      {failure === null ? (
        <EmptyState
          title="The library has no such playbook"
          action={<Button onPress={() => navigate('incidents')}>Back to the incidents</Button>}
        >
          There is none with the name “{procedure}”.
        </EmptyState>
      ) : (
        <FailureNote failure={failure} />
      )}
    </div>
  )
}

function Acts({ playbook }: { readonly playbook: PlaybookView }): ReactElement {
  const { procedure, title, locked } = playbook
  const [printing, setPrinting] = useState(false)
  const { forget, save, print, ...work } = usePaper()
  const request = { paper: 'procedure' as const, procedure }
  return (
    <>
      <Button icon={Printer} onPress={() => setPrinting(true)}>
        Print it …
      </Button>
      <Button
        icon={Clapperboard}
        locked={locked ?? undefined}
        onPress={() => navigate('incidents', 'drill', procedure)}
      >
        Start a drill
      </Button>
      <Button locked={locked ?? undefined} onPress={() => navigate('incidents', 'begin', procedure)}>
        Declare an incident
      </Button>
      <PaperDialog
        {...work}
        isOpen={printing}
        onClose={() => {
          forget()
          setPrinting(false)
        }}
        title={`Playbook ${title}`}
        onSave={(size) => save(request, size)}
        onPrint={(size) => print(request, size)}
      >
        The nine items, whom to call, the clocks and every step, for the folder that works without electricity.
      </PaperDialog>
    </>
  )
}
