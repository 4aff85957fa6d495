import { openRuns } from '../../../shared/facility/open-runs.ts'
import type { Overview } from '../../../shared/ipc/contract/facility.ts'
import type { FacilityConsole } from '../console.ts'
import { viewPerson } from './pieces.ts'

/** Who belongs to the facility, and who of them the open run named as present, in the role named there. */
export function viewPeople({ facility }: FacilityConsole): Overview['people'] {
  const { state } = facility
  const open = openRuns(state).find((run) => run.present.length > 0)
  const named = open?.steps.find(({ step, status }) => step.kind === 'assemble' && status === 'done')
  const seats = [...state.people.values()].map((person) => {
    const seat = open?.present.find((other) => other.person === person.id)
    return { person: viewPerson(person), role: seat?.role ?? person.roles[0] ?? 'witness', present: seat !== undefined }
  })
  return { run: open?.plan.title ?? null, since: named?.doneAt ?? null, seats }
}
