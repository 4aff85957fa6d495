import { fail } from '../../../shared/failure.ts'
import { isPractice } from '../../../shared/facility/state.ts'
import type { Block, Paper } from '../../../shared/paper/paper.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import { counted } from '../../../shared/counted.ts'
import { exceptionAt } from './exception-block.ts'
import { entriesOf, type PaperSource } from './source.ts'
import { footOf, paperDigest, paperFileName } from './words.ts'

/** One page for each deviation, to be filed or taken to whoever looks into it. Throws invalid-request where there is none. */
export function exceptionsPaper(source: PaperSource, run: RunState): Paper {
  const { state } = source
  const practice = isPractice(state)
  if (run.exceptions.length === 0)
    throw fail('invalid-request', `${run.id} has no exceptions.`, { remedy: 'Print the record: it says so.' })
  const scene = { state, run, entries: entriesOf(source, run) }
  const open = run.exceptions.filter(({ decided }) => decided === null).length
  return {
    title: run.plan.title,
    subject: 'Exception sheets',
    sentence: `${counted(run.exceptions.length, 'exception was', 'exceptions were')} recorded in ${run.id}; ${open === 0 ? 'each was decided' : `${String(open)} not decided yet`}.`,
    facility: state.founded.name,
    practice,
    drill: run.drill,
    foot: footOf('Exceptions', run),
    fileName: paperFileName(practice, `${run.id} ${run.plan.title}`, 'exceptions'),
    blocks: run.exceptions.flatMap(({ index }, place): Block[] => [
      { block: 'section', title: `Exception ${String(place + 1)}`, note: run.plan.title, newPage: place > 0 },
      exceptionAt(scene, index),
      {
        block: 'facts',
        facts: [
          { label: 'Facility', value: state.founded.name },
          { label: 'Log', value: state.founded.origin, mono: true },
          { label: 'Run', value: run.id },
        ],
      },
      { block: 'digest', digest: paperDigest('SHA-256 of the plan', run.planDigest) },
      { block: 'text', text: 'Seen afterwards, on paper:' },
      {
        block: 'boxes',
        rows: [
          [
            { box: 'name', label: 'Name' },
            { box: 'date', label: 'Date' },
            { box: 'signature', label: 'Signature' },
          ],
          [{ box: 'wide', label: 'What was done about it' }],
          [{ box: 'wide', label: '' }],
        ],
      },
    ]),
  }
}
