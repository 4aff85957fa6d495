import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesToHex, hexToBytes } from '../../../shared/bytes.ts'
import { DerError } from '../../../shared/pki/der-reader.ts'
import { asDistinguishedName, distinguishedName, encodeName, formatName, readName } from '../../../shared/pki/names.ts'

const ROOT = { country: 'CH', organization: 'Meridian Fleet AG', commonName: 'Fleet Root G2' }

describe('Name', () => {
  it('writes C, O, CN as PrintableString, in this order', () => {
    expect(bytesToHex(encodeName(ROOT))).toBe(
      '3041' +
        '310b300906035504061302' +
        '4348' +
        '311a3018060355040a1311' +
        '4d6572696469616e20466c656574204147' +
        '311630140603550403130d' +
        '466c65657420526f6f74204732',
    )
  })

  it('writes UTF8String where PrintableString does not fit, and there only', () => {
    const forms = readName(encodeName({ ...ROOT, organization: 'Zürich & Söhne' })).map(({ form }) => form)
    expect(forms).toEqual([0x13, 0x0c, 0x13])
  })

  it('is displayed in encoded order and escaped', () => {
    expect(formatName(ROOT)).toBe('C=CH, O=Meridian Fleet AG, CN=Fleet Root G2')
    expect(formatName({ commonName: '#1, "x" + \\y;<z>' })).toBe('CN=\\#1\\, \\"x\\" \\+ \\\\y\\;\\<z\\>')
  })

  it.each([
    { ...ROOT, country: 'ch' },
    { ...ROOT, country: 'CHE' },
    { ...ROOT, commonName: '' },
    { ...ROOT, commonName: ' Root' },
    { ...ROOT, commonName: 'Root\u0000.evil' },
    { ...ROOT, commonName: 'Root\u202e' },
    { ...ROOT, commonName: 'Zu\u0308rich' },
    { ...ROOT, commonName: 'x'.repeat(65) },
    { ...ROOT, unit: 'x' },
    { country: 'CH' },
  ])('refuses %j', (name) => {
    expect(distinguishedName.safeParse(name).success).toBe(false)
  })

  it('comes back from its encoding', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((value) => distinguishedName.safeParse({ commonName: value }).success)
    fc.assert(
      fc.property(text, text, (organization, commonName) => {
        const name = { country: 'CH', organization, commonName }
        expect(asDistinguishedName(encodeName(name))).toEqual(name)
      }),
    )
  })

  it('is null as our own fields when it has others, or one twice', () => {
    const unit = hexToBytes('300e310c300a060355040b0c03414243')
    expect(formatName(unit)).toBe('OU=ABC')
    expect(asDistinguishedName(unit)).toBeNull()
    expect(asDistinguishedName(hexToBytes('3018310a30080603550403130141310a30080603550403130142'))).toBeNull()
  })

  it('refuses a multi-valued RDN', () => {
    expect(() => readName(hexToBytes('301631143008060355040313014130080603550403130142'))).toThrow(DerError)
  })
})
