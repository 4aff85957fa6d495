import { fail } from '../failure.ts'
import { type Problem, problem } from '../procedure/problem.ts'
import { slug } from '../ids.ts'
import { z } from '../zod.ts'
import { keyAlgorithm } from './algorithms.ts'
import { countryCode, nameText } from './names.ts'
import { EXTENDED_KEY_USAGE_OID, type ExtendedKeyUsageName, KEY_USAGE_BIT, type KeyUsageName } from './oids.ts'

const oid = z.string().regex(/^[0-2](\.(0|[1-9]\d{0,14}))+$/, 'an object identifier is numbers joined by "."')
const httpUri = z
  .string()
  .max(512)
  .regex(
    /^http:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?\/[!-~]*$/,
    'an absolute http: address in lowercase with a path',
  )
/** A dNSName subtree: a domain without a leading dot, or the empty name that means every domain. */
const dnsSubtree = z
  .string()
  .max(253)
  .regex(
    /^$|^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
    'a domain in lowercase, no leading dot',
  )

const keyUsage = z.enum(Object.keys(KEY_USAGE_BIT) as [KeyUsageName, ...KeyUsageName[]])
const extendedKeyUsage = z.enum(
  Object.keys(EXTENDED_KEY_USAGE_OID) as [ExtendedKeyUsageName, ...ExtendedKeyUsageName[]],
)

function distinct<Item extends z.ZodType>(item: Item) {
  return z
    .array(item)
    .min(1)
    .refine((items) => new Set(items.map((value) => JSON.stringify(value))).size === items.length, {
      error: 'named twice',
      params: { problem: 'repeated' },
    })
}

export const profileKind = z.enum(['root', 'issuing', 'handoff-signer'])
export type ProfileKind = z.infer<typeof profileKind>

const shape = z.strictObject({
  profile: slug,
  version: z.int().min(1),
  title: z.string().min(1).max(120),
  /** What the rules were checked against, as it is printed: never "compliant". */
  checkedAgainst: z.string().min(1).max(200),
  kind: profileKind,
  keyAlgorithms: distinct(keyAlgorithm),
  /** Days of 86,400 seconds; the last second is notAfter (BR §6.3.2). */
  validityDays: z.int().min(1).max(36_500),
  /** Parts of the subject that every certificate of this profile has. */
  subject: z
    .strictObject({
      country: countryCode.optional(),
      organization: nameText.optional(),
      commonName: nameText.optional(),
    })
    .optional(),
  basicConstraints: z.strictObject({ ca: z.boolean(), pathLength: z.int().min(0).max(16).optional() }),
  keyUsage: distinct(keyUsage),
  extendedKeyUsage: distinct(extendedKeyUsage).optional(),
  certificatePolicies: distinct(oid).optional(),
  crlDistributionPoints: distinct(httpUri).optional(),
  caIssuers: distinct(httpUri).optional(),
  nameConstraints: z
    .strictObject({ permittedDns: distinct(dnsSubtree).optional(), excludedDns: distinct(dnsSubtree).optional() })
    .optional(),
  crl: z
    .strictObject({
      /** RFC 5280 sets no limit; BR §4.9.7 allows 12 months to a CA that issues CA certificates. */
      nextUpdateDays: z.int().min(1).max(365),
      reasons: z.enum(['rfc5280', 'br']),
    })
    .optional(),
})

/** A certificate profile: everything about a certificate that is not the subject, the key, the serial or the time. */
export const profile = shape.superRefine((value, context) => {
  for (const [path, message] of contradictions(value)) {
    context.addIssue({ code: 'custom', message, path: [...path] })
  }
})
export type Profile = z.infer<typeof profile>

export interface ProfileProblem {
  readonly path: string
  readonly message: string
}

/** Every problem at once; an empty list means `profile.parse` succeeds. */
export function checkProfile(value: unknown): ProfileProblem[] {
  const result = profile.safeParse(value)
  if (result.success) return []
  return result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
}

/** A checked profile, or `profile-invalid` with every problem in `detail.problems`. */
export function parseProfile(value: unknown): Profile {
  const result = profile.safeParse(value)
  if (result.success) return result.data
  const problems = checkProfile(value).map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
  throw fail('profile-invalid', `The certificate profile has ${problems.length} problem(s): ${problems.join('; ')}.`, {
    remedy: 'Correct the profile file and check the plan again.',
    detail: { problems },
  })
}

const judged = z.object(shape.shape).pick({
  kind: true,
  basicConstraints: true,
  keyUsage: true,
  nameConstraints: true,
  crl: true,
})

/** The same contradictions in a document that may have other mistakes, wherever the fields they are about can be read. */
export function checkContradictions(document: unknown): Problem[] {
  const read = judged.safeParse(document)
  return read.success ? contradictions(read.data).map(([path, message]) => problem('contradiction', path, message)) : []
}

type Contradiction = readonly [path: readonly string[], message: string]

/** Rules of RFC 5280 that hold for every profile; what BR adds is lint, where a waiver can be recorded. */
function contradictions(value: {
  kind: ProfileKind
  basicConstraints: { ca: boolean; pathLength?: number | undefined }
  keyUsage: readonly KeyUsageName[]
  nameConstraints?: { permittedDns?: unknown; excludedDns?: unknown } | undefined
  crl?: unknown
}): Contradiction[] {
  const { basicConstraints, kind } = value
  const { ca } = basicConstraints
  const found: Contradiction[] = []
  if (ca !== (kind !== 'handoff-signer')) {
    found.push([['basicConstraints', 'ca'], ca ? 'a hand-off signer is not a CA' : `a profile of kind ${kind} is a CA`])
  }
  if (!ca && basicConstraints.pathLength !== undefined) {
    found.push([['basicConstraints', 'pathLength'], 'only a CA has a path length (RFC 5280 §4.2.1.9)'])
  }
  if (ca && !value.keyUsage.includes('keyCertSign')) {
    found.push([['keyUsage'], 'a CA has keyCertSign (RFC 5280 §4.2.1.3)'])
  }
  if (!ca && value.keyUsage.some((usage) => usage === 'keyCertSign' || usage === 'cRLSign')) {
    found.push([['keyUsage'], 'only a CA has keyCertSign or cRLSign (RFC 5280 §4.2.1.3)'])
  }
  if (value.crl !== undefined && !value.keyUsage.includes('cRLSign')) {
    found.push([['crl'], 'an issuer of CRLs has cRLSign (RFC 5280 §4.2.1.3)'])
  }
  const constraints = value.nameConstraints
  if (constraints !== undefined && !ca) {
    found.push([['nameConstraints'], 'only a CA has name constraints (RFC 5280 §4.2.1.10)'])
  }
  if (constraints !== undefined && constraints.permittedDns === undefined && constraints.excludedDns === undefined) {
    found.push([['nameConstraints'], 'name constraints are not empty (RFC 5280 §4.2.1.10)'])
  }
  return found
}
