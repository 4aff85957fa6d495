import type { ReactElement } from 'react'

import type { ProcedureView, RunSummary } from '../../../shared/ipc/contract/runs.ts'
import { useReading } from '../../bridge/use-reading.ts'
import { navigate } from '../../route.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import styles from './library.module.css'
import { Procedure } from './procedure.tsx'
import { RunList } from './run-list.tsx'

/** What can be run here, and what was. */
export function Library(): ReactElement {
  const procedures = useReading('procedures.list', {})
  const runs = useReading('runs.list', {})
  const failure = procedures.failure ?? runs.failure
  // playbooks and what was run of them have an area of their own
  const known = procedures.value?.procedures.filter(isCeremony)
  const held = runs.value?.runs.filter(isCeremony)
  const open = held?.find(({ status }) => status === 'open')
  const next = held?.length === 0 ? firstOf(known ?? []) : undefined
  return (
    <div className={styles['page']}>
      <PageHead
        title={headline(open, known)}
        actions={
          open !== undefined && (
            <Button variant="primary" onPress={() => navigate('ceremonies', 'run', open.run)}>
              Go on with {open.title}
            </Button>
          )
        }
      >
        {proof(open, held, next)}
      </PageHead>
      <div className={styles['columns']}>
        <div className={styles['procedures']}>
          {failure !== null && <FailureNote failure={failure} />}
          {held !== undefined &&
            inOrder(known ?? [], next).map((procedure) => (
              <Procedure key={procedure.procedure} procedure={procedure} isNext={procedure === next} />
            ))}
        </div>
        <RunList runs={held} />
      </div>
    </div>
  )
}

function isCeremony({ kind }: Pick<ProcedureView, 'kind'>): boolean {
  return kind === 'ceremony'
}

/** Where nothing was run yet: a root; before that, where a facility has to be founded, what founds it. */
function firstOf(procedures: readonly ProcedureView[]): ProcedureView | undefined {
  const ready = procedures.filter(({ locked }) => locked === null)
  return ready.find(({ procedure }) => procedure === 'generate-root') ?? ready[0]
}

/** The one to begin with, then what can be started, then what cannot. */
function inOrder(procedures: readonly ProcedureView[], next: ProcedureView | undefined): ProcedureView[] {
  const place = (each: ProcedureView): number => (each === next ? 0 : each.locked === null ? 1 : 2)
  return procedures.toSorted((one, other) => place(one) - place(other))
}

function headline(open: RunSummary | undefined, procedures: readonly ProcedureView[] | undefined): string {
  if (open !== undefined) return `${open.title} is open, ${open.done} of ${open.total} steps done`
  if (procedures === undefined) return 'Reading the ceremonies'
  const ready = procedures.filter(({ locked }) => locked === null).length
  if (ready === 0) return 'No ceremony can be started now'
  return ready === 1 ? 'One ceremony can be started' : `${words(ready)} ceremonies can be started`
}

function proof(
  open: RunSummary | undefined,
  runs: readonly RunSummary[] | undefined,
  next: ProcedureView | undefined,
): string {
  if (open !== undefined) return 'One ceremony at a time: the next can be started when this one is closed or aborted.'
  if (runs === undefined || runs.length === 0)
    return `None was held in this facility yet.${next === undefined ? '' : ` The first is: ${next.title}.`}`
  const closed = runs.filter(({ status }) => status === 'closed').length
  if (runs.length === 1 && closed === 1) return 'The one run so far was closed with every step done.'
  return `${closed} of ${runs.length} runs were closed with every step done.`
}

function words(count: number): string {
  return ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six'][count] ?? String(count)
}
