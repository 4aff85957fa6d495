import * as fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'

import { bittingPath } from '../../../shared/bitting.ts'
import { Bitting } from '../../../renderer/ui/bitting.tsx'

const TBS = 'bdbcae98d5e9f80989a7cea5423c2950130ecbb51a19b11c8f893ca32635e3ad'

/** The blade of this digest as the design drew it, 178 x 15 and 260 x 26. */
const GOLDEN =
  'M0 15V1H8V8.3H13.1V8.3H18.3V8.3H23.4V6.9H28.5V9.6H33.6V11.0H38.8V11.0H43.9V1.5H49.0V6.9H54.1V8.3H59.3V9.6H64.4V8.3H69.5V4.2H74.6V2.9H79.8V2.9H84.9V4.2H90.0V1.5H95.1V1.5H100.3V9.6H105.4V8.3H110.5V1.5H115.6V1.5H120.8V8.3H125.9V1.5H131.0V6.9H136.1V6.9H141.3V2.9H146.4V8.3H151.5V2.9H156.6V2.9H161.8V11.0H166.9V8.3H172.0V7.5L178 13.0V15Z'
const GOLDEN_LARGE =
  'M0 26V1H8V16.1H15.7V16.1H23.4V16.1H31.1V13.2H38.8V19.1H46.4V22.0H54.1V22.0H61.8V1.5H69.5V13.2H77.2V16.1H84.9V19.1H92.6V16.1H100.3V7.4H107.9V4.4H115.6V4.4H123.3V7.4H131.0V1.5H138.7V1.5H146.4V19.1H154.1V16.1H161.8V1.5H169.4V1.5H177.1V16.1H184.8V1.5H192.5V13.2H200.2V13.2H207.9V4.4H215.6V16.1H223.3V4.4H230.9V4.4H238.6V22.0H246.3V16.1H254.0V13.0L260 24.0V26Z'

const digests = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'))

describe('Bitting', () => {
  it('cuts the blade of a known digest', () => {
    expect(bittingPath(TBS, 178, 15)).toBe(GOLDEN)
    expect(bittingPath(TBS, 260, 26)).toBe(GOLDEN_LARGE)
  })

  it('draws another picture when the high bits of any byte change', () => {
    fc.assert(
      fc.property(digests, fc.nat({ max: 31 }), (digest, index) => {
        const bytes = Buffer.from(digest, 'hex')
        bytes[index] = (bytes[index] ?? 0) ^ 0x80
        expect(bittingPath(bytes.toString('hex'), 120, 13)).not.toBe(bittingPath(digest, 120, 13))
      }),
    )
  })

  it('stays inside its picture', () => {
    fc.assert(
      fc.property(
        digests,
        fc.integer({ min: 60, max: 400 }),
        fc.integer({ min: 10, max: 40 }),
        (digest, width, height) => {
          const path = bittingPath(digest, width, height) ?? ''
          for (const [, x] of path.matchAll(/H([\d.]+)/g)) expect(Number(x)).toBeLessThanOrEqual(width)
          for (const [, y] of path.matchAll(/V([\d.]+)/g)) expect(Number(y)).toBeLessThanOrEqual(height)
        },
      ),
    )
  })

  it('draws nothing for what is not a SHA-256 digest', () => {
    for (const wrong of ['', TBS.slice(2), TBS.toUpperCase(), `${TBS}00`, TBS.replace('b', 'g')]) {
      expect(bittingPath(wrong, 120, 13)).toBeUndefined()
      expect(renderToStaticMarkup(<Bitting digest={wrong} />)).toBe('')
    }
  })

  it('is hidden from those who cannot see it, as words stand beside it', () => {
    expect(renderToStaticMarkup(<Bitting digest={TBS} width={178} height={15} />)).toContain('aria-hidden="true"')
  })
})
