import { instant, slug } from '../../ids.ts'
import { z } from '../../zod.ts'
import { moduleInfo, slotInfo } from '../hsm-contract.ts'
import { mechanismInfo } from '../token-facts.ts'
import { failureSchema, operation } from '../operation.ts'
import { keyView, tokenView } from './views.ts'

export const moduleView = z.object({
  path: z.string(),
  practice: z.boolean(),
  state: z.enum(['starting', 'ready', 'stopped']),
  /** Why it is stopped, in words. */
  reason: z.string(),
  failure: failureSchema.nullable(),
  info: moduleInfo.nullable(),
  slots: z.array(slotInfo),
  tokens: z.array(tokenView),
})
export type ModuleView = z.infer<typeof moduleView>

/** A token that the facility registered. `here`: some module shows it now. */
export const registeredTokenView = z.object({
  name: slug,
  label: z.string(),
  serial: z.string(),
  model: z.string(),
  here: z.boolean(),
})
export type RegisteredTokenView = z.infer<typeof registeredTokenView>

export const knownKeyView = z.object({ key: keyView, madeAt: instant, run: z.string() })
export type KnownKeyView = z.infer<typeof knownKeyView>

export const hsmsContract = {
  'hsms.list': operation(
    z.strictObject({}),
    z.object({ modules: z.array(moduleView), registered: z.array(registeredTokenView) }),
  ),
  /** Reads every module again, for instance because a card was put in; what changed is told as `facility.changed`. */
  'hsms.look': operation(z.strictObject({}), z.strictObject({})),
  'hsms.mechanisms': operation(
    z.strictObject({ module: z.string(), label: z.string(), serial: z.string() }),
    z.object({ mechanisms: z.array(mechanismInfo) }),
  ),
  /** Keys that the log knows on a token, as they were read back when they were made; the token need not be here. */
  'hsms.known-keys': operation(
    z.strictObject({ label: z.string(), serial: z.string() }),
    z.object({ keys: z.array(knownKeyView) }),
  ),
  /** Keys of an open token, with their dossiers. */
  'hsms.keys': operation(
    z.strictObject({ module: z.string(), label: z.string(), serial: z.string() }),
    z.object({ keys: z.array(keyView) }),
  ),
  /** Loads any library in a process of its own, asks what it is, and lets it go. Nothing is stored. */
  'hsms.inspect': operation(z.strictObject({ path: z.string().min(1).max(4096) }), z.object({ module: moduleView })),
} as const
