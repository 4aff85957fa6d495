import type { CrlEntryFields } from '../../../../shared/pki/crl-entry-reader.ts'
import type { CrlFields } from '../../../../shared/pki/crl-fields.ts'
import { EXTENSION_OID } from '../../../../shared/pki/oids.ts'
import { allowedReasons, type CrlReason } from '../../../../shared/pki/reasons.ts'
import { BR_2_SINCE, type CrlContext, type CrlRule, RFC_5280_SINCE } from './rule.ts'
import { isTimeFormRight } from './time-form.ts'

const KNOWN = new Set<string>([EXTENSION_OID.reasonCode, EXTENSION_OID.invalidityDate])
const LONGEST_SERIAL = 20

interface EntryScene {
  readonly crl: CrlFields
  readonly allowed: readonly CrlReason[]
}

type EntryRule = Omit<CrlRule, 'check'> & {
  /** What is wrong with this entry, in words that follow its serial number. */
  readonly check: (entry: CrlEntryFields, scene: EntryScene) => string | null
}

const ENTRY_RULES: readonly EntryRule[] = [
  {
    id: 'crl-entry-serial',
    citation: 'RFC 5280 §5.1.2.6',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: (entry, { crl }) => {
      if (!isSerialRight(entry)) return 'is not a positive number of at most 20 octets'
      return crl.index().positionOf(entry) === entry.start ? null : 'is there more than once'
    },
  },
  {
    id: 'crl-entry-date',
    citation: 'RFC 5280 §5.1.2.6, §5.3.2',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: ({ revocationDate }, { crl }) => {
      if (!isTimeFormRight(revocationDate)) return 'has a date in the wrong form'
      return revocationDate.milliseconds > crl.thisUpdate.milliseconds ? 'is revoked after thisUpdate' : null
    },
  },
  {
    id: 'crl-entry-reason',
    citation: 'RFC 5280 §5.3.1, BR v2.2.6 §7.2.2',
    severity: 'error',
    effective: BR_2_SINCE,
    check: ({ reason }, { allowed }) => {
      if (reason === undefined) return null
      if (reason === null) return 'has a reason that RFC 5280 does not know'
      if (reason === 'unspecified') return 'writes out the reason "unspecified", which is left out'
      return allowed.includes(reason) ? null : `has the reason ${reason}, which this profile does not allow`
    },
  },
  {
    id: 'crl-entry-reason-present',
    citation: 'BR v2.2.6 §7.2.2',
    severity: 'warning',
    effective: BR_2_SINCE,
    check: ({ reason }) => (reason === undefined ? 'has no reason, which a CA certificate must have' : null),
  },
  {
    id: 'crl-entry-extensions',
    citation: 'RFC 5280 §5.3',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: (entry) =>
      entry.isPlain || entry.extensions.every(({ oid, critical }) => KNOWN.has(oid) && !critical)
        ? null
        : 'has an extension that is critical or not known',
  },
]

export const crlEntryRules: readonly CrlRule[] = ENTRY_RULES.map((rule) => ({
  ...rule,
  check: (_, { entries }) => entries.get(rule.id) ?? null,
}))

/** The first problem of each rule for entries, by rule: one pass over the list, whatever its length. DerError for broken entries. */
export function lintEntries(crl: CrlFields, { reasons }: Pick<CrlContext, 'reasons'>): ReadonlyMap<string, string> {
  const scene = { crl, allowed: allowedReasons(reasons) }
  const found = new Map<string, string>()
  let open = ENTRY_RULES
  for (const entry of crl.entries())
    for (const { id, check } of open) {
      const problem = check(entry, scene)
      if (problem === null) continue
      found.set(id, `serial ${entry.serial} ${problem}`)
      open = ENTRY_RULES.filter((rule) => !found.has(rule.id))
    }
  return found
}

/** Positive, and at most 20 octets (RFC 5280 §4.1.2.2). */
function isSerialRight({ source, serialAt }: CrlEntryFields): boolean {
  const length = source[serialAt + 1] ?? 0
  const first = source[serialAt + 2] ?? 0
  const isZero = length === 1 && first === 0
  return length <= LONGEST_SERIAL && first < 0x80 && !isZero
}
