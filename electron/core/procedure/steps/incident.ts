import { ceremoniesFor, findOpenAction, takenCeremonies } from '../../../../shared/facility/incidents.ts'
import { utf8ToBytes } from '../../../../shared/bytes.ts'
import { fail, OperationError } from '../../../../shared/failure.ts'
import { DRILL_MARK, messageText } from '../../../../shared/incident/message.ts'
import { definitionDigest } from '../../../../shared/procedure/definition.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { planDigest } from '../../../../shared/procedure/plan.ts'
import { toInstant } from '../../clock.ts'
import { findProcedure } from '../library.ts'
import { makePlan } from '../make-plan.ts'
import type { StepContext } from '../step-context.ts'

/** Keeps what was sent. Throws message-not-marked for a message of a drill that does not say so, and invalid-request. */
export function notify(context: StepContext<'notify'>): StepOutput<'notify'> {
  const { input, step, run, facility, services } = context
  if (input.kind !== 'message') throw fail('invalid-request', 'This step wants the message, and when it was sent.')
  const now = toInstant(services.facility.clock.now())
  const { text, sentAt = now } = input
  if (sentAt > now || sentAt < (run.awareAt ?? run.openedAt))
    throw fail('invalid-request', 'A message is sent after somebody first knew, and not in the future.')
  if (run.drill && !text.startsWith(DRILL_MARK))
    throw fail('message-not-marked', 'A message of a drill begins by saying that it is one. Nothing was recorded.', {
      remedy: `Put this first: ${DRILL_MARK}`,
    })
  const { sha256 } = services.facility.artifacts.put(utf8ToBytes(text))
  const { audience, channel } = step
  return { audience, channel, sentAt, message: sha256, edited: text !== messageText(facility, run, step, now) }
}

/**
 * The ceremony that was signed off for this incident; in a drill, what people say of it. Throws ceremony-missing while there is
 * none, and plan-mismatch for one of another file than was reviewed.
 */
export function runCeremony(context: StepContext<'run-ceremony'>): StepOutput<'run-ceremony'> {
  const { input, step, run, facility } = context
  const { ceremony } = step
  if (run.drill) {
    if (input.kind !== 'played') throw fail('invalid-request', 'This step wants how long the ceremony would take.')
    return { played: true, ceremony, plan: plannedDigest(context), minutes: input.minutes }
  }
  const taken = takenCeremonies(run)
  const started = ceremoniesFor(facility, run, step).filter(({ id }) => !taken.has(id))
  const closed = started.findLast(({ status }) => status === 'closed')
  if (closed === undefined) throw missing(ceremony, started.at(-1))
  const pinned = run.plan.ceremonies?.[ceremony]?.digest
  if (pinned !== definitionDigest(closed.plan.definition))
    throw fail(
      'plan-mismatch',
      `${closed.id} is of another version of "${ceremony}" than this playbook was reviewed with.`,
      {
        remedy: 'Record a deviation, or open the playbook again with the version that is in use.',
      },
    )
  return { played: false, ceremony, run: closed.id, plan: closed.planDigest, closedAt: closed.closedAt ?? '' }
}

function missing(ceremony: string, last: { readonly id: string; readonly status: string } | undefined): Error {
  const words =
    last === undefined
      ? `No ceremony "${ceremony}" was started for this incident with the inputs of this step.`
      : last.status === 'open'
        ? `The ceremony ${last.id} is not signed off yet.`
        : `The ceremony ${last.id} was aborted.`
  return fail('ceremony-missing', words, {
    remedy:
      last?.status === 'open' ? 'Take it to its end first.' : `Start the ceremony "${ceremony}" from this incident.`,
  })
}

/** What its plan would be; null where people would still have to fill something in. */
function plannedDigest(context: StepContext<'run-ceremony'>): string | null {
  const { services, step } = context
  const definition = findProcedure(services.library, step.ceremony)
  const inputs = Object.fromEntries(
    Object.entries(step.inputs ?? {}).map(([name, field]) => [name, context.value(field)]),
  )
  try {
    return planDigest(makePlan(services.library, definition, definition.title, inputs))
  } catch (error) {
    if (error instanceof OperationError && error.code === 'plan-invalid') return null
    throw error
  }
}

/** What people learnt, whole. Throws action-unknown for a promise that is not open, invalid-request for a cause that there is not. */
export function review({ input, facility }: StepContext<'review'>): StepOutput<'review'> {
  if (input.kind !== 'review') throw fail('invalid-request', 'This step wants the review.')
  const { review: given } = input
  for (const { action } of given.closes) findOpenAction(facility, action)
  const causes = given.factors.length
  if (given.actions.some((action) => action.causes.some((cause) => cause > causes)))
    throw fail('invalid-request', `An action names a cause that there is not; there are ${String(causes)}.`)
  return given
}
