import { instant, slug } from '../../ids.ts'
import { review } from '../../incident/actions.ts'
import { clockReading } from '../../room/clock-check.ts'
import { spokenText } from '../../spoken-text.ts'
import { newCredential } from './new-credential.ts'
import { secretBytes, signing } from './signing.ts'
import { z } from '../../zod.ts'

/** As it was typed; core says whether it is the number of a bag. */
const bagText = z.string().max(64)

/** What the person at the console gives to the current step; most kinds need nothing. */
export const stepInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** Two people, two references. */
  z.strictObject({ kind: z.literal('check-clock'), readings: z.tuple([clockReading, clockReading]) }),
  z.strictObject({ kind: z.literal('pin'), pin: secretBytes }),
  /** The shares that were given lie ready in core. */
  z.strictObject({ kind: z.literal('shares') }),
  z.strictObject({ kind: z.literal('file'), path: z.string().min(1).max(4096) }),
  z.strictObject({ kind: z.literal('folder'), path: z.string().min(1).max(4096) }),
  /** One for each item of the step, in its order; null for none. */
  z.strictObject({
    kind: z.literal('bags'),
    bags: z.array(z.strictObject({ opened: bagText.nullable(), sealed: bagText.nullable() })).max(10),
  }),
  /** `reader` null where somebody outside the room reads; `typed` null where people only speak. */
  z.strictObject({
    kind: z.literal('read-back'),
    reader: slug.nullable(),
    listener: slug,
    typed: z.string().max(2000).nullable(),
  }),
  /** What a collection of evidence needs of people; null for what its step does not collect. */
  z.strictObject({
    kind: z.literal('evidence'),
    statement: spokenText(2000).nullable(),
    folder: z.string().min(1).max(4096).nullable(),
    description: spokenText(200).nullable(),
  }),
  /** Where the package goes, and who seals it. */
  z.strictObject({ kind: z.literal('seal'), folder: z.string().min(1).max(4096), signer: z.strictObject(signing) }),
  /** `sentAt` left out: now. */
  z.strictObject({ kind: z.literal('message'), text: spokenText(20_000), sentAt: instant.optional() }),
  /** In a drill: how long a ceremony would take. */
  z.strictObject({ kind: z.literal('played'), minutes: z.number().int().positive().max(100_000) }),
  z.strictObject({ kind: z.literal('review'), review }),
  z.strictObject({ kind: z.literal('credential'), credential: newCredential }),
  z.strictObject({ kind: z.literal('token'), label: z.string().max(64), serial: z.string().max(64) }),
])
export type StepInput = z.infer<typeof stepInput>
