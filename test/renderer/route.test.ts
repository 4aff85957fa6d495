import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { AREAS, hrefTo, parseRoute } from '../../renderer/route.ts'

describe('route', () => {
  it('leads back to what it was made of', () => {
    const parts = fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { maxLength: 3 })
    fc.assert(
      fc.property(fc.constantFrom(...AREAS), parts, (area, rest) => {
        expect(parseRoute(hrefTo(area, ...rest))).toEqual({ area, rest })
      }),
    )
  })

  it('is the overview for an address that names nothing', () => {
    for (const hash of ['', '#', '#/', '#/authorities', '#/../log', '#//']) {
      expect(parseRoute(hash)).toEqual({ area: 'overview', rest: [] })
    }
  })

  it('survives an address that is not well encoded', () => {
    expect(parseRoute('#/log/%zz')).toEqual({ area: 'log', rest: ['%zz'] })
  })
})
