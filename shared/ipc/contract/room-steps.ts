import { instant, role } from '../../ids.ts'
import { airGapFinding } from '../../room/air-gap.ts'
import { clockFinding } from '../../room/clock-check.ts'
import { mountedDevice } from '../../room/media.ts'
import { readBackDemand } from '../../room/read-back.ts'
import { tokenReading } from '../../room/token-reading.ts'
import { z } from '../../zod.ts'
import { digestView, personView, tokenView } from './views.ts'

/** What the views of the steps of the room draw. `result` is null until the step is done. */
export const roomBodies = [
  z.object({
    kind: z.literal('check-clock'),
    toleranceSeconds: z.number().int(),
    /** Whether what calls for a look is an exception here. */
    matters: z.boolean(),
    result: z
      .object({
        hostTime: instant,
        references: z.array(
          z.object({
            reference: z.string(),
            person: personView,
            says: instant,
            offsetSeconds: z.number().int(),
            ok: z.boolean(),
          }),
        ),
        findings: z.array(clockFinding),
      })
      .nullable(),
  }),
  z.object({
    kind: z.literal('check-air-gap'),
    /** Whether what is open is an exception here; in a practice facility it is only shown. */
    matters: z.boolean(),
    /** As it is read right now, worst first. */
    current: z.array(airGapFinding),
    result: z
      .object({
        verdict: airGapFinding.shape.severity,
        findings: z.array(airGapFinding),
        omitted: z.number().int(),
        facts: digestView,
      })
      .nullable(),
  }),
  z.object({
    kind: z.literal('inspect-media'),
    matters: z.boolean(),
    result: z
      .object({
        path: z.string(),
        device: mountedDevice.nullable(),
        files: z.number().int(),
        folders: z.number().int(),
        bytes: z.number().int(),
        findings: z.array(z.object({ words: z.string(), notedOnly: z.boolean() })),
        omitted: z.number().int(),
        manifest: digestView,
      })
      .nullable(),
  }),
  z.object({
    kind: z.literal('inspect-token'),
    token: tokenView,
    /** As the log has it; null where it was never read. */
    last: z.object({ at: instant, reading: tokenReading }).nullable(),
    result: z
      .object({
        reading: tokenReading,
        userPin: tokenView.shape.userPin,
        loggedIn: z.boolean(),
        objects: z.number().int(),
        lastRead: instant.nullable(),
        changes: z.array(z.string()),
        inspection: digestView,
      })
      .nullable(),
  }),
  z.object({
    kind: z.literal('record-bag'),
    items: z.array(
      z.object({
        item: z.string(),
        /** Where the log says that it is; null where nothing is recorded. `bag` null: taken out, and not bagged again. */
        stored: z.object({ bag: z.string().nullable(), at: instant, run: z.string() }).nullable(),
      }),
    ),
    result: z
      .object({
        bags: z.array(z.object({ item: z.string(), opened: z.string().nullable(), sealed: z.string().nullable() })),
        problems: z.array(z.string()),
      })
      .nullable(),
  }),
  z.object({
    kind: z.literal('read-back'),
    how: z.enum(['typed', 'spoken']),
    form: readBackDemand.shape.form,
    words: z.number().int(),
    of: z.string(),
    /** Who reads from outside the room; null: somebody who is here. */
    outside: z.string().nullable(),
    /** Null while somebody outside has still to read it: here it would only be read off the screen. */
    digest: digestView.nullable(),
    result: z
      .object({
        form: z.enum(['words', 'hex']),
        compared: z.number().int(),
        reader: z.string(),
        listener: personView,
      })
      .nullable(),
  }),
  z.object({
    kind: z.literal('hand-over'),
    role,
    from: personView,
    to: personView,
    /** They signed that they left, since the step before. */
    left: z.boolean(),
    /** They are here in the role. */
    came: z.boolean(),
  }),
] as const
