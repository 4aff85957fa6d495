import { canonicalJson } from '../ledger/canonical-json.ts'
import { sha256Hex, utf8ToBytes } from '../bytes.ts'
import { role, slug } from '../ids.ts'
import { z } from '../zod.ts'
import { step, type Step } from './step-kinds.ts'

/** What the plan fills in. All but `text`, `country`, `role`, `key-backup`, `threshold` and `share` are names of this facility. */
export const inputKind = z.enum([
  'text',
  'country',
  'token',
  'token-name',
  'key-name',
  'key',
  'key-backup',
  'authority',
  'person',
  'role',
  /** How many shares open a token. */
  'threshold',
  /** How a custodian keeps their share. */
  'share',
])
export type InputKind = z.infer<typeof inputKind>

export const inputDefinition = z.strictObject({
  kind: inputKind,
  label: z.string().min(1).max(80),
  help: z.string().max(300).optional(),
  example: z.string().max(120).optional(),
})
export type InputDefinition = z.infer<typeof inputDefinition>

/** A ceremony file: strictly ordered steps, grouped in acts (ICANN script shape; WebTrust 4.1 items a to h in `script`). */
export const definition = z.strictObject({
  ceremony: slug,
  version: z.number().int().min(1),
  title: z.string().min(1).max(80),
  summary: z.string().min(1).max(400),
  script: z.strictObject({
    roles: z
      .partialRecord(role, z.number().int().min(1).max(20))
      .refine((roles) => Object.keys(roles).length > 0, 'name at least one role'),
    hardware: z.array(z.string().min(1)).min(1),
    location: z.string().min(1),
    storage: z.string().min(1),
  }),
  inputs: z.record(slug, inputDefinition),
  acts: z.array(z.strictObject({ title: z.string().min(1).max(60), steps: z.array(step).min(1) })).min(1),
})
export type Definition = z.infer<typeof definition>

export function stepsOf(procedure: Definition): Step[] {
  return procedure.acts.flatMap((act) => act.steps)
}

/** SHA-256 over the canonical JSON: comments and layout of the YAML do not count, every value does. */
export function definitionDigest(procedure: Definition): string {
  return sha256Hex(utf8ToBytes(canonicalJson(procedure)))
}
