import { type CertificateRule, RFC_5280_SINCE } from './rule.ts'

export const serialRules: readonly CertificateRule[] = [
  {
    id: 'serial-positive',
    citation: 'RFC 5280 §4.1.2.2',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: ({ serial }) =>
      (serial[0] ?? 0x80) >= 0x80 || serial.every((octet) => octet === 0) ? 'the serial number is not positive' : null,
  },
  {
    id: 'serial-20-octets',
    citation: 'RFC 5280 §4.1.2.2, BR v2.2.6 §7.1',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: ({ serial }) => (serial.length > 20 ? `the serial number has ${serial.length} octets, more than 20` : null),
  },
  {
    id: 'serial-64-random-bits',
    citation: 'BR v2.2.6 §7.1',
    severity: 'error',
    effective: '2016-09-30',
    check: ({ serial }) =>
      serial.length === 17 && serial[0] === 0x01 ? null : 'the serial number is not 01 and 16 random octets',
  },
]
