import type { FacilityState } from '../../../shared/facility/state.ts'
import type { LogEntry } from '../../../shared/ledger/entries.ts'
import type { ExceptionBlock } from '../../../shared/paper/paper.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import { personName, stepOf } from '../log/wording.ts'
import { marksOf } from './marks.ts'
import { dateAndTime } from './words.ts'

export interface ExceptionScene {
  readonly state: FacilityState
  readonly run: RunState
  readonly entries: readonly LogEntry[]
}

/** The deviation that entry `index` raised: expected, happened, and who decided what. */
export function exceptionAt({ state, run, entries }: ExceptionScene, index: number): ExceptionBlock {
  const place = run.exceptions.findIndex((one) => one.index === index)
  const found = run.exceptions[place]
  if (found === undefined) throw new Error(`entry ${String(index)} raised no exception`)
  const decided = entries.find((entry) => entry.index === found.decided?.index)
  const step = stepOf(run, found.step)
  return {
    block: 'exception',
    title: `Exception ${String(place + 1)} of ${String(run.exceptions.length)}`,
    facts: [
      { label: 'At', value: step === undefined ? 'no step' : `step ${String(step.number)}, ${step.step.title}` },
      {
        label: 'Noticed',
        value: `${dateAndTime(found.time)}, by ${found.by === null ? 'Conclave' : personName(state, found.by)}, entry ${String(index)}`,
      },
      { label: 'Expected', value: found.expected },
      { label: 'Happened', value: found.happened },
      ...(decided === undefined ? [{ label: 'Decided', value: 'Nothing yet: the run stands still.' }] : []),
    ],
    decision: decided === undefined ? null : (marksOf(decided, run, state)[0] ?? null),
  }
}
