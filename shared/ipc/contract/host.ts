import { digest } from '../../ids.ts'
import { z } from '../../zod.ts'
import { operation } from '../operation.ts'
import { paperRequest } from './papers.ts'

/** Contract between the window and main: the few things that only the shell can do. Everything else goes to core. */

export const coreState = z.object({
  /** `restarting`: it ended by itself and is started again. `stopped`: it is not started again without `host.restart-core`. */
  state: z.enum(['starting', 'ready', 'restarting', 'stopped']),
  /** In words, why it is not ready; empty while it starts for the first time and while it is ready. */
  reason: z.string(),
  /** How often it was started again since the window was opened. */
  restarts: z.number().int().nonnegative(),
})
export type CoreState = z.infer<typeof coreState>

export const pageSize = z.enum(['A4', 'Letter'])
export type PageSize = z.infer<typeof pageSize>

export const theme = z.enum(['system', 'light', 'dark'])

const nothing = z.strictObject({})
const title = z.string().min(1).max(120)
const buttonLabel = z.string().min(1).max(60).optional()
/** null: the person closed the dialog without choosing. */
const chosen = z.object({ path: z.string().nullable() })

export const hostContract = {
  'host.state': operation(
    nothing,
    z.object({
      core: coreState,
      platform: z.string(),
      /** False when Chromium was started with --no-sandbox (as root, in tests): the screen has to say so. */
      sandboxed: z.boolean(),
      versions: z.object({ conclave: z.string(), electron: z.string(), chromium: z.string() }),
    }),
  ),
  'host.restart-core': operation(nothing, nothing),
  'host.choose-file': operation(
    z.strictObject({
      title,
      buttonLabel,
      /** What the files are, in words ("Certificate requests"), and their extensions without the dot. Empty: any file. */
      kind: z.string().max(60).default('Files'),
      extensions: z
        .array(z.string().regex(/^[a-z0-9]{1,12}$/))
        .max(12)
        .default([]),
    }),
    chosen,
  ),
  'host.choose-folder': operation(z.strictObject({ title, buttonLabel }), chosen),
  /** Has core make the paper, asks where it goes, and writes a tagged PDF there. Replaces no file. null: nothing was chosen. */
  'host.save-paper': operation(
    z.strictObject({ paper: paperRequest, pageSize }),
    z.object({ saved: z.object({ path: z.string(), sha256: digest }).nullable() }),
  ),
  /** Has core make the paper and prints it through the dialog of the system. */
  'host.print-paper': operation(z.strictObject({ paper: paperRequest, pageSize }), z.object({ printed: z.boolean() })),
  /** For the page and for native dialogs. The page keeps the choice and sets it again when it starts. */
  'host.set-theme': operation(z.strictObject({ theme }), z.object({ dark: z.boolean() })),
} as const

export type HostContract = typeof hostContract

/** Events that main sends by itself; their bodies by name. */
export const CORE_STATE_EVENT = 'host.core-state'
export const hostEvents = { [CORE_STATE_EVENT]: coreState } as const

/** The event by which core says that it answers calls. */
export const CORE_READY = 'core.ready'
