import type { CrlEntryFields } from '../../../../shared/pki/crl-entry-reader.ts'
import type { CrlFields } from '../../../../shared/pki/crl-fields.ts'
import { EXTENSION_OID } from '../../../../shared/pki/oids.ts'
import { allowedReasons } from '../../../../shared/pki/reasons.ts'
import { BR_2_SINCE, type CrlRule, RFC_5280_SINCE } from './rule.ts'
import { isTimeFormRight } from './time-form.ts'

const KNOWN = new Set<string>([EXTENSION_OID.reasonCode, EXTENSION_OID.invalidityDate])

export const crlEntryRules: readonly CrlRule[] = [
  {
    id: 'crl-entry-serial',
    citation: 'RFC 5280 §5.1.2.6',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: (crl) => {
      const seen = new Set<string>()
      return firstProblem(crl, ({ serial }) => {
        if (/^([89a-f]|(00)+$)/.test(serial) || serial.length > 40)
          return 'is not a positive number of at most 20 octets'
        if (seen.has(serial)) return 'is there more than once'
        seen.add(serial)
        return null
      })
    },
  },
  {
    id: 'crl-entry-date',
    citation: 'RFC 5280 §5.1.2.6, §5.3.2',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: (crl) =>
      firstProblem(crl, ({ revocationDate }) => {
        if (!isTimeFormRight(revocationDate)) return 'has a date in the wrong form'
        return revocationDate.milliseconds > crl.thisUpdate.milliseconds ? 'is revoked after thisUpdate' : null
      }),
  },
  {
    id: 'crl-entry-reason',
    citation: 'RFC 5280 §5.3.1, BR v2.2.6 §7.2.2',
    severity: 'error',
    effective: BR_2_SINCE,
    check: (crl, { reasons }) => {
      const allowed = allowedReasons(reasons)
      return firstProblem(crl, ({ reason }) => {
        if (reason === undefined) return null
        if (reason === null) return 'has a reason that RFC 5280 does not know'
        if (reason === 'unspecified') return 'writes out the reason "unspecified", which is left out'
        return allowed.includes(reason) ? null : `has the reason ${reason}, which this profile does not allow`
      })
    },
  },
  {
    id: 'crl-entry-reason-present',
    citation: 'BR v2.2.6 §7.2.2',
    severity: 'warning',
    effective: BR_2_SINCE,
    check: (crl) =>
      firstProblem(crl, ({ reason }) =>
        reason === undefined ? 'has no reason, which a CA certificate must have' : null,
      ),
  },
  {
    id: 'crl-entry-extensions',
    citation: 'RFC 5280 §5.3',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: (crl) =>
      firstProblem(crl, ({ extensions }) =>
        extensions.every(({ oid, critical }) => KNOWN.has(oid) && !critical)
          ? null
          : 'has an extension that is critical or not known',
      ),
  },
]

function firstProblem(crl: CrlFields, check: (entry: CrlEntryFields) => string | null): string | null {
  for (const entry of crl.entries()) {
    const problem = check(entry)
    if (problem !== null) return `serial ${entry.serial} ${problem}`
  }
  return null
}
