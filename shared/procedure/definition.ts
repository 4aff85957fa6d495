import { canonicalJson } from '../ledger/canonical-json.ts'
import { sha256Hex, utf8ToBytes } from '../bytes.ts'
import { role, slug } from '../ids.ts'
import { z } from '../zod.ts'
import { duration } from './duration.ts'
import { playbookParts } from './playbook-parts.ts'
import { step, type Step } from './step-kinds.ts'

/** What the plan fills in. Those that end in a name (token, key, authority, certificate, person) are names of this facility. */
export const inputKind = z.enum([
  'text',
  'country',
  'token',
  'token-name',
  'key-name',
  'key',
  'key-backup',
  'authority',
  /** A CA that the fleet was given, wherever its key is. */
  'fleet-authority',
  /** What the fleet is told about a CA: freeze, taint or release. */
  'fleet-order',
  'person',
  'role',
  /** A certificate that a CA of this facility signed. */
  'certificate',
  /** A reason of a CRL entry. */
  'reason',
  /** "now", or a time in UTC. */
  'moment',
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

const head = {
  version: z.number().int().min(1),
  title: z.string().min(1).max(80),
  summary: z.string().min(1).max(400),
}
const roles = z
  .partialRecord(role, z.number().int().min(1).max(20))
  .refine((named) => Object.keys(named).length > 0, 'name at least one role')
const inputs = z.record(slug, inputDefinition)
const act = { title: z.string().min(1).max(60), steps: z.array(step).min(1) }

/** A ceremony file: strictly ordered steps, grouped in acts (ICANN script shape; WebTrust 4.1 items a to h in `script`). */
const ceremonyFields = z.strictObject({
  ceremony: slug,
  ...head,
  script: z.strictObject({
    roles,
    hardware: z.array(z.string().min(1)).min(1),
    location: z.string().min(1),
    storage: z.string().min(1),
  }),
  inputs,
  acts: z.array(z.strictObject(act)).min(1),
})
export type Ceremony = z.infer<typeof ceremonyFields>
export const ceremony: z.ZodType<Ceremony> = ceremonyFields

/** A playbook file: what a ceremony has but a place, what BR 5.7.1.2 wants of a mass revocation plan, clocks and branches. */
const playbookFields = z.strictObject({
  playbook: slug,
  ...head,
  script: z.strictObject({ roles }),
  ...playbookParts,
  inputs,
  acts: z
    .array(
      z.strictObject({
        ...act,
        target: duration.describe('How long this act should take; a drill is scored against it.').optional(),
      }),
    )
    .min(1),
})
export type Playbook = z.infer<typeof playbookFields>
export const playbook: z.ZodType<Playbook> = playbookFields

/** What a plan is made of. */
export type Definition = Ceremony | Playbook
export const definition: z.ZodType<Definition> = z.union([ceremonyFields, playbookFields])

export function isPlaybook(procedure: Definition): procedure is Playbook {
  return 'playbook' in procedure
}

/** The name by which plans, logs and the library call it. */
export function procedureName(procedure: Definition): string {
  return isPlaybook(procedure) ? procedure.playbook : procedure.ceremony
}

/** "ceremony" or "playbook". */
export function procedureWord(procedure: Definition): 'ceremony' | 'playbook' {
  return isPlaybook(procedure) ? 'playbook' : 'ceremony'
}

export function stepsOf(procedure: Definition): Step[] {
  return procedure.acts.flatMap((each) => each.steps)
}

/** SHA-256 over the canonical JSON: comments and layout of the YAML do not count, every value does. */
export function definitionDigest(procedure: Definition): string {
  return sha256Hex(utf8ToBytes(canonicalJson(procedure)))
}
