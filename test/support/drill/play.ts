import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { FacilityConsole } from '../../../electron/core/console.ts'
import type { AnswerSource } from '../../../electron/core/headless/answers.ts'
import { continueRun } from '../../../electron/core/headless/run.ts'
import { makePlan } from '../../../electron/core/procedure/make-plan.ts'
import type { Review } from '../../../shared/incident/actions.ts'
import type { ClassificationAnswers } from '../../../shared/incident/classification.ts'
import type { Playbook } from '../../../shared/procedure/definition.ts'
import type { Plan } from '../../../shared/procedure/plan.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import type { Step } from '../../../shared/procedure/step-kinds.ts'
import { ABSENT, hand, TOMAS } from '../ceremony-run.ts'
import { evidencePlace } from '../evidence-run.ts'
import { HARMLESS } from '../playbook-log.ts'
import { library } from '../test-facility.ts'
import type { Choices } from './paths.ts'

export const LEAD = 'amara-diallo'

/** The file with a small made-up fleet; `console` false: without hashing every program of this computer, which takes seconds. */
export function abridged(playbook: Playbook, { console }: { readonly console: boolean }): Playbook {
  const acts = playbook.acts.map((act) => ({ ...act, steps: act.steps.map((step) => shorter(step, console)) }))
  return { ...playbook, acts }
}

function shorter(step: Step, console: boolean): Step {
  if (step.kind === 'import-inventory') return { ...step, 'drill-rows': String(FLEET) }
  if (step.kind !== 'collect-evidence' || console) return step
  return { ...step, collect: step.collect.filter((source) => source !== 'console') }
}

/** Certificates in the fleet of such a drill. */
export const FLEET = 2000

const INPUTS: Readonly<Record<string, string>> = {
  authority: 'fleet-root-g1',
  domain: 'fleet',
  person: ABSENT,
  'ordered-by': 'Order 14 of the head of security',
}

export function incidentPlan(playbook: Playbook, title: string, more: Readonly<Record<string, string>> = {}): Plan {
  const given = { ...INPUTS, ...more }
  const inputs = Object.fromEntries(Object.keys(playbook.inputs).map((name) => [name, given[name] ?? '']))
  return makePlan(library, playbook, title, inputs)
}

/** Answers from which each class follows. */
const ANSWERS: Readonly<Record<string, ClassificationAnswers>> = {
  A: { ...HARMLESS, complete: 'unknown' },
  B: { ...HARMLESS, used: 'yes' },
  C: { ...HARMLESS, enrolment: 'yes' },
  D: { ...HARMLESS, revocation: 'yes' },
  E: { ...HARMLESS, weakness: 'yes' },
}

/** What is said in the review of every play. */
export const REVIEW: Review = {
  well: ['Everybody came.'],
  badly: ['The list of phones was old.'],
  lucky: [],
  factors: [],
  actions: [],
  closes: [],
}

/** What is said in a run of a playbook. `folder` is new for each. */
export function incidentAnswers(folder: string, choices: Choices): AnswerSource {
  return {
    ...evidencePlace(folder).answers,
    present: () =>
      Promise.resolve([
        { person: LEAD, role: 'responder' },
        { person: TOMAS, role: 'officer' },
      ]),
    decide: ({ step, seats: [first] }) => {
      const choice = choices[step.id]
      if (first === undefined || choice === undefined) return Promise.resolve(null)
      const said = step.kind === 'classify' ? (ANSWERS[choice] ?? null) : null
      return Promise.resolve({ person: first.person, choice, answers: said, reason: 'As played.' })
    },
    review: () => Promise.resolve(REVIEW),
    deviation: ({ by }) =>
      Promise.resolve({ person: by === TOMAS ? LEAD : TOMAS, decision: 'continue', reason: 'It was looked at.' }),
  }
}

/** Plays a playbook as a drill from its first step to the signatures under it. */
export async function playDrill(
  session: FacilityConsole,
  plan: Plan,
  choices: Choices,
  parent: string,
): Promise<RunState> {
  const from = incidentAnswers(mkdtempSync(join(parent, 'drill-')), choices)
  const run = await session.engine.start(plan, hand(LEAD), { drill: true })
  return continueRun(session, run, from, () => undefined)
}
