import { fail } from '../../../../shared/failure.ts'
import { role as roleSchema, type Role } from '../../../../shared/ids.ts'
import { handedOver } from '../../../../shared/procedure/attendance.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { findPerson } from '../../people/find-person.ts'
import type { StepContext } from '../step-context.ts'

/** Somebody left a role since the step before, and somebody else took it; both signed. Throws hand-over-missing. */
export function handOver(context: StepContext<'hand-over'>): StepOutput<'hand-over'> {
  const { step, run, state, facility } = context
  const role = roleOf(context.value(step.role))
  const from = findPerson(facility, context.value(step.from))
  const to = findPerson(facility, context.value(step.to))
  const { left, came } = handedOver(run, state, { role, from: from.id, to: to.id })
  if (from.id === to.id) throw fail('plan-invalid', `${from.name} cannot take over from themselves.`)
  if (left === null) {
    throw fail('hand-over-missing', `${from.name} has not left the room as ${role} since the step before.`, {
      remedy: `${from.name} signs out.`,
    })
  }
  if (came === null) {
    throw fail('hand-over-missing', `${to.name} is not in the room as ${role}.`, {
      remedy: `${to.name} signs in as ${role}.`,
    })
  }
  return { role, from: from.id, to: to.id, left, came }
}

function roleOf(text: string): Role {
  const parsed = roleSchema.safeParse(text)
  if (parsed.success) return parsed.data
  throw fail('plan-invalid', `"${text}" is no role.`, { remedy: `A role is ${roleSchema.options.join(', ')}.` })
}
