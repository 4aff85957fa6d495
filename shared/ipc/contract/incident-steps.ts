import { instant, role, slug } from '../../ids.ts'
import { classificationAnswers, compromiseClass } from '../../incident/classification.ts'
import { z } from '../../zod.ts'
import { personView } from './views.ts'

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
] as const
