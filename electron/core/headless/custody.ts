import type { ShareSet } from '../../../shared/custody/share-set.ts'
import { pinSourcesAt } from '../../../shared/facility/pins.ts'
import { fail } from '../../../shared/failure.ts'
import { isPresent } from '../../../shared/procedure/attendance.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import { outputOf, type RunState, type StepState } from '../../../shared/procedure/run-state.ts'
import type { Step, StepOf } from '../../../shared/procedure/step-kinds.ts'
import type { FacilityConsole } from '../console.ts'
import { counterOf, type NamedToken } from '../procedure/open-token.ts'
import { referredStep } from '../procedure/referred-step.ts'
import { namedTokenOf } from '../procedure/step-token.ts'
import type { AnswerSource } from './answers.ts'

/** The set whose shares open the token of this step; null where its PIN is typed, or no token is needed. */
export function setOf({ facility }: FacilityConsole, run: RunState, step: StepState): ShareSet | null {
  const token = namedTokenOf(facility.state, run, step)
  return token === null ? null : (pinSourcesAt(facility.state, token.name, step)[0] ?? null)
}

/** Custodians who are present give their shares, one after another, until there are enough. Throws quorum-not-met. */
export async function giveShares(
  { engine }: FacilityConsole,
  run: RunState,
  step: StepState,
  set: ShareSet,
  answers: AnswerSource,
): Promise<void> {
  const { custody } = engine.services
  for (;;) {
    const given = custody.givers(counterOf(run, step), set)
    if (given.length >= set.k) return
    const left = set.custodians.filter(({ person }) => !given.includes(person) && isPresent(run, person))
    const people = left.map(({ person }) => person)
    const person = people.length === 0 ? null : await answers.custodian(set.token, people)
    const kind = left.find((one) => one.person === person)?.kind
    if (person === null || kind === undefined) {
      throw fail(
        'quorum-not-met',
        `${String(given.length)} of ${String(set.k)} shares of the PIN of ${set.token} were given; nobody else gives one.`,
        { remedy: 'More of its custodians come into the room.' },
      )
    }
    const to = { set: set.id }
    const purpose = `give their share of ${set.token}`
    if (kind === 'paper')
      await engine.custody.give(run.id, step.step.id, {
        ...to,
        kind,
        person,
        words: await answers.paper(person, set.token),
      })
    else {
      const hand = { person, secret: await answers.passphrase(person, purpose) }
      await engine.custody.give(run.id, step.step.id, { ...to, kind, hand })
    }
  }
}

/** Opens a token that the script has open again with its shares, where its login has ended. A typed PIN is asked for by who runs this. */
export async function reopenWithShares(
  session: FacilityConsole,
  run: RunState,
  step: StepState,
  answers: AnswerSource,
): Promise<void> {
  const token = namedTokenOf(session.facility.state, run, step)
  const set = setOf(session, run, step)
  if (token === null || set === null || session.room.isOpen(token.ref) || !isOpenByScript(run, step, token)) return
  await giveShares(session, run, step, set, answers)
  await session.engine.reopenToken(run.id, step.step.id, null)
}

function isOpenByScript({ plan, steps }: RunState, { number }: StepState, { name }: NamedToken): boolean {
  const last = steps
    .slice(0, number - 1)
    .findLast(({ step }) => isLogin(step) && resolveValue(plan, step.token) === name)
  return last?.step.kind === 'open-token'
}

function isLogin(step: Step): step is StepOf<'open-token' | 'close-token'> {
  return step.kind === 'open-token' || step.kind === 'close-token'
}

/** Every custodian takes their share of a new PIN; then the token gets it. */
export async function splitPin(
  session: FacilityConsole,
  run: RunState,
  state: StepState,
  answers: AnswerSource,
): Promise<void> {
  const { step } = state
  if (step.kind !== 'split-pin') return
  if (state.status !== 'recorded') await deal(session, run, state, step.act, answers)
  await session.engine.perform(run.id, step.id, { kind: 'none' })
}

async function deal(
  session: FacilityConsole,
  run: RunState,
  state: StepState,
  reference: string,
  answers: AnswerSource,
): Promise<void> {
  const { engine, facility } = session
  const { id } = state.step
  const { act } = outputOf(run, referredStep(run, reference).step.id, 'prepare-custody')
  const token: NamedToken | null = namedTokenOf(facility.state, run, state)
  const set = setOf(session, run, state)
  if (token === null) throw fail('token-not-found', `The facility has no token called "${act.token}".`)
  if (set === null) await engine.custody.begin(run.id, id, await answers.pin(token.name))
  else {
    await giveShares(session, run, state, set, answers)
    await engine.custody.begin(run.id, id, null)
  }
  for (const { person, share } of act.custodians) {
    const hand = { person, secret: await answers.passphrase(person, `take their share of ${act.token}`) }
    if (share === 'sealed') await engine.custody.dealSealed(run.id, id, hand, undefined)
    else {
      const words = await engine.custody.show(run.id, id, hand)
      await engine.custody.confirm(run.id, id, person, await answers.writeDown(person, act.token, words))
    }
  }
}
