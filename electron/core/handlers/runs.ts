import { OperationError } from '../../../shared/failure.ts'
import type { runsContract } from '../../../shared/ipc/contract/runs.ts'
import type { Handlers } from '../../../shared/ipc/operation.ts'
import { checkInputs, planDigest } from '../../../shared/procedure/plan.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import type { Desk } from '../desk.ts'
import { findProcedure } from '../procedure/library.ts'
import { checkAgainstFacility } from '../procedure/check-facility.ts'
import { makePlan } from '../procedure/make-plan.ts'
import { assertFits, assertReviewed } from './reviewed-plan.ts'
import { viewRehearsal } from '../views/rehearsal.ts'
import { viewDigest } from '../views/pieces.ts'
import { viewProcedures } from '../views/procedures.ts'
import { summarizeRun, viewRun } from '../views/run-view.ts'

export function runHandlers(desk: Desk): Handlers<typeof runsContract> {
  const view = (run: RunState, step?: string) => ({ run: viewRun(desk.session, run, step) })
  return {
    'procedures.list': () => ({ procedures: viewProcedures(desk.session) }),
    'plan.preview': ({ procedure, title, inputs }) => previewPlan(desk, procedure, title, inputs),
    'rehearsal.record': async ({ path, plan, ...hand }) => {
      const { statement } = await desk.session.engine.recordRehearsal(path, plan, hand)
      return { words: `Rehearsed on ${statement.practice.closedAt.slice(0, 10)} in ${statement.practice.origin}.` }
    },
    'runs.list': () => ({ runs: [...desk.session.facility.state.runs.values()].map(summarizeRun).toReversed() }),
    'run.start': async ({ procedure, title, inputs, plan: reviewed, incident, ...hand }) => {
      const { engine, library } = desk.session
      const plan = makePlan(library, findProcedure(library, procedure), title, inputs)
      assertReviewed(plan, reviewed)
      assertFits(desk.session.facility.state, plan)
      return view(await engine.start(plan, hand, { incident }))
    },
    'run.read': ({ run, step }) => view(desk.session.engine.run(run), step),
    'run.perform': async ({ run, step, input, by }) => view(await desk.session.engine.perform(run, step, input, by)),
    'run.stop-work': ({ run, step }) => {
      desk.session.engine.stopWork(run, step)
      return {}
    },
    'run.approve': async ({ run, step, items, ...hand }) =>
      view(await desk.session.engine.approve(run, step, hand, items)),
    'run.refuse': async ({ run, step, reason, ...hand }) =>
      view(await desk.session.engine.refuse(run, step, hand, reason)),
    'run.decide': async ({ run, step, choice, answers, reason, ...hand }) =>
      view(await desk.session.engine.incidents.decide(run, step, hand, { choice, answers, reason })),
    'run.sign-off': async ({ run, step, agrees, remark, root, ...hand }) =>
      view(await desk.session.engine.signOff(run, step, hand, { agrees, remark, root })),
    'run.look': async ({ run, step }) => view(await desk.session.engine.look(run, step)),
    'run.reconcile': async ({ run, step, decision, ...hand }) =>
      view(await desk.session.engine.reconcile(run, step, hand, decision)),
    'run.reopen-token': async ({ run, step, pin }) =>
      view(await desk.session.engine.reopenToken(run, step, pin ?? null)),
    'run.allow-final-try': async ({ run, step, typist, ...hand }) =>
      view(await desk.session.engine.allowFinalTry(run, step, hand, { typist })),
    'run.sign-in': async ({ run, role, ...hand }) => view(await desk.session.engine.signIn(run, hand, role)),
    'run.sign-out': async ({ run, note, ...hand }) => view(await desk.session.engine.signOut(run, hand, note)),
    'run.pause': async ({ run, reason, ...hand }) => view(await desk.session.engine.pause(run, hand, reason)),
    'run.resume': async ({ run, ...hand }) => view(await desk.session.engine.resumeRun(run, hand)),
    'run.raise-exception': ({ run, by, ...given }) => view(desk.session.engine.raiseException(run, by, given)),
    'run.decide-exception': async ({ run, exception, decision, reason, ...hand }) =>
      view(await desk.session.engine.decideException(run, exception, hand, { decision, reason })),
    'run.abort': async ({ run, reason, ...hand }) => view(await desk.session.engine.abort(run, hand, reason)),
  }
}

interface Preview {
  digest: ReturnType<typeof viewDigest> | null
  rehearsal: { ok: boolean; words: string } | null
  problems: { input: string | null; message: string }[]
}

function previewPlan(desk: Desk, procedure: string, title: string, inputs: Readonly<Record<string, string>>): Preview {
  const { library, facility } = desk.session
  const definition = findProcedure(library, procedure)
  const found = [...checkInputs(definition, inputs), ...checkAgainstFacility(definition, inputs, facility.state)]
  const problems = found.map(({ path, message }) => ({ input: typeof path[1] === 'string' ? path[1] : null, message }))
  if (title.trim() === '') problems.push({ input: null, message: 'The run has no title' })
  if (problems.length > 0) return { digest: null, rehearsal: null, problems: firstOfEach(problems) }
  try {
    const plan = makePlan(library, definition, title, inputs)
    return { digest: viewDigest(planDigest(plan)), rehearsal: viewRehearsal(facility, plan), problems: [] }
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    return { digest: null, rehearsal: null, problems: [{ input: null, message: error.failure.message }] }
  }
}

/** An input that is missing has no second problem worth reading. */
function firstOfEach(problems: Preview['problems']): Preview['problems'] {
  return problems.filter(
    (problem, index) =>
      problem.input === null || problems.findIndex((other) => other.input === problem.input) === index,
  )
}
