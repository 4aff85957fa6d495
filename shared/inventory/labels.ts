import { hex, slug } from '../ids.ts'
import { z } from '../zod.ts'
import { label } from './row.ts'

export const LABELS = ['service', 'environment', 'region', 'owner'] as const
export type LabelName = (typeof LABELS)[number]
export type Labels = { [Name in LabelName]?: string | undefined }

const PLACE = /^\{(service|environment|region|owner)\}$/

const dnsPattern = z
  .string()
  .max(253)
  .regex(
    /^(\{(service|environment|region|owner)\}|\*|[A-Za-z0-9_-]+)(\.(\{(service|environment|region|owner)\}|\*|[A-Za-z0-9_-]+))*$/,
    'write the end of a DNS name; a part of it may be * or {service}, {environment}, {region}, {owner}',
  )
const spiffePattern = z
  .string()
  .max(2000)
  .regex(
    /^spiffe:\/\/[^/\s]+(\/[^/\s]+)*$/,
    'write spiffe://trust-domain/path; a part of it may be * or {service}, {environment}, {region}, {owner}',
  )

/** One rule: what it looks at, and what it says. Every condition that is given has to hold. */
export const labelRule = z
  .strictObject({
    dns: dnsPattern.describe('The end of a DNS name of the certificate.').optional(),
    spiffe: spiffePattern.describe('The beginning of its SPIFFE ID.').optional(),
    issuer: hex.describe('Key identifier of the issuer.').optional(),
    service: label.optional(),
    environment: label.optional(),
    region: label.optional(),
    owner: label.optional(),
  })
  .refine((rule) => rule.dns !== undefined || rule.spiffe !== undefined || rule.issuer !== undefined, {
    error: 'a rule looks at dns, spiffe or issuer',
  })
export type LabelRule = z.infer<typeof labelRule>

/** Labels for certificates that carry none: the first rule that fits decides each label. */
export const labelRules = z.strictObject({ labels: slug, rules: z.array(labelRule).min(1).max(1000) })
export type LabelRules = z.infer<typeof labelRules>

interface Matcher {
  readonly dns: readonly string[] | null
  readonly spiffe: readonly string[] | null
  readonly issuer: string | null
  readonly fixed: Labels
}

export class Labeller {
  readonly #matchers: readonly Matcher[]

  constructor({ rules }: LabelRules) {
    this.#matchers = rules.map(({ dns, spiffe, issuer, ...fixed }) => ({
      dns: dns === undefined ? null : dns.toLowerCase().split('.').toReversed(),
      spiffe: spiffe === undefined ? null : spiffe.slice('spiffe://'.length).split('/'),
      issuer: issuer ?? null,
      fixed,
    }))
  }

  /** Labels by the first rules that fit. `names` as "DNS:..." and "URI:...", `issuer` the key identifier or null. */
  labels(names: readonly string[], issuer: string | null): Labels {
    const found: Labels = {}
    for (const matcher of this.#matchers) {
      const taken = match(matcher, names, issuer)
      if (taken === null) continue
      for (const name of LABELS) found[name] ??= taken[name]
      if (LABELS.every((name) => found[name] !== undefined)) break
    }
    return found
  }
}

function match({ dns, spiffe, issuer, fixed }: Matcher, names: readonly string[], keyId: string | null): Labels | null {
  if (issuer !== null && issuer !== keyId) return null
  const byDns =
    dns === null ? {} : firstMatch(names, 'DNS:', (name) => parts(dns, name.toLowerCase().split('.').toReversed()))
  if (byDns === null) return null
  const bySpiffe = spiffe === null ? {} : firstMatch(names, 'URI:spiffe://', (path) => parts(spiffe, path.split('/')))
  return bySpiffe === null ? null : { ...byDns, ...bySpiffe, ...fixed }
}

function firstMatch(names: readonly string[], prefix: string, read: (rest: string) => Labels | null): Labels | null {
  for (const name of names) {
    if (!name.startsWith(prefix)) continue
    const taken = read(name.slice(prefix.length))
    if (taken !== null) return taken
  }
  return null
}

function parts(pattern: readonly string[], given: readonly string[]): Labels | null {
  const taken: Labels = {}
  for (const [index, wanted] of pattern.entries()) {
    const part = given[index]
    if (part === undefined || part === '') return null
    const place = PLACE.exec(wanted)?.[1] as LabelName | undefined
    if (place !== undefined) taken[place] = part.slice(0, 64)
    else if (wanted !== '*' && wanted !== part) return null
  }
  return taken
}
