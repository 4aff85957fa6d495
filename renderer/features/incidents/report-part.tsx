import { FileText, Printer } from 'lucide-react'
import { type ReactElement, useState } from 'react'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import type { IncidentView } from '../../../shared/ipc/contract/incidents.ts'
import { call, type Response } from '../../bridge/client.ts'
import { usePaper } from '../../bridge/use-paper.ts'
import { useReading } from '../../bridge/use-reading.ts'
import { Button } from '../../ui/button.tsx'
import { groupHex } from '../../ui/digest.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { PaperDialog } from '../../ui/paper-dialog.tsx'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { Section } from '../../ui/section.tsx'
import { State } from '../../ui/state.tsx'
import styles from './incident-pages.module.css'

/** The CCADB report as it would be written now, and what only people can still fill in. */
export function ReportPart({ incident }: { readonly incident: IncidentView }): ReactElement {
  const { run } = incident
  const { value, failure } = useReading('incident.report', { run })
  const [saved, setSaved] = useState<Response<'incident.save-report'>>()
  const [refusal, setRefusal] = useState<Failure | null>(null)
  const [printing, setPrinting] = useState(false)
  const save = async (fileName: string): Promise<void> => {
    setRefusal(null)
    try {
      const { path } = await call('host.choose-folder', {
        title: 'Where the report goes',
        buttonLabel: 'Write it here',
      })
      if (path !== null) setSaved(await call('incident.save-report', { run, path: `${path}/${fileName}` }))
    } catch (error) {
      setRefusal(toFailure(error))
    }
  }
  if (value === undefined) return failure === null ? <></> : <FailureNote failure={failure} />
  const { markdown, fileName, open } = value
  return (
    <Section
      title="Report"
      note={
        open.length === 0
          ? 'CCADB, every heading is filled'
          : `CCADB, ${open.length} ${open.length === 1 ? 'heading waits' : 'headings wait'} for people`
      }
    >
      {open.length > 0 && (
        <ul className={styles['open']}>
          {open.map((field) => (
            <li key={field}>
              <State tone="next">{field}</State>
            </li>
          ))}
        </ul>
      )}
      <div className={styles['acts']}>
        <Button icon={FileText} onPress={() => void save(fileName)}>
          Write it to a file …
        </Button>
        <Button icon={Printer} onPress={() => setPrinting(true)}>
          Print it …
        </Button>
        {saved !== undefined && (
          <State tone="ok">
            {saved.path}, {saved.size.toLocaleString('en')} bytes, SHA-256 {groupHex(saved.sha256, 16)}
          </State>
        )}
      </div>
      {refusal !== null && <FailureNote failure={refusal} />}
      <ScrollArea label="The report as it would be written now" className={styles['report']}>
        {markdown}
      </ScrollArea>
      <PrintReport incident={incident} isOpen={printing} onClose={() => setPrinting(false)} />
    </Section>
  )
}

interface PrintReportProps {
  readonly incident: IncidentView
  readonly isOpen: boolean
  readonly onClose: () => void
}

function PrintReport({ incident, isOpen, onClose }: PrintReportProps): ReactElement {
  const { forget, save, print, ...work } = usePaper()
  const request = { paper: 'incident-report' as const, run: incident.run }
  return (
    <PaperDialog
      {...work}
      isOpen={isOpen}
      onClose={() => {
        forget()
        onClose()
      }}
      title={`Report on ${incident.title}`}
      onSave={(size) => save(request, size)}
      onPrint={(size) => print(request, size)}
    >
      Every heading of the CCADB incident report, filled from the log where the log knows.
    </PaperDialog>
  )
}
