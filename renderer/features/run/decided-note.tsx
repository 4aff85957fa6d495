import type { ReactElement } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { isDecided } from './held.ts'
import notice from './notes.module.css'

/** The deviations of the step on the screen that are decided: whoever looks at the step later must see them. */
export function DecidedNote({ run }: { readonly run: RunView }): ReactElement[] {
  return run.exceptions
    .filter(isDecided)
    .filter(({ step }) => step === run.step.number)
    .map(({ number, happened, decided }) => (
      <div key={number} className={notice['decided']}>
        <b>
          Exception {number}: {happened}
        </b>
        <p>
          {decided.by.name} decided at {decided.time.slice(11, 19)}Z that the run{' '}
          {decided.decision === 'continue' ? 'goes on' : 'ends'}: {decided.reason}
        </p>
      </div>
    ))
}
