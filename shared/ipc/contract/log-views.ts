import { instant } from '../../ids.ts'
import { z } from '../../zod.ts'
import { digestView } from './views.ts'

/** A checkpoint; its time is that of the last entry it covers. */
export const checkpointView = z.object({
  size: z.number().int(),
  root: digestView,
  time: instant,
  cosigners: z.array(z.string()),
})
export type CheckpointView = z.infer<typeof checkpointView>
