import { role, slug } from '../../ids.ts'
import { z } from '../../zod.ts'
import { operation } from '../operation.ts'
import { facilityView } from './facility.ts'
import { newCredential } from './new-credential.ts'
import { digestView, personView } from './views.ts'
import { spokenText } from '../../spoken-text.ts'

const path = z.string().min(1).max(4096)

/** What is known so far of a facility that is being founded. Nothing of it is in a log yet. */
export const foundingView = z.object({
  path: z.string(),
  name: z.string(),
  origin: z.string(),
  policy: z
    .object({ title: z.string(), version: z.number().int(), digest: digestView, quorums: z.array(z.string()) })
    .nullable(),
  modules: z.array(z.object({ path: z.string(), reason: z.string().nullable() })),
  /** Tokens that the modules show now; `name` where they are taken into the facility. */
  tokens: z.array(
    z.object({
      module: z.string(),
      label: z.string(),
      serial: z.string(),
      model: z.string(),
      manufacturer: z.string(),
      name: slug.nullable(),
    }),
  ),
  people: z.array(z.object({ person: personView, credential: z.string() })),
  /** Why it cannot be founded yet, in words; empty when it can. */
  problems: z.array(z.string()),
})
export type FoundingView = z.infer<typeof foundingView>

const nothing = z.strictObject({})
const answer = z.object({ founding: foundingView })

export const foundingContract = {
  /** Null: nothing is being founded. */
  'founding.read': operation(nothing, z.object({ founding: foundingView.nullable() })),
  /** A new folder below `parent`, for a production facility. `domain` is the first part of the name of its log. */
  'founding.begin': operation(
    z.strictObject({ parent: path, name: spokenText(80), domain: z.string().max(120).optional() }),
    answer,
  ),
  /** Goes on with a founding that was left, from its folder. */
  'founding.resume': operation(z.strictObject({ path }), answer),
  /** A policy that comes with the program, or a file. */
  'founding.set-policy': operation(z.strictObject({ name: slug.optional(), path: path.optional() }), answer),
  'founding.policies': operation(nothing, z.object({ policies: z.array(z.object({ name: slug, title: z.string() })) })),
  'founding.add-module': operation(z.strictObject({ path }), answer),
  'founding.remove-module': operation(z.strictObject({ path }), answer),
  'founding.take-token': operation(z.strictObject({ label: z.string(), serial: z.string(), name: slug }), answer),
  'founding.drop-token': operation(z.strictObject({ name: slug }), answer),
  'founding.enrol': operation(
    z.strictObject({
      name: spokenText(80),
      roles: z.array(role).min(1).max(5),
      credential: newCredential,
    }),
    answer,
    { secret: true },
  ),
  'founding.remove-person': operation(z.strictObject({ person: slug }), answer),
  /** Writes the genesis and opens the facility; its found-facility ceremony comes next, before anything else. */
  'founding.complete': operation(nothing, z.object({ facility: facilityView })),
  /** Leaves it as it is on the disk. */
  'founding.leave': operation(nothing, nothing),
} as const
