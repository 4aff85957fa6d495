import { describe, expect, it } from 'vitest'
import { authoritiesNote, validityRows } from '../../../../renderer/features/overview/authority-rows.ts'
import type { AuthorityView } from '../../../../shared/ipc/contract/facility.ts'

function authority(more: Partial<AuthorityView>): AuthorityView {
  return {
    key: 'root',
    name: 'Root',
    kind: 'root',
    issuer: null,
    notBefore: '2026-01-01T00:00:00Z',
    notAfter: '2046-01-01T00:00:00Z',
    state: 'Active',
    tone: 'ok',
    certificate: 'a'.repeat(64),
    nextCrl: null,
    ...more,
  }
}

const ALL = [
  authority({}),
  authority({ name: 'Issuing', kind: 'issuing', issuer: 'Root', certificate: 'b'.repeat(64) }),
  authority({ name: 'handoff-a', kind: 'handoff-signer', certificate: 'c'.repeat(64) }),
]

describe('validityRows', () => {
  it('draws below a root only what somebody else signed, and tells rows apart by certificate', () => {
    const rows = validityRows(ALL)
    expect(rows.map(({ apart }) => apart)).toStrictEqual([false, false, true])
    expect(new Set(rows.map(({ key }) => key)).size).toBe(3)
  })
})

describe('authoritiesNote', () => {
  it('counts what there is', () => {
    expect(authoritiesNote(ALL)).toBe('1 root, 1 issuing CA, 1 hand-off signer')
    expect(authoritiesNote([authority({}), authority({})])).toBe('2 roots')
  })
})
