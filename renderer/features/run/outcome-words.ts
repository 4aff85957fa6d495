import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import type { ActName } from './run-store.ts'

const DONE: Readonly<Record<ActName, string>> = {
  'run.perform': 'Recorded.',
  'run.approve': 'Approval recorded.',
  'run.decide': 'The decision is in the log.',
  'run.refuse': 'It is recorded who does not agree.',
  'run.sign-off': 'Sign-off recorded.',
  'run.look': 'Looked on the token. Nothing was changed.',
  'run.reconcile': 'Decision recorded.',
  'run.reopen-token': 'The HSM is open.',
  'run.allow-final-try': 'The last try of the PIN is allowed, once.',
  'run.give-share': 'The share is right. It waits for the others.',
  'run.begin-dealing': 'The new PIN is made. The custodians take their shares.',
  'run.deal-sealed': 'The share is sealed.',
  'run.confirm-share': 'The paper is right.',
  'run.sign-in': 'Signed in.',
  'run.sign-out': 'Signed out.',
  'run.pause': 'The run is paused. Every HSM is closed.',
  'run.resume': 'The run goes on.',
  'run.raise-exception': 'The deviation is recorded. The run stands still until it is decided.',
  'run.decide-exception': 'Decision recorded.',
  'run.abort': 'The run is aborted.',
  'transfer.import-answer': 'The answer from elsewhere is recorded.',
}

/** What an act led to, to be heard: what is done now, and what is next. */
export function outcomeWords(act: ActName, before: RunView | null, after: RunView | null): string {
  if (after === null || before === null) return DONE[act]
  if (after.status === 'closed' && before.status === 'open') return `${after.title} is closed. Every step is done.`
  if (after.step.id === before.step.id) return DONE[act]
  const { number, title } = after.step
  return `Step ${before.step.number} is done: ${before.step.title}. Next is step ${number}: ${title}.`
}
