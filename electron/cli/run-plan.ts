import { dirname, resolve } from 'node:path'
import { type FailureCode, fail, OperationError } from '../../shared/failure.ts'
import { type FacilityState, isPractice } from '../../shared/facility/state.ts'
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
    ...(file.export === undefined ? {} : { export: beside(file.export) }),
    ...(file.policy === undefined ? {} : { policy: beside(file.policy) }),
  })
}

/** The open run of this very plan, or null when none is open. `plan-mismatch` when another one is. */
export function openRunOf(state: FacilityState, plan: Plan): RunState | null {
  const open = [...state.runs.values()].find((run) => run.status === 'open')
  if (open === undefined) return null
  if (open.planDigest === planDigest(plan)) return open
  throw fail(
    'plan-mismatch',
    `Another run is open: ${open.plan.title} (${open.id}), whose plan has another digest. Nothing was started.`,
    {
      remedy: 'Finish or abort that run first: one ceremony at a time.',
      detail: { open: open.planDigest, given: planDigest(plan) },
    },
  )
}

/** What a person can put right by answering again; everything else ends the command, and the run stays open. */
const ASK_AGAIN: ReadonlySet<FailureCode> = new Set([
  'pin-incorrect',
  'pin-length',
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
  'request-malformed',
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
      if (driver.complain === null || !(error instanceof OperationError) || !ASK_AGAIN.has(error.code)) throw error
      driver.complain(error)
    }
  }
}

/** A login ends with its process: where the script has the token open, the PIN is asked for once more. */
async function reopenToken({ room, facility }: FacilityConsole, run: RunState, answers: AnswerSource): Promise<void> {
  const current = currentStep(run)
  const before = run.steps.slice(0, (current?.number ?? 1) - 1)
  const last = before.findLast(({ step }) => step.kind === 'open-token' || step.kind === 'close-token')?.step
  if (last?.kind !== 'open-token') return
  const token = facility.state.tokens.get(resolveValue(run.plan, last.token))?.token
  if (token === undefined || room.isOpen(token)) return
  await room.open(token, await answers.pin(last.token))
}
