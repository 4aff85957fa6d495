import { fail, OperationError } from '../../../../shared/failure.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { type ReadBack, readBack, type ReadBackDemand } from '../../../../shared/room/read-back.ts'
import type { EnrolledPerson } from '../../../../shared/people/person.ts'
import type { StepOf } from '../../../../shared/procedure/step-kinds.ts'
import { findPerson } from '../../people/find-person.ts'
import { assertInRoom } from '../in-room.ts'
import { referredDigest } from '../referred-digest.ts'
import type { StepContext } from '../step-context.ts'

/** One person reads, another one hears. Throws read-back-differs, person-not-present, role-not-allowed. */
export function readBackStep(context: StepContext<'read-back'>): StepOutput<'read-back'> {
  const { input, step, run, facility, performer } = context
  if (input.kind !== 'read-back') throw fail('invalid-request', 'This step wants what was read aloud, and by whom.')
  const listener = findPerson(facility, input.listener)
  assertInRoom(run, listener, 'Whoever hears the digest signs in first.')
  if (step.by !== undefined && performer.actor !== listener.id)
    throw fail('role-not-allowed', `Whoever hears this digest is the ${step.by}, not ${listener.name}.`)
  const { digest, of } = referredDigest(run, step.digest)
  const demand: ReadBackDemand = { form: step.form ?? 'either', words: step.words }
  return {
    ...compare(digest, demand, step, input.typed),
    of,
    how: step.how,
    ...readerOf(context, input.reader, listener),
    listener: listener.id,
  }
}

function compare(
  digest: string,
  demand: ReadBackDemand,
  { how, reader }: Pick<StepOf<'read-back'>, 'how' | 'reader'>,
  typed: string | null,
): ReadBack {
  if (how === 'spoken') {
    return { digest, form: demand.form === 'hex' ? ('hex' as const) : ('words' as const), compared: demand.words }
  }
  if (typed === null) throw fail('invalid-request', 'This step wants what was heard, typed.')
  try {
    return readBack(digest, typed, demand)
  } catch (error) {
    throw reader === undefined ? error : withoutAnswer(error)
  }
}

/** What is not shown on the screen is not told by a failure either, word by word. */
function withoutAnswer(error: unknown): unknown {
  if (!(error instanceof OperationError) || error.failure.detail?.['expected'] === undefined) return error
  const { position, said } = error.failure.detail
  const place = { ...(position === undefined ? {} : { position }), ...(said === undefined ? {} : { said }) }
  return fail('read-back-differs', `"${String(said)}", number ${String(position)}, is not what the digest has there.`, {
    remedy:
      'Let it be read again from the start. If it still differs, these are not the same bytes: record an exception.',
    detail: place,
  })
}

function readerOf(context: StepContext<'read-back'>, given: string | null, listener: EnrolledPerson) {
  const { step, run, facility } = context
  if (step.reader !== undefined) return { reader: null, readerName: context.value(step.reader) }
  if (given === null) throw fail('invalid-request', 'Say who reads the digest aloud.')
  const reader = findPerson(facility, given)
  assertInRoom(run, reader, 'Whoever reads the digest signs in first.')
  if (reader.id === listener.id) {
    throw fail('role-not-allowed', `${reader.name} cannot read the digest and hear it too.`, {
      remedy: 'Two people are needed.',
    })
  }
  return { reader: reader.id, readerName: reader.name }
}
