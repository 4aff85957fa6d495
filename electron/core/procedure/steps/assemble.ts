import { fail } from '../../../../shared/failure.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { findPerson } from '../approvals.ts'
import type { StepContext } from '../step-context.ts'

/** Who is here, each in one role. Throws role-not-allowed, quorum-not-met. */
export function assemble({ input, facility, run }: StepContext<'assemble'>): StepOutput<'assemble'> {
  if (input.kind !== 'assemble') throw fail('invalid-request', 'This step wants the people who are present.')
  const { present } = input
  for (const { person: id, role } of present) {
    const person = findPerson(facility, id)
    if (!person.roles.includes(role)) {
      throw fail('role-not-allowed', `${person.name} does not have the role "${role}".`, {
        remedy: `Their roles: ${person.roles.join(', ')}.`,
      })
    }
  }
  const ids = present.map((entry) => entry.person)
  if (new Set(ids).size !== ids.length) {
    throw fail('role-not-allowed', 'A person can only be in the room once, in one role.', {
      remedy: 'Give each person one role for this run.',
    })
  }
  if (!ids.includes(run.starter)) {
    throw fail(
      'person-not-present',
      `${findPerson(facility, run.starter).name} started this run and must be in the room.`,
    )
  }
  const missing = Object.entries(run.plan.definition.script.roles).flatMap(([role, count]) => {
    const here = present.filter((entry) => entry.role === role).length
    return here < count ? [`${String(count - here)} more ${role}`] : []
  })
  if (missing.length > 0) {
    throw fail('quorum-not-met', `The script needs ${missing.join(' and ')} in the room.`, {
      remedy: 'Wait for them, or abort the run.',
    })
  }
  return { present: present.map(({ person, role }) => ({ person, role })) }
}
