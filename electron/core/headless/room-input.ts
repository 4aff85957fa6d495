import { fail } from '../../../shared/failure.ts'
import { role as roleSchema } from '../../../shared/ids.ts'
import type { StepInput } from '../../../shared/ipc/contract/step-input.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import type { StepOf } from '../../../shared/procedure/step-kinds.ts'
import { toInstant } from '../clock.ts'
import type { FacilityConsole } from '../console.ts'
import { referredDigest } from '../procedure/referred-digest.ts'
import type { AnswerSource } from './answers.ts'

/** Two people read two clocks. */
export async function clockInput(
  { facility }: FacilityConsole,
  { present }: RunState,
  answers: AnswerSource,
): Promise<StepInput> {
  const readings = await answers.clockReadings(toInstant(facility.clock.now()), present)
  return { kind: 'check-clock', readings: [...readings] }
}

export async function bagsInput(
  { facility }: FacilityConsole,
  run: RunState,
  step: StepOf<'record-bag'>,
  answers: AnswerSource,
): Promise<StepInput> {
  const { items, bags: used } = facility.state.room.bags
  const bags = []
  for (const [index, field] of step.items.entries()) {
    const item = resolveValue(run.plan, field)
    bags.push(await answers.bags(item, items.get(item)?.bag ?? null, used.size + index + 1))
  }
  return { kind: 'bags', bags }
}

export async function readBackInput(
  run: RunState,
  step: StepOf<'read-back'>,
  answers: AnswerSource,
): Promise<{ input: StepInput; by: string }> {
  const listeners = run.present.filter(({ role }) => step.by === undefined || role === step.by)
  const heard = await answers.readBack({
    ...referredDigest(run, step.digest),
    words: step.words,
    form: step.form ?? 'either',
    how: step.how,
    outside: step.reader === undefined ? null : resolveValue(run.plan, step.reader),
    listeners,
    readers: run.present,
  })
  if (heard === null) {
    throw fail('read-back-differs', 'What was read aloud is not what was heard.', {
      remedy: 'The run stays open. Read it again, or record an exception.',
    })
  }
  return { input: { kind: 'read-back', ...heard }, by: heard.listener }
}

/** Signs the one out and the other one in, as far as they have not. */
export async function handOver(
  { engine, facility }: FacilityConsole,
  run: RunState,
  step: StepOf<'hand-over'>,
  answers: AnswerSource,
): Promise<void> {
  const [from, to] = [resolveValue(run.plan, step.from), resolveValue(run.plan, step.to)]
  const role = roleSchema.safeParse(resolveValue(run.plan, step.role)).data
  if (role === undefined) throw fail('plan-invalid', `"${step.role}" is no role.`)
  const nameOf = (person: string): string => facility.state.people.get(person)?.name ?? person
  if (run.present.some((seat) => seat.person === from && seat.role === role)) {
    await engine.signOut(
      run.id,
      { person: from, secret: await answers.passphrase(from, `hand over to ${nameOf(to)}`) },
      '',
    )
  }
  if (!run.present.some((seat) => seat.person === to)) {
    await engine.signIn(run.id, { person: to, secret: await answers.passphrase(to, `take over as ${role}`) }, role)
  }
}
