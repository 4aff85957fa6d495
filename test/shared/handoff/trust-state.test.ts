import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { stateDigest, trustState, type TrustState, trustStateBytes } from '../../../shared/handoff/trust-state.ts'

const hash = fc.stringMatching(/^[0-9a-f]{64}$/)
const certificate = fc.record({ spki_sha256: hash, certificate_sha256: hash })
const state: fc.Arbitrary<TrustState> = fc.record({
  domain: fc.constant('fleet.example'),
  anchors: fc.array(certificate, { maxLength: 4 }),
  issuers: fc.array(certificate, { maxLength: 4 }),
  default_issuer: fc.option(hash),
  crls: fc.array(fc.record({ issuer_spki_sha256: hash, number: fc.nat().map(String) }), { maxLength: 4 }),
  disabled: fc.array(hash, { maxLength: 4 }),
  tainted: fc.array(hash, { maxLength: 4 }),
  distrusted: fc.array(hash, { maxLength: 4 }),
})

describe('stateDigest', () => {
  it('does not depend on the order in which something is listed', () => {
    fc.assert(
      fc.property(state, (one) => {
        const other = {
          ...one,
          anchors: one.anchors.toReversed(),
          issuers: one.issuers.toReversed(),
          crls: one.crls.toReversed(),
          distrusted: one.distrusted.toReversed(),
        }
        expect(stateDigest(other)).toBe(stateDigest(one))
      }),
    )
  })

  it('changes with every part', () => {
    fc.assert(
      fc.property(state, hash, (one, more) => {
        const entry = { spki_sha256: more, certificate_sha256: more }
        const others: TrustState[] = [
          { ...one, domain: 'other.example' },
          { ...one, anchors: [...one.anchors, entry] },
          { ...one, issuers: [...one.issuers, entry] },
          { ...one, default_issuer: one.default_issuer === null ? more : null },
          { ...one, crls: [...one.crls, { issuer_spki_sha256: more, number: '1' }] },
          { ...one, distrusted: [...one.distrusted, more] },
        ]
        const digests = [one, ...others].map(stateDigest)
        expect(new Set(digests).size).toBe(digests.length)
      }),
    )
  })

  it('is of bytes that can be read again', () => {
    fc.assert(
      fc.property(state, (one) => {
        const read = trustState.parse(JSON.parse(new TextDecoder().decode(trustStateBytes(one))))
        expect(stateDigest(read)).toBe(stateDigest(one))
      }),
    )
  })
})
