import { fail } from '../../../shared/failure.ts'
import type { EntryOf } from '../../../shared/ledger/entries.ts'
import { canonicalJson } from '../../../shared/ledger/canonical-json.ts'
import { stepOutputs } from '../../../shared/procedure/outputs.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import { wordsOf } from '../procedure/close-run.ts'

/** Nobody signs the last two entries of a run: they say what people signed in the ones before. Throws log-inconsistent. */
export function checkClosing(entry: EntryOf<'step-done'> | EntryOf<'run-closed'>, run: RunState): void {
  const signOff = run.steps.find(({ step }) => step.kind === 'sign-off')
  if (signOff === undefined) throw other()
  const words = wordsOf(signOff)
  if (entry.kind === 'run-closed') {
    if (canonicalJson(entry.data) !== canonicalJson(words)) throw other()
    return
  }
  const { checkpoint, ...said } = stepOutputs['sign-off'].parse(entry.data.output)
  const [first] = signOff.signOffs
  if (
    canonicalJson(said) !== canonicalJson(words) ||
    canonicalJson(checkpoint) !== canonicalJson(first?.statement.checkpoint ?? null)
  )
    throw other()
}

function other(): Error {
  return fail('log-inconsistent', 'It does not say what the participants signed.')
}
