import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { FacilityConsole } from '../../electron/core/console.ts'
import type { Hand } from '../../electron/core/people/signer.ts'
import type { AnswerSource } from '../../electron/core/headless/answers.ts'
import { answersFrom } from '../../electron/core/headless/answers-file.ts'
import { continueRun } from '../../electron/core/headless/run.ts'
import { PRACTICE_CAST, PRACTICE_TOKEN } from '../../electron/core/practice/cast.ts'
import { makeFleetRequest } from '../../electron/core/practice/fleet-request.ts'
import { findProcedure, type Library } from '../../electron/core/procedure/library.ts'
import { makePlan } from '../../electron/core/procedure/make-plan.ts'
import { tokenOf } from '../../electron/core/procedure/step-token.ts'
import { utf8ToBytes } from '../../shared/bytes.ts'
import type { StepKind } from '../../shared/procedure/outputs.ts'
import type { Plan } from '../../shared/procedure/plan.ts'
import { currentStep, type RunState, type StepState } from '../../shared/procedure/run-state.ts'
import { library } from './test-facility.ts'

export const ADMINISTRATOR = 'hanna-voss'
export const TOMAS = 'tomas-oliveira'
export const PRIYA = 'priya-raman'
/** An officer who is not in the room. */
export const ABSENT = 'joon-ho-seo'
export const WITNESS = 'greta-lindqvist'
export const PRESENT = [ADMINISTRATOR, TOMAS, PRIYA, WITNESS] as const

/** A fresh buffer each time: it is overwritten after use. */
export function passphrase(person: string): Uint8Array {
  return utf8ToBytes(PRACTICE_CAST.find((member) => member.id === person)?.passphrase ?? '')
}

/** The person with their own passphrase. */
export function hand(person: string): Hand {
  return { person, secret: passphrase(person) }
}

export function pin(): Uint8Array {
  return utf8ToBytes(PRACTICE_TOKEN.pin)
}

const SUBJECT = { country: 'CH', organization: 'Test Fleet', token: PRACTICE_TOKEN.name }
const SIGNERS = { 'first-signer': 'handoff-a', 'second-signer': 'handoff-b' }

export function rootPlan(from: Library = library, inputs: Readonly<Record<string, string>> = {}): Plan {
  const given = {
    ...SUBJECT,
    ...SIGNERS,
    'common-name': 'Fleet Root G1',
    'root-key': 'fleet-root-g1',
    backup: 'none',
    ...inputs,
  }
  return makePlan(from, findProcedure(from, 'generate-root'), 'Create Fleet Root G1', given)
}

export function issuePlan(from: Library = library, inputs: Readonly<Record<string, string>> = {}): Plan {
  const given = {
    ...SUBJECT,
    ...SIGNERS,
    'common-name': 'Fleet Issuing EU-1',
    issuer: 'fleet-root-g1',
    domain: 'fleet',
    ...inputs,
  }
  return makePlan(from, findProcedure(from, 'issue-intermediate'), 'Issue Fleet Issuing EU-1', given)
}

/** Many requests in one file. */
export function reissuePlan(): Plan {
  const given = {
    ...SUBJECT,
    ...SIGNERS,
    issuer: 'fleet-root-g1',
    domain: 'fleet',
    why: 'The CA that signed them is replaced',
  }
  return makePlan(library, findProcedure(library, 'reissue-fleet'), 'Reissue the fleet', given)
}

/** What the practice cast answers. Requests and hand-offs go to new folders inside `folder`. */
export function answers(
  folder: string,
  more: Partial<AnswerSource> = {},
  starter: string = ADMINISTRATOR,
): AnswerSource {
  const file = {
    answers: 'practice' as const,
    starter,
    present: PRACTICE_CAST.filter(({ id }) => (PRESENT as readonly string[]).includes(id)).map(({ id, roles }) => ({
      person: id,
      role: roles[0],
    })),
    passphrases: Object.fromEntries(PRACTICE_CAST.map((member) => [member.id, member.passphrase])),
    pin: PRACTICE_TOKEN.pin,
    approvers: [TOMAS, PRIYA],
  }
  return {
    ...answersFrom(file),
    mediaFolder: () => Promise.resolve(mkdtempSync(join(folder, 'medium-'))),
    requestFile: () => Promise.resolve(makeFleetRequest(mkdtempSync(join(folder, 'request-')), 'Fleet Issuing EU-1')),
    exportFolder: () => Promise.resolve(mkdtempSync(join(folder, 'export-'))),
    ...more,
  }
}

class Reached extends Error {}

/** Goes on until `stepId` is the current step; null: to the end. */
export async function goOn(
  session: FacilityConsole,
  run: RunState,
  stepId: string | null,
  from: AnswerSource,
): Promise<RunState> {
  try {
    return await continueRun(session, run, from, ({ step }) => {
      if (step.id === stepId) throw new Reached()
    })
  } catch (error) {
    if (error instanceof Reached) return run
    throw error
  }
}

/** Starts a plan and goes on until `stepId` is the current step; null: to the end. */
export async function begin(
  session: FacilityConsole,
  plan: Plan,
  stepId: string | null,
  from: AnswerSource,
): Promise<RunState> {
  const starter = await from.starter()
  const run = await session.engine.start(plan, { person: starter, secret: await from.passphrase(starter, 'start') })
  return goOn(session, run, stepId, from)
}

export function stepOf(run: RunState, id: string): StepState {
  const found = run.steps.find((step) => step.step.id === id)
  if (found === undefined) throw new Error(`the run has no step ${id}`)
  return found
}

/** The only run that is open, as the log has it. */
export function openRun(session: FacilityConsole): RunState {
  const [run, ...others] = [...session.facility.state.runs.values()].filter(({ status }) => status === 'open')
  if (run === undefined || others.length > 0) throw new Error('not exactly one run is open')
  return run
}

/** Steps that log in and out as a part of what they do. */
const OPEN_IT_THEMSELVES: ReadonlySet<StepKind> = new Set(['open-token', 'close-token', 'split-pin'])

/** Opens the token of the current step if it needs one that a stop has closed. */
export async function reopen(session: FacilityConsole, run: RunState): Promise<void> {
  const step = currentStep(run)
  if (step === null || OPEN_IT_THEMSELVES.has(step.step.kind)) return
  const token = tokenOf(session.facility.state, run, step)
  if (token !== null && !session.room.isOpen(token)) await session.engine.reopenToken(run.id, step.step.id, pin())
}
