import { describe, expect, it } from 'vitest'
import { cardWarning, fileName, secretLabel } from '../../../renderer/people/credential-words.ts'

const ADA = { id: 'ada', name: 'Ada Brandt' }
const CARD = { kind: 'card', id: 'ada-2', label: 'card-ada', serial: '4711', userPin: 'ok' } as const

describe('The words about what a person signs with', () => {
  it('name whose secret it is, and of which card', () => {
    expect(secretLabel(ADA, { kind: 'key-file', id: 'ada-1', place: 'facility' })).toBe('Passphrase of Ada Brandt')
    expect(secretLabel(ADA, CARD)).toBe("PIN of Ada Brandt's card (card-ada, 4711)")
    expect(secretLabel(undefined, undefined)).toBe('Passphrase of nobody')
  })

  it('warn before a PIN is sent where the card tells', () => {
    expect(cardWarning(CARD)).toBeUndefined()
    expect(cardWarning({ ...CARD, userPin: 'final-try' })).toMatch(/^One try is left/)
    expect(cardWarning({ ...CARD, userPin: 'locked' })).toMatch(/locked/)
    expect(cardWarning({ ...CARD, userPin: null })).toMatch(/in no reader/)
  })

  it('show the name of a file, not its path', () => {
    expect(fileName('/media/ada/ada-1.key.json')).toBe('ada-1.key.json')
  })
})
