import { digest, instant, role, runId, slug } from '../../ids.ts'
import { classificationAnswers } from '../../incident/classification.ts'
import { inputKind } from '../../procedure/definition.ts'
import { z } from '../../zod.ts'
import { operation } from '../operation.ts'
import { secretBytes, signing } from './signing.ts'
import { scriptStep, type StepView, stepView } from './steps.ts'
import { stepInput } from './step-input.ts'
import { digestView, fileView, personView, sentenceView } from './views.ts'
import { spokenText } from '../../spoken-text.ts'

export const inputView = z.object({
  name: slug,
  kind: inputKind,
  label: z.string(),
  help: z.string(),
  example: z.string(),
  /** What there is to choose from (tokens, authorities); empty for free text. */
  choices: z.array(z.object({ value: z.string(), label: z.string() })),
})
export type InputView = z.infer<typeof inputView>

export const procedureView = z.object({
  procedure: slug,
  kind: z.enum(['ceremony', 'playbook']),
  version: z.number().int(),
  title: z.string(),
  summary: z.string(),
  digest: digestView,
  roles: z.array(z.object({ role, count: z.number().int() })),
  hardware: z.array(z.string()),
  acts: z.array(
    z.object({
      title: z.string(),
      steps: z.array(z.object({ number: z.number().int(), title: z.string(), usesKey: z.boolean() })),
    }),
  ),
  inputs: z.array(inputView),
  /** Why it cannot be started now, in words; null when it can. */
  locked: z.string().nullable(),
  runs: z.number().int(),
})
export type ProcedureView = z.infer<typeof procedureView>

export const runSummary = z.object({
  run: runId,
  title: z.string(),
  procedure: slug,
  kind: z.enum(['ceremony', 'playbook']),
  drill: z.boolean(),
  status: z.enum(['open', 'closed', 'aborted']),
  openedAt: instant,
  closedAt: instant.nullable(),
  done: z.number().int(),
  total: z.number().int(),
  plan: digestView,
})
export type RunSummary = z.infer<typeof runSummary>

const runFacts = z.object({
  run: runId,
  title: z.string(),
  procedure: slug,
  kind: z.enum(['ceremony', 'playbook']),
  /** A playbook that is played: nothing of it has an effect outside. */
  drill: z.boolean(),
  /** The incident that asked for this ceremony. */
  incident: runId.nullable(),
  version: z.number().int(),
  practice: z.boolean(),
  plan: digestView,
  status: z.enum(['open', 'closed', 'aborted']),
  openedAt: instant,
  closedAt: instant.nullable(),
  starter: personView,
  acts: z.array(z.object({ title: z.string(), steps: z.array(scriptStep) })),
  done: z.number().int(),
  total: z.number().int(),
  people: z.array(
    z.object({
      person: personView,
      role,
      note: z.string(),
      state: z.enum(['approved', 'may-approve', 'started', 'signed-off', 'present']),
    }),
  ),
  /** Since when the room is left alone, and why; null while people are at work. */
  paused: z.object({ at: instant, by: personView, reason: z.string() }).nullable(),
  /** Whom the script needs and who is not in the room, in words; null when everybody is. */
  missing: z.string().nullable(),
  /** Every stay of a person in the room. */
  attendance: z.array(
    z.object({ person: personView, role, since: instant, until: instant.nullable(), note: z.string() }),
  ),
  exceptions: z.array(
    z.object({
      number: z.number().int(),
      /** Index of its entry: by this it is decided. */
      index: z.number().int(),
      step: z.number().int().nullable(),
      expected: z.string(),
      happened: z.string(),
      time: instant,
      /** Who noticed it; null where Conclave did. */
      by: personView.nullable(),
      decided: z
        .object({ decision: z.enum(['continue', 'abort']), reason: z.string(), by: personView, time: instant })
        .nullable(),
    }),
  ),
  /** Index of the deviation that holds the run up; null when none does. */
  openException: z.number().int().nullable(),
  log: z.array(sentenceView),
  entries: z.number().int(),
  checkpoint: z
    .object({ size: z.number().int(), root: digestView, cosigned: z.number().int(), time: instant })
    .nullable(),
  files: z.array(fileView),
})

/** Named, because a declaration of the whole contract that spelt it out at each operation would be too long for TypeScript. */
export interface RunView extends z.infer<typeof runFacts> {
  /** The step asked for, else the current one, else the last. */
  step: StepView
}
export const runView: z.ZodType<RunView> = runFacts.extend({ step: stepView })

/** Where an act goes to. */
export const at = { run: runId, step: slug }

export const runsContract = {
  'procedures.list': operation(z.strictObject({}), z.object({ procedures: z.array(procedureView) })),
  /** The plan that these inputs make: digest and all problems, without starting anything. */
  'plan.preview': operation(
    z.strictObject({ procedure: slug, title: z.string().max(80), inputs: z.record(slug, z.string()) }),
    z.object({
      digest: digestView.nullable(),
      /** What the policy says of rehearsals of this plan; null where it wants none. */
      rehearsal: z.object({ ok: z.boolean(), words: z.string() }).nullable(),
      problems: z.array(z.object({ input: z.string().nullable(), message: z.string() })),
    }),
  ),
  /** Takes the evidence of a rehearsal from the folder of a practice facility; one person signs it. */
  'rehearsal.record': operation(
    z.strictObject({ path: z.string().min(1).max(4096), plan: digest, ...signing }),
    z.object({ words: z.string() }),
    { secret: true },
  ),
  'runs.list': operation(z.strictObject({}), z.object({ runs: z.array(runSummary) })),
  'run.start': operation(
    z.strictObject({
      procedure: slug,
      title: spokenText(80),
      inputs: z.record(slug, z.string()),
      plan: digest,
      /** The open incident that asks for this ceremony. */
      incident: runId.optional(),
      ...signing,
    }),
    z.object({ run: runView }),
    { secret: true },
  ),
  'run.read': operation(z.strictObject({ run: runId, step: slug.optional() }), z.object({ run: runView })),
  /** `by` is who performs it, where the script names a role for that. */
  'run.perform': operation(
    z.strictObject({ ...at, input: stepInput, by: slug.optional() }),
    z.object({ run: runView }),
    { secret: true },
  ),
  /** Stops a long step where it can go on later; the perform that waits fails as cancelled. */
  'run.stop-work': operation(z.strictObject(at), z.object({})),
  /** `items` are the digests that were on the screen: core refuses if they are not the ones it holds. */
  'run.approve': operation(
    z.strictObject({ ...at, ...signing, items: z.array(digest).min(1) }),
    z.object({ run: runView }),
    { secret: true },
  ),
  'run.refuse': operation(z.strictObject({ ...at, ...signing, reason: spokenText(2000) }), z.object({ run: runView }), {
    secret: true,
  }),
  /** One person decides a step of a playbook, or confirms what another one decided. */
  'run.decide': operation(
    z.strictObject({
      ...at,
      ...signing,
      choice: z.string().min(1).max(64),
      answers: classificationAnswers.nullable(),
      reason: spokenText(2000),
    }),
    z.object({ run: runView }),
    { secret: true },
  ),
  'run.sign-off': operation(
    z.strictObject({ ...at, ...signing, agrees: z.boolean(), remark: spokenText(2000, 0), root: digest }),
    z.object({ run: runView }),
    { secret: true },
  ),
  /** Looks on the token for what an intent without outcome left behind. Needs the token open; changes nothing. */
  'run.look': operation(z.strictObject(at), z.object({ run: runView })),
  /** One person's signed decision; the effect is adopted or retired when the quorum for "reconcile" agrees. */
  'run.reconcile': operation(
    z.strictObject({ ...at, ...signing, decision: z.enum(['adopt', 'retire']) }),
    z.object({ run: runView }),
    { secret: true },
  ),
  /** Opens a token outside the script, without `pin` with the shares that were given: only while the current step is "unknown" or has lost its token. */
  'run.reopen-token': operation(z.strictObject({ ...at, pin: secretBytes.optional() }), z.object({ run: runView }), {
    secret: true,
  }),
  /** A second person allows that the PIN which `typist` types next is sent, although a wrong one locks the token. */
  'run.allow-final-try': operation(z.strictObject({ ...at, typist: slug, ...signing }), z.object({ run: runView }), {
    secret: true,
  }),
  /** Comes into the room, in one role. */
  'run.sign-in': operation(z.strictObject({ run: runId, role, ...signing }), z.object({ run: runView }), {
    secret: true,
  }),
  'run.sign-out': operation(
    z.strictObject({ run: runId, note: spokenText(2000, 0), ...signing }),
    z.object({ run: runView }),
    { secret: true },
  ),
  /** Closes every token and leaves the room empty, for an hour or for days. */
  'run.pause': operation(
    z.strictObject({ run: runId, reason: spokenText(2000), ...signing }),
    z.object({ run: runView }),
    { secret: true },
  ),
  'run.resume': operation(z.strictObject({ run: runId, ...signing }), z.object({ run: runView }), { secret: true }),
  /** Says what is not as it should be: the run stands still until somebody else has decided. */
  'run.raise-exception': operation(
    z.strictObject({
      run: runId,
      by: slug,
      expected: spokenText(2000),
      happened: spokenText(2000),
    }),
    z.object({ run: runView }),
  ),
  'run.decide-exception': operation(
    z.strictObject({
      run: runId,
      exception: z.number().int().nonnegative(),
      decision: z.enum(['continue', 'abort']),
      reason: spokenText(2000),
      ...signing,
    }),
    z.object({ run: runView }),
    { secret: true },
  ),
  'run.abort': operation(
    z.strictObject({ run: runId, ...signing, reason: spokenText(2000) }),
    z.object({ run: runView }),
    { secret: true },
  ),
} as const
