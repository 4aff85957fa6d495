import type { ActionItem } from '../../../shared/incident/actions.ts'
import type { ActionView } from '../../../shared/ipc/contract/incident-steps.ts'
import { toInstant } from '../clock.ts'
import type { Facility } from '../facility/facility.ts'
import { personName } from '../log/wording.ts'

/** What a review promised, and whether it is late. */
export function viewAction({ state, clock }: Facility, item: ActionItem): ActionView {
  const { id, action, kind, owner, due, evaluation, run, drill, closed } = item
  return {
    id,
    action,
    kind,
    owner,
    due,
    evaluation,
    run,
    runTitle: state.runs.get(run)?.plan.title ?? run,
    drill,
    late: closed === null && due < toInstant(clock.now()).slice(0, 10),
    closed: closed && {
      at: closed.at,
      by: closed.by === null ? 'a later review' : personName(state, closed.by),
      note: closed.note,
    },
  }
}
