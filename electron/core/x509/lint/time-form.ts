import type { TimeValue } from '../../../../shared/pki/der-values.ts'

/** RFC 5280 §4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050. */
export function isTimeFormRight({ milliseconds, form }: TimeValue): boolean {
  return milliseconds >= Date.UTC(2050, 0, 1) === (form === 'GeneralizedTime')
}
