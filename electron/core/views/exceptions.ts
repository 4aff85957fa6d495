import type { FacilityState } from '../../../shared/facility/state.ts'
import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import type { PersonView } from '../../../shared/ipc/contract/views.ts'
import { openException } from '../../../shared/procedure/exceptions.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import { findPerson } from '../people/find-person.ts'
import { viewPerson } from './pieces.ts'

/** Every deviation with what was decided, and the one that holds the run up. */
export function viewExceptions(state: FacilityState, run: RunState): Pick<RunView, 'exceptions' | 'openException'> {
  const person = (id: string): PersonView => viewPerson(findPerson(state, id))
  return {
    exceptions: run.exceptions.map(({ index, time, step, by, expected, happened, decided }, place) => ({
      number: place + 1,
      index,
      step: run.steps.find((each) => each.step.id === step)?.number ?? null,
      expected,
      happened,
      time,
      by: by === null ? null : person(by),
      decided: decided && {
        decision: decided.statement.decision,
        reason: decided.statement.reason,
        by: person(decided.statement.person),
        time: decided.time,
      },
    })),
    openException: openException(run)?.index ?? null,
  }
}
