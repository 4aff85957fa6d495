import { dirname, resolve } from 'node:path'
import { type FailureCode, fail, OperationError } from '../../shared/failure.ts'
import { pinSources } from '../../shared/facility/pins.ts'
import { openCeremony, openRuns } from '../../shared/facility/open-runs.ts'
import { type FacilityState, isPractice } from '../../shared/facility/state.ts'
import { isPlaybook } from '../../shared/procedure/definition.ts'
import { type Plan, planDigest, resolveValue } from '../../shared/procedure/plan.ts'
import { currentStep, type RunState } from '../../shared/procedure/run-state.ts'
import type { FacilityConsole } from '../core/console.ts'
import { readFileCapped } from '../core/files/host-files.ts'
import type { AnswerSource } from '../core/headless/answers.ts'
import { answersFrom, parseAnswers } from '../core/headless/answers-file.ts'
import { continueRun, runPlan, type StepReport } from '../core/headless/run.ts'

const ANSWERS_LIMIT = 65_536

/** `facility-not-practice` in a production facility: a file with passphrases has no place there. */
export function readAnswers(path: string, state: FacilityState): AnswerSource {
  if (!isPractice(state)) {
    throw fail(
      'facility-not-practice',
      `${state.founded.name} is a production facility: nothing is answered from a file there. Nothing was started.`,
      {
        remedy: 'Run it without --answers; people type their own passphrases.',
      },
    )
  }
  const text = new TextDecoder().decode(readFileCapped(path, ANSWERS_LIMIT))
  const file = parseAnswers(path, text)
  const beside = (name: string): string => resolve(dirname(path), name)
  return answersFrom({
    ...file,
    ...(file.request === undefined ? {} : { request: beside(file.request) }),
    ...(file.media === undefined ? {} : { media: beside(file.media) }),
    ...(file.export === undefined ? {} : { export: beside(file.export) }),
    ...(file.policy === undefined ? {} : { policy: beside(file.policy) }),
  })
}

/** The open run of this very plan, or null when none is open. `plan-mismatch` when another ceremony is, which would be in the way. */
export function openRunOf(state: FacilityState, plan: Plan): RunState | null {
  const digest = planDigest(plan)
  const same = openRuns(state).find((run) => run.planDigest === digest)
  if (same !== undefined) return same
  const open = isPlaybook(plan.definition) ? null : openCeremony(state)
  if (open === null) return null
  throw fail(
    'plan-mismatch',
    `Another run is open: ${open.plan.title} (${open.id}), whose plan has another digest. Nothing was started.`,
    {
      remedy: 'Finish or abort that run first: one ceremony at a time.',
      detail: { open: open.planDigest, given: digest },
    },
  )
}

/** What a person can put right by answering again; everything else ends the command, and the run stays open. */
const ASK_AGAIN: ReadonlySet<FailureCode> = new Set([
  'pin-incorrect',
  'pin-length',
  'second-person-needed',
  'passphrase-incorrect',
  'role-not-allowed',
  'person-not-present',
  'already-approved',
  'quorum-not-met',
  'file-not-found',
  'file-unreadable',
  'file-exists',
  'file-not-writable',
  'step-not-ready',
  'clock-differs',
  'bag-malformed',
  'read-back-differs',
  'hand-over-missing',
  'media-too-large',
  'request-malformed',
  'share-wrong',
  'share-duplicate',
  'share-of-other-set',
  'share-damaged',
  'share-word-wrong',
  'share-missing',
])

export interface Driver {
  readonly answers: AnswerSource
  readonly report: StepReport
  /** Tells a person what went wrong before the question is asked again; null where nobody is there to answer. */
  readonly complain: ((error: OperationError) => void) | null
}

/** Takes the plan to its end: starts it, or goes on where its open run stands. Throws the failure that stopped it. */
export async function drivePlan(session: FacilityConsole, plan: Plan, driver: Driver): Promise<RunState> {
  for (;;) {
    try {
      const open = openRunOf(session.facility.state, plan)
      if (open === null) return await runPlan(session, plan, driver.answers, driver.report)
      await reopenToken(session, open, driver.answers)
      return await continueRun(session, open, driver.answers, driver.report)
    } catch (error) {
      if (!(error instanceof OperationError) || !(await mayGoOn(session, plan, driver, error))) throw error
    }
  }
}

/** Whether a person puts it right: by answering again, or by allowing the last try of a PIN. */
async function mayGoOn(
  session: FacilityConsole,
  plan: Plan,
  { answers, complain }: Driver,
  error: OperationError,
): Promise<boolean> {
  if (error.code !== 'pin-last-try') {
    if (complain === null || !ASK_AGAIN.has(error.code)) return false
    complain(error)
    return true
  }
  for (;;) {
    try {
      return await allowFinalTry(session, plan, answers)
    } catch (refused) {
      if (complain === null || !(refused instanceof OperationError) || !ASK_AGAIN.has(refused.code)) throw refused
      complain(refused)
    }
  }
}

/** A login ends with its process: where the script has the token open, the PIN is asked for once more. */
async function reopenToken(session: FacilityConsole, run: RunState, answers: AnswerSource): Promise<void> {
  const current = currentStep(run)
  const opening = openingBefore(run, (current?.number ?? 1) - 1)
  const token = opening === null ? undefined : session.facility.state.tokens.get(opening.name)?.token
  // Where its custodians hold the PIN together, they give their shares at the step that needs it.
  const isSplit = opening !== null && !pinSources(session.facility.state, opening.name).includes(null)
  if (opening === null || token === undefined || isSplit || session.room.isOpen(token)) return
  await session.room.open(token, await answers.pin(opening.field))
}

/** True when a second person allowed that the PIN is asked for and sent once more. */
async function allowFinalTry(
  { engine, facility }: FacilityConsole,
  plan: Plan,
  answers: AnswerSource,
): Promise<boolean> {
  const run = openRunOf(facility.state, plan)
  const current = run && currentStep(run)
  const opening = run && current && openingBefore(run, current.number)
  const token = opening && facility.state.tokens.get(opening.name)?.token
  const allowed = opening && (await answers.finalTry(opening.field))
  if (!run || !current || !token || !allowed) return false
  const secret = await answers.passphrase(allowed.person, 'allow the last try of the PIN')
  await engine.allowFinalTry(
    run.id,
    current.step.id,
    { person: allowed.person, secret },
    { typist: allowed.typist, token },
  )
  return true
}

/** The token that the script has open after so many steps, or opens with the last of them. */
function openingBefore(run: RunState, steps: number): { readonly field: string; readonly name: string } | null {
  const last = run.steps
    .slice(0, steps)
    .findLast(({ step }) => step.kind === 'open-token' || step.kind === 'close-token')?.step
  return last?.kind === 'open-token' ? { field: last.token, name: resolveValue(run.plan, last.token) } : null
}
