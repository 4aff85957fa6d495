import { instant, role, runId, slug } from '../../ids.ts'
import { actionId, actionKind, review } from '../../incident/actions.ts'
import { classificationAnswers, compromiseClass } from '../../incident/classification.ts'
import { z } from '../../zod.ts'
import { digestView, personView } from './views.ts'

/** Something that a review promised. */
export const actionView = z.object({
  id: actionId,
  action: z.string(),
  kind: actionKind,
  owner: z.string(),
  due: z.string(),
  evaluation: z.string(),
  run: runId,
  runTitle: z.string(),
  drill: z.boolean(),
  late: z.boolean(),
  closed: z.object({ at: instant, by: z.string(), note: z.string() }).nullable(),
})
export type ActionView = z.infer<typeof actionView>

/** What people said in a step that they decide, and who may still speak. */
const deciding = {
  /** Who decides, and who confirms; null: anybody, and nobody. */
  decider: role.nullable(),
  confirmer: role.nullable(),
  /** The newest word of everybody who spoke. */
  given: z.array(z.object({ person: personView, role, choice: z.string(), reason: z.string(), time: instant })),
  candidates: z.array(personView),
  result: z
    .object({ choice: z.string(), by: personView, confirmedBy: personView.nullable(), reason: z.string() })
    .nullable(),
  /** What it leads to: steps that each choice does and passes over. */
  leads: z.array(z.object({ choice: z.string(), does: z.array(z.string()), skips: z.array(z.string()) })),
}

/** What the views of the steps of a playbook draw. */
export const incidentBodies = [
  z.object({
    kind: z.literal('decide'),
    question: z.string(),
    criteria: z.array(z.string()),
    options: z.array(z.object({ id: slug, title: z.string(), means: z.string() })),
    ...deciding,
  }),
  z.object({
    kind: z.literal('classify'),
    key: z.string(),
    questions: z.array(z.object({ id: classificationAnswers.keyof(), text: z.string() })),
    classes: z.array(z.object({ id: compromiseClass, title: z.string(), means: z.string() })),
    answers: classificationAnswers.nullable(),
    ...deciding,
  }),
  z.object({
    kind: z.literal('notify'),
    audience: z.string(),
    channel: z.string(),
    asks: z.array(z.string()),
    /** The clock by which it has to be sent. */
    clock: z.object({ title: z.string(), source: z.string(), dueAt: instant.nullable() }).nullable(),
    /** As Conclave would write it now; once it is sent, as it was sent. */
    text: z.string(),
    /** In a drill, every message begins with this. */
    mark: z.string().nullable(),
    result: z.object({ sentAt: instant, message: digestView, edited: z.boolean() }).nullable(),
  }),
  z.object({
    kind: z.literal('run-ceremony'),
    ceremony: slug,
    title: z.string(),
    summary: z.string(),
    /** Its file, as the playbook was reviewed with. */
    digest: digestView.nullable(),
    /** What the step gives; `value` null: filled in when the ceremony is started. */
    inputs: z.array(z.object({ name: slug, label: z.string(), value: z.string().nullable() })),
    /** Runs of it that were started for this incident. */
    runs: z.array(
      z.object({
        run: runId,
        title: z.string(),
        status: z.enum(['open', 'closed', 'aborted']),
        openedAt: instant,
        closedAt: instant.nullable(),
      }),
    ),
    drill: z.boolean(),
    /** Why it cannot be started now; null when it can. */
    locked: z.string().nullable(),
    result: z
      .discriminatedUnion('played', [
        z.object({ played: z.literal(false), run: runId, closedAt: instant }),
        z.object({ played: z.literal(true), minutes: z.number().int(), plan: digestView.nullable() }),
      ])
      .nullable(),
  }),
  z.object({
    kind: z.literal('review'),
    /** Promises of earlier reviews that are still open. */
    open: z.array(actionView),
    result: review.nullable(),
  }),
] as const
