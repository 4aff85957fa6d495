import { fail } from '../../../../shared/failure.ts'
import { missingWords } from '../../../../shared/procedure/attendance.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { findPerson } from '../../people/find-person.ts'
import type { StepContext } from '../step-context.ts'

/** Everybody who signed in, each in one role. Throws quorum-not-met, person-not-present. */
export function assemble({ facility, run }: StepContext<'assemble'>): StepOutput<'assemble'> {
  const missing = missingWords(run)
  if (missing !== '') {
    throw fail('quorum-not-met', `The script needs ${missing} in the room.`, {
      remedy: 'They sign in with their own credential, or the run is aborted.',
    })
  }
  if (!run.present.some(({ person }) => person === run.starter)) {
    const { name } = findPerson(facility, run.starter)
    throw fail('person-not-present', `${name} started this run and must be in the room.`)
  }
  return { present: run.present.map(({ person, role }) => ({ person, role })) }
}
