import { type CrlRule, RFC_5280_SINCE } from './rule.ts'
import { isTimeFormRight } from './time-form.ts'

/** 12 months at their longest. */
const TWELVE_MONTHS = 366 * 86_400_000

export const crlTimeRules: readonly CrlRule[] = [
  {
    id: 'crl-time-encoding',
    citation: 'RFC 5280 §5.1.2.4, §5.1.2.5',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: ({ thisUpdate, nextUpdate }) =>
      isTimeFormRight(thisUpdate) && (nextUpdate === null || isTimeFormRight(nextUpdate))
        ? null
        : 'a time is not UTCTime through 2049 and GeneralizedTime from 2050',
  },
  {
    id: 'crl-next-update',
    citation: 'RFC 5280 §5.1.2.5, BR v2.2.6 §4.9.7',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: ({ thisUpdate, nextUpdate }) => {
      if (nextUpdate === null) return 'nextUpdate is absent'
      const length = nextUpdate.milliseconds - thisUpdate.milliseconds
      if (length <= 0) return 'nextUpdate is not after thisUpdate'
      return length > TWELVE_MONTHS ? 'nextUpdate is more than 12 months after thisUpdate' : null
    },
  },
  {
    id: 'crl-within-issuer-validity',
    citation: 'RFC 5280 §6.3.3, Conclave',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: ({ thisUpdate, nextUpdate }, { issuer }) => {
      if (thisUpdate.milliseconds < issuer.notBefore.milliseconds) return 'thisUpdate is before the issuer is valid'
      const end = nextUpdate?.milliseconds ?? thisUpdate.milliseconds
      return end > issuer.notAfter.milliseconds ? 'nextUpdate is after the end of the issuer certificate' : null
    },
  },
  {
    id: 'crl-this-update-past',
    citation: 'RFC 5280 §5.1.2.4',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: ({ thisUpdate }, { at }) =>
      thisUpdate.milliseconds > at ? 'thisUpdate is after the time of signing' : null,
  },
]
