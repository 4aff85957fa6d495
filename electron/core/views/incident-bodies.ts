import {
  CLASS_WORDS,
  CLASSIFICATION_QUESTIONS,
  classificationAnswers,
  compromiseClass,
} from '../../../shared/incident/classification.ts'
import { openActions } from '../../../shared/facility/incidents.ts'
import { clocksOf } from '../../../shared/incident/clocks.ts'
import { DRILL_MARK, messageText } from '../../../shared/incident/message.ts'
import { choicesOf, decidingRoles, type DecisionStep, judgeDecision } from '../../../shared/procedure/decision.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import { outputOf } from '../../../shared/procedure/run-state.ts'
import { findPerson } from '../people/find-person.ts'
import { toInstant } from '../clock.ts'
import { viewAction } from './actions.ts'
import { viewCeremonyStep } from './ceremony-step.ts'
import { viewDigest, viewPerson } from './pieces.ts'
import type { Body, Builder, Scene } from './scene.ts'

type IncidentKind = 'decide' | 'classify' | 'notify' | 'run-ceremony' | 'review'

/** The steps of a playbook that people decide. */
export const incidentBodies: { readonly [K in IncidentKind]: Builder<K> } = {
  decide: (scene, step) => ({
    kind: 'decide',
    question: step.question,
    criteria: step.criteria,
    options: step.options,
    ...deciding(scene, step),
  }),
  notify: ({ session, run, state }, step) => {
    const { facility } = session
    const now = toInstant(facility.clock.now())
    const output = state.status === 'done' ? outputOf(run, step.id, 'notify') : null
    const clock = clocksOf(run, now).find(({ id }) => id === step.clock)
    return {
      kind: 'notify',
      audience: step.audience,
      channel: step.channel,
      asks: step.asks ?? [],
      clock: clock === undefined ? null : { title: clock.title, source: clock.source, dueAt: clock.dueAt },
      text:
        output === null
          ? messageText(facility.state, run, step, now)
          : new TextDecoder().decode(facility.artifacts.get(output.message)),
      mark: run.drill ? DRILL_MARK : null,
      result: output && { sentAt: output.sentAt, message: viewDigest(output.message), edited: output.edited },
    }
  },
  'run-ceremony': (scene, step) => viewCeremonyStep(scene, step),
  review: ({ session, run, state }, step) => ({
    kind: 'review',
    open: openActions(session.facility.state).map((action) => viewAction(session.facility, action)),
    result: state.status === 'done' ? outputOf(run, step.id, 'review') : null,
  }),
  classify: (scene, step) => {
    const { run, state } = scene
    return {
      kind: 'classify',
      key: resolveValue(run.plan, step.key),
      questions: classificationAnswers.keyof().options.map((id) => ({ id, text: CLASSIFICATION_QUESTIONS[id] })),
      classes: compromiseClass.options.map((id) => {
        const [title, means] = CLASS_WORDS[id]
        return { id, title, means }
      }),
      answers:
        state.status === 'done'
          ? outputOf(run, step.id, 'classify').answers
          : (state.decisions.at(-1)?.statement.answers ?? null),
      ...deciding(scene, step),
    }
  },
}

function deciding(
  { session, run, state }: Scene,
  step: DecisionStep,
): Omit<Body<'decide'>, 'kind' | 'question' | 'criteria' | 'options'> {
  const { facility } = session
  const person = (id: string) => viewPerson(findPerson(facility.state, id))
  const roles = decidingRoles(step)
  const judged = judgeDecision(state)
  const newest = state.decisions.filter(
    (given, index) => state.decisions.findLastIndex((other) => other.person === given.person) === index,
  )
  return {
    decider: step.by ?? null,
    confirmer: step['confirmed-by'] ?? null,
    given: newest.map((given) => ({
      person: person(given.person),
      role: given.role,
      choice: given.statement.choice,
      reason: given.statement.reason,
      time: given.time,
    })),
    candidates: run.present
      .filter(({ role }) => roles === null || roles.includes(role))
      .map((seat) => person(seat.person)),
    result: judged && {
      choice: 'class' in judged ? judged.class : judged.choice,
      by: person(judged.by),
      confirmedBy: judged.confirmedBy === null ? null : person(judged.confirmedBy),
      reason: judged.reason,
    },
    leads: choicesOf(step).map((choice) => {
      const asked = run.steps.filter((other) => other.step.when?.step === step.id)
      const does = asked.filter((other) => other.step.when?.is.includes(choice) === true)
      const title = (other: (typeof asked)[number]): string => other.step.title
      return { choice, does: does.map(title), skips: asked.filter((other) => !does.includes(other)).map(title) }
    }),
  }
}
