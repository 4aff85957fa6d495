import { instant, slug } from '../../ids.ts'
import { z } from '../../zod.ts'
import { operation } from '../operation.ts'
import { signing } from './signing.ts'

/** Why nothing can be done now but to unlock the console, and who may. */
export const consoleLockView = z.object({
  since: instant,
  /** `restart`: it was locked when core stopped and was started again. */
  by: z.enum(['idle', 'person', 'restart']),
  people: z.array(slug),
})
export type ConsoleLockView = z.infer<typeof consoleLockView>

const nothing = z.strictObject({})

export const consoleContract = {
  /** At once. While it is locked, core refuses everything but `facility.state` and `console.unlock`: console-locked. */
  'console.lock': operation(nothing, nothing),
  /** By a person who shows with their own credential who they are. */
  'console.unlock': operation(z.strictObject(signing), nothing, { secret: true }),
} as const

/** What main tells core by itself; the page cannot. */
export const CONSOLE_TOUCHED = 'console.touched'
/** The machine goes to sleep, or its own screen is locked. */
export const CONSOLE_LEFT = 'console.left'
/** What core tells main: which facility is locked, or null. */
export const CONSOLE_LOCKED = 'console.locked'
