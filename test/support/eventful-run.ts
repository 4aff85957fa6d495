import type { FacilityConsole } from '../../electron/core/console.ts'
import type { Role } from '../../shared/ids.ts'
import type { RunState } from '../../shared/procedure/run-state.ts'
import { utf8ToBytes } from '../../shared/bytes.ts'
import { ADMINISTRATOR, answers, begin, goOn, hand, PRIYA, rootPlan, TOMAS, WITNESS } from './ceremony-run.ts'
import { rejectionOf } from './rejection.ts'

/** What a witness writes who wants to take over the paper. */
export const HOSTILE = 'The blind was up.\n<script>alert(1)</script><img src="https://example.com/x">'

const SEATS: readonly (readonly [string, Role])[] = [
  [ADMINISTRATOR, 'administrator'],
  [TOMAS, 'officer'],
  [PRIYA, 'officer'],
  [WITNESS, 'witness'],
]

/**
 * A root ceremony in which much happens: a wrong PIN, two exceptions, a refusal, a pause, somebody who leaves and comes back,
 * and a witness who does not agree.
 */
export async function eventfulRun(session: FacilityConsole, folder: string): Promise<RunState> {
  const { engine } = session
  const from = answers(folder, {
    signOff: (person) =>
      Promise.resolve(person === WITNESS ? { agrees: false, remark: HOSTILE } : { agrees: true, remark: '' }),
  })
  const run = await begin(session, rootPlan(), 'open', from)
  await rejectionOf(engine.perform(run.id, 'open', { kind: 'pin', pin: utf8ToBytes('000000') }))
  const first = raised(session, run, WITNESS, 'The PIN opens the HSM.', 'The first PIN was refused.')
  await engine.decideException(run.id, first, hand(TOMAS), {
    decision: 'continue',
    reason: 'A slip of the hand: the second try is allowed.',
  })
  await goOn(session, run, 'approve-root', from)
  await engine.refuse(run.id, 'approve-root', hand(PRIYA), 'I want to read rows C and D again.')
  await engine.pause(run.id, hand(ADMINISTRATOR), 'Lunch.')
  for (const [person, role] of SEATS) await engine.signIn(run.id, hand(person), role)
  await engine.resumeRun(run.id, hand(TOMAS))
  const second = raised(session, run, PRIYA, 'Nobody stands at the window.', HOSTILE)
  await engine.decideException(run.id, second, hand(WITNESS), {
    decision: 'continue',
    reason: 'The blind is down now.',
  })
  await goOn(session, run, 'verify', from)
  await engine.signOut(run.id, hand(TOMAS), 'A call.')
  await engine.signIn(run.id, hand(TOMAS), 'officer')
  return goOn(session, run, null, from)
}

/** The number of the entry. */
function raised({ engine }: FacilityConsole, run: RunState, by: string, expected: string, happened: string): number {
  engine.raiseException(run.id, by, { expected, happened })
  return run.exceptions.at(-1)?.index ?? -1
}
