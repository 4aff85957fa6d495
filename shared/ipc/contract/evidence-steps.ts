import { evidenceGroup } from '../../evidence/item.ts'
import { recipient } from '../../evidence/package.ts'
import { instant } from '../../ids.ts'
import { z } from '../../zod.ts'
import { digestView, personView } from './views.ts'

const count = z.number().int()

/** What the views of the steps of evidence draw. `result` is null until the step is done. */
export const evidenceBodies = [
  z.object({
    kind: z.literal('collect-evidence'),
    /** In the order in which they are collected. */
    groups: z.array(evidenceGroup).min(1),
    authority: z.string(),
    reason: z.string(),
    /** Names of the tokens that are read; empty where none is. */
    tokens: z.array(z.string()),
    drill: z.boolean(),
    result: z
      .object({
        groups: z.array(z.object({ group: evidenceGroup, items: count, bytes: count })),
        items: count,
        bytes: count,
        findings: z.array(z.object({ source: z.string(), words: z.string() })),
        omitted: count,
        record: digestView,
      })
      .nullable(),
  }),
  z.object({
    kind: z.literal('import-recipients'),
    limitBytes: count,
    result: z.object({ fileName: z.string(), file: digestView, recipients: z.array(recipient) }).nullable(),
  }),
  z.object({
    kind: z.literal('seal-evidence'),
    name: z.string(),
    drill: z.boolean(),
    collections: z.array(z.object({ title: z.string(), items: count, bytes: count })),
    recipients: z.array(recipient),
    /** Who is in the room and may seal it. */
    people: z.array(personView),
    result: z
      .object({
        destination: z.string(),
        medium: z.string(),
        package: digestView,
        size: count,
        parts: count,
        items: count,
        sealedAt: instant,
        sealedBy: z.array(personView),
        /** It was whole on the medium already, from before a stop. */
        adopted: z.boolean(),
      })
      .nullable(),
  }),
] as const
