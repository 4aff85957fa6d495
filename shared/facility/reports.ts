import { fail } from '../failure.ts'
import type { RegisteredReceiver } from '../handoff/receiver.ts'
import type { EntryOf } from '../ledger/entries.ts'
import { outputOf, type RunState, type StepState } from '../procedure/run-state.ts'
import type { StepOutput } from '../procedure/outputs.ts'

interface Taken {
  readonly index: number
  readonly time: string
  readonly run: string
}

/** What came back from a receiver and was taken into the log. */
export type TakenReport =
  | (Taken & { readonly kind: 'receipt'; readonly output: StepOutput<'await-receipt'> })
  | (Taken & { readonly kind: 'status'; readonly output: StepOutput<'import-status'> })

export interface ReportStore {
  readonly receivers: ReadonlyMap<string, RegisteredReceiver>
  readonly reports: TakenReport[]
}

/** The last number that a receiver gave a receipt or a status report; 0 before the first. */
export function lastCounter({ reports }: Pick<ReportStore, 'reports'>, receiver: string): number {
  return reports.findLast(({ output }) => output.receiver === receiver)?.output.counter ?? 0
}

/** The receipts of one hand-off, by its manifest, oldest first. */
export function receiptsOf(
  { reports }: Pick<ReportStore, 'reports'>,
  manifest: string,
): (StepOutput<'await-receipt'> & Taken)[] {
  return reports.flatMap((report) =>
    report.kind === 'receipt' && report.output.manifest === manifest
      ? [{ ...report.output, index: report.index, time: report.time, run: report.run }]
      : [],
  )
}

/** Receivers that are registered for a domain now. */
export function receiversOf({ receivers }: Pick<ReportStore, 'receivers'>, domain: string): RegisteredReceiver[] {
  return [...receivers.values()].filter((one) => one.domain === domain && one.removedAt === null)
}

/** Throws log-inconsistent for a receiver that is not registered, and for a number that it gave before. */
export function collectReport(
  store: ReportStore,
  run: RunState,
  { step }: StepState,
  entry: EntryOf<'step-done'>,
): void {
  const taken = { index: entry.index, time: entry.time, run: run.id }
  const report: TakenReport | null =
    step.kind === 'await-receipt'
      ? { ...taken, kind: 'receipt', output: outputOf(run, step.id, 'await-receipt') }
      : step.kind === 'import-status'
        ? { ...taken, kind: 'status', output: outputOf(run, step.id, 'import-status') }
        : null
  if (report === null) return
  const { receiver, counter, domain } = report.output
  const known = receiversOf(store, domain).some(({ name }) => name === receiver)
  if (!known || counter <= lastCounter(store, receiver)) {
    throw fail(
      'log-inconsistent',
      `Entry ${String(entry.index)} takes a report of nobody, or one that was taken before.`,
      {
        detail: { index: entry.index },
      },
    )
  }
  store.reports.push(report)
}
