import { describe, expect, it } from 'vitest'
import { bytesToHex, sha256Hex } from '../../../shared/bytes.ts'
import { pinCommitment, shareCommitment } from '../../../shared/custody/commitment.ts'
import { type ShareSet, shareSet } from '../../../shared/custody/share-set.ts'
import { canonicalBytes } from '../../../shared/ledger/canonical-json.ts'

const SET = '00112233445566778899aabbccddeeff'
const SECRET = Uint8Array.from({ length: 33 }, (_, at) => (at * 37 + 9) & 0xff)

describe('A commitment', () => {
  it('is SHA-256 of the canonical JSON, without a string that holds the secret', () => {
    const share = bytesToHex(SECRET)
    expect(shareCommitment(SET, 'ada', SECRET)).toBe(sha256Hex(canonicalBytes({ set: SET, custodian: 'ada', share })))
    expect(pinCommitment(SET, SECRET)).toBe(sha256Hex(canonicalBytes({ set: SET, whole: share })))
  })

  it('is of one set and one person', () => {
    const all = [
      shareCommitment(SET, 'ada', SECRET),
      shareCommitment(SET, 'ben', SECRET),
      shareCommitment(SET.replace('00', '01'), 'ada', SECRET),
      pinCommitment(SET, SECRET),
    ]
    expect(new Set(all).size).toBe(4)
  })
})

describe('A set of shares', () => {
  const custodian = (person: string) => ({ person, kind: 'paper' as const, commitment: 'a'.repeat(64) })
  const set: ShareSet = {
    id: SET,
    token: 'root-hsm',
    k: 2,
    custodians: [custodian('ada'), custodian('ben'), custodian('cleo')],
    pinCommitment: 'b'.repeat(64),
  }

  it('needs at least two shares, no more than there are, and each person once', () => {
    expect(shareSet.safeParse(set).success).toBe(true)
    expect(shareSet.safeParse({ ...set, k: 1 }).success).toBe(false)
    expect(shareSet.safeParse({ ...set, k: 4 }).success).toBe(false)
    expect(shareSet.safeParse({ ...set, custodians: [custodian('ada'), custodian('ada')] }).success).toBe(false)
    expect(shareSet.safeParse({ ...set, pin: '1234' }).success).toBe(false)
  })
})
