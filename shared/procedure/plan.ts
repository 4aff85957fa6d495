import { canonicalJson } from '../ledger/canonical-json.ts'
import { sha256Hex, utf8ToBytes } from '../bytes.ts'
import { shareKind, SHARES_MAX, threshold } from '../custody/share-set.ts'
import { digest, role, slug } from '../ids.ts'
import { z } from '../zod.ts'
import { keyBackup } from '../ipc/hsm-contract.ts'
import { definition, type Definition, type InputDefinition, stepsOf } from './definition.ts'
import { RFC5280_REASONS } from '../pki/reasons.ts'
import { moment } from '../revocation/moment.ts'
import { type Problem, problem, unknownName } from './problem.ts'
import { spokenText } from '../spoken-text.ts'

/** A plan file: which procedure, and its inputs. People review and rehearse the plan that comes out of it. */
export const planFile = z.strictObject({
  plan: spokenText(80),
  procedure: slug,
  inputs: z.record(slug, spokenText(200)),
})
export type PlanFile = z.infer<typeof planFile>

/** Everything the run depends on, in one document: the digest of its canonical JSON is what people approve. */
const planFields = z.strictObject({
  type: z.literal('conclave-plan/v1'),
  title: spokenText(80),
  definition,
  inputs: z.record(slug, z.string()),
  /** The profiles that the procedure names, whole. */
  profiles: z.record(slug, z.record(z.string(), z.json())),
  /** The ceremonies that a playbook may start, by the digests of their files: these are the ones that were reviewed and drilled. */
  ceremonies: z.record(slug, z.strictObject({ digest, destructive: z.boolean() })).optional(),
})
export type Plan = z.infer<typeof planFields>
export const plan: z.ZodType<Plan> = planFields

export function planDigest(document: Plan): string {
  return sha256Hex(utf8ToBytes(canonicalJson(document)))
}

/** Names of the profiles that the steps use. */
export function profilesOf(procedure: Definition): string[] {
  const names = stepsOf(procedure).flatMap((step) =>
    step.kind === 'preview-certificate' || step.kind === 'prepare-reissue' ? [step.profile] : [],
  )
  return [...new Set(names)]
}

/** Names of the ceremonies that the steps start. */
export function ceremoniesOf(procedure: Definition): string[] {
  return [...new Set(stepsOf(procedure).flatMap((step) => (step.kind === 'run-ceremony' ? [step.ceremony] : [])))]
}

/** X.520 allows 64; nine are kept for the mark of a practice certificate, so that every plan can be rehearsed. */
const LONGEST_TEXT = 55

const SLUG_INPUTS = new Set(['token', 'token-name', 'key-name', 'key', 'authority', 'fleet-authority', 'person'])

/** Missing, unknown and malformed inputs; all at once. What is no text at all is left to the schema. */
export function checkInputs(procedure: Definition, inputs: Readonly<Record<string, unknown>>): Problem[] {
  const given = new Map(Object.entries(inputs))
  const missing = Object.keys(procedure.inputs).filter((name) => !given.has(name))
  const unknown = [...given.keys()].filter((name) => !Object.hasOwn(procedure.inputs, name))
  return [
    ...unknown.map((name) =>
      unknownName('unknown-input', ['inputs', name], `the procedure has no input "${name}"`, name, missing),
    ),
    ...Object.entries(procedure.inputs).flatMap(([name, wanted]) => {
      const path = ['inputs', name]
      const value = given.has(name) ? given.get(name) : ''
      if (typeof value !== 'string') return []
      if (value.trim() === '') return [problem('input-missing', path, `"${name}" is missing`)]
      return checkInput(wanted, value).map((message) => problem('wrong-input', path, message))
    }),
  ]
}

function checkInput(wanted: InputDefinition, given: string): string[] {
  if (wanted.kind === 'country' && !/^[A-Z]{2}$/.test(given)) return ['a country is two capital letters (ISO 3166-1)']
  if (wanted.kind === 'role' && !role.safeParse(given).success) return [`a role is ${role.options.join(', ')}`]
  if (wanted.kind === 'key-backup' && !keyBackup.safeParse(given).success) return ['write none or wrap']
  if (wanted.kind === 'fleet-order' && !['freeze', 'taint', 'release'].includes(given))
    return ['write freeze, taint or release']
  if (wanted.kind === 'threshold' && !threshold.safeParse(given).success)
    return [`a number from 2 to ${String(SHARES_MAX)}`]
  if (wanted.kind === 'moment' && !moment.safeParse(given).success)
    return ['write now, or a time as 2026-11-29T18:48:44Z (UTC)']
  if (wanted.kind === 'reason' && !RFC5280_REASONS.some((reason) => reason === given))
    return [`a reason is ${RFC5280_REASONS.join(', ')}`]
  if (wanted.kind === 'share' && !shareKind.safeParse(given).success)
    return [`a share is ${shareKind.options.join(' or ')}`]
  if (SLUG_INPUTS.has(wanted.kind) && !slug.safeParse(given).success) {
    return ['use lowercase letters and digits, words joined by "-"']
  }
  if (wanted.kind === 'text' && (given.length > LONGEST_TEXT || given !== given.trim())) {
    return [`at most ${String(LONGEST_TEXT)} characters, without spaces at the ends`]
  }
  return []
}

/** A field's value: an input where it says `inputs.<name>`, else itself. */
export function resolveValue(document: Plan, field: string): string {
  return field.startsWith('inputs.') ? (document.inputs[field.slice('inputs.'.length)] ?? field) : field
}
