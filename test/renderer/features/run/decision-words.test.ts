import { describe, expect, it } from 'vitest'

import { decidedWords, leadWords, nextWords, shortChoice } from '../../../../renderer/features/run/decision-words.ts'

const AMARA = { id: 'amara-diallo', name: 'Amara Diallo', initials: 'AD', roles: ['responder' as const] }
const TOMAS = { id: 'tomas-oliveira', name: 'Tomás Oliveira', initials: 'TO', roles: ['officer' as const] }

describe('words of a decision', () => {
  const leads = [
    { choice: 'no', does: ['Issue AP-2', 'Revoke AP-1'], skips: ['Revoke the known bad'] },
    { choice: 'yes', does: [], skips: [] },
  ]

  it('says what an answer does and passes over, and nothing where it changes nothing', () => {
    expect(leadWords({ leads }, 'no')).toBe('Then: Issue AP-2, Revoke AP-1. Passed over: Revoke the known bad.')
    expect(leadWords({ leads }, 'yes')).toBe('')
    expect(leadWords({ leads }, 'other')).toBe('')
  })

  it('names who decided and who confirmed', () => {
    expect(decidedWords({ result: null })).toBe('')
    expect(decidedWords({ result: { choice: 'no', by: AMARA, confirmedBy: TOMAS, reason: 'Three serials.' } })).toBe(
      'Amara Diallo decided, Tomás Oliveira confirmed: Three serials.',
    )
    expect(decidedWords({ result: { choice: 'no', by: AMARA, confirmedBy: null, reason: 'Three serials.' } })).toBe(
      'Amara Diallo decided: Three serials.',
    )
  })

  it('is short enough for a button', () => {
    expect(shortChoice('No. Treat it as full key compromise')).toBe('No')
    expect(shortChoice('Replace everything')).toBe('Replace everything')
    expect(shortChoice('Replace everything that this key has ever signed, at once')).toHaveLength(36)
  })

  it('says who is asked next', () => {
    expect(nextWords({ confirmer: 'officer' })).toBe('Then an officer is asked to confirm.')
    expect(nextWords({ confirmer: 'witness' })).toBe('Then a witness is asked to confirm.')
    expect(nextWords({ confirmer: null })).toBeUndefined()
  })
})
