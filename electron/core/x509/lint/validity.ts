import { BR_2_SINCE, CA_KINDS, type CertificateRule, RFC_5280_SINCE } from './rule.ts'
import { isTimeFormRight } from './time-form.ts'

const DAY = 86_400_000

/** Both ends are inclusive: from 00:00:00 to 23:59:59 is one day (BR §1.6.1, RFC 5280 §4.1.2.5). */
function lengthOf({
  notBefore,
  notAfter,
}: {
  notBefore: { milliseconds: number }
  notAfter: { milliseconds: number }
}): number {
  return notAfter.milliseconds - notBefore.milliseconds + 1000
}

export const validityRules: readonly CertificateRule[] = [
  {
    id: 'time-encoding',
    citation: 'RFC 5280 §4.1.2.5',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: ({ notBefore, notAfter }) =>
      isTimeFormRight(notBefore) && isTimeFormRight(notAfter)
        ? null
        : 'a time is not UTCTime through 2049 and GeneralizedTime from 2050',
  },
  {
    id: 'validity-order',
    citation: 'RFC 5280 §4.1.2.5',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: (certificate) => (lengthOf(certificate) > 0 ? null : 'notAfter is before notBefore'),
  },
  {
    id: 'validity-whole-days',
    citation: 'BR v2.2.6 §6.3.2',
    severity: 'warning',
    effective: BR_2_SINCE,
    check: (certificate) =>
      lengthOf(certificate) % DAY === 0
        ? null
        : 'the validity is not a whole number of days: the rest counts as another day',
  },
  {
    id: 'root-validity',
    citation: 'BR v2.2.6 §7.1.2.1.1',
    severity: 'error',
    effective: BR_2_SINCE,
    kinds: ['root'],
    check: (certificate) => {
      const days = Math.ceil(lengthOf(certificate) / DAY)
      return days >= 2922 && days <= 9132 ? null : `the validity is ${days} days, not 2,922 to 9,132`
    },
  },
  {
    id: 'not-before-window',
    citation: 'BR v2.2.6 §7.1.2.1.1, §7.1.2.6',
    severity: 'error',
    effective: BR_2_SINCE,
    kinds: CA_KINDS,
    check: ({ notBefore: { milliseconds } }, { at }) =>
      milliseconds <= at && milliseconds >= at - DAY ? null : 'notBefore is not within the day before signing',
  },
  {
    id: 'within-issuer-validity',
    citation: 'RFC 5280 §6.1.3, Conclave',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: ({ notBefore, notAfter }, { issuer }) => {
      if (issuer === null) return null
      if (notAfter.milliseconds > issuer.notAfter.milliseconds) return 'it outlives the certificate of its issuer'
      return notBefore.milliseconds < issuer.notBefore.milliseconds
        ? 'it begins before the certificate of its issuer'
        : null
    },
  },
]
