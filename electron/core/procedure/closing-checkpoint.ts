import { parseCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import { parseNote } from '../../../shared/ledger/note.ts'
import { currentStep, type RunState } from '../../../shared/procedure/run-state.ts'
import type { Facility } from '../facility/facility.ts'
import { fail } from '../../../shared/failure.ts'

export interface ReadCheckpoint {
  readonly size: number
  readonly root: Uint8Array
  /** The text that is signed. */
  readonly text: string
}

/** The checkpoint that the participants sign: the newest one when the first of them signs, and the same for all others. */
export function closingCheckpoint(facility: Facility, run: RunState): ReadCheckpoint {
  const signed = currentStep(run)?.signOffs[0]?.statement.checkpoint.size
  const stored = facility.store.checkpoints()
  const chosen = signed === undefined ? stored.at(-1) : stored.find((checkpoint) => checkpoint.size === signed)
  if (chosen === undefined) throw fail('log-inconsistent', 'The log has no checkpoint to sign off.')
  const { text } = parseNote(chosen.note)
  const { size, root } = parseCheckpoint(text)
  return { size, root, text }
}
