import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PRACTICE_CAST } from '../../../electron/core/practice/cast.ts'
import { passphraseStrength } from '../../../shared/people/passphrase-strength.ts'

describe('passphraseStrength', () => {
  it.each([
    ['', 'refused'],
    ['hunter2', 'refused'],
    ['passwordpassword', 'refused'],
    ['password password password', 'refused'],
    ['aaaaaaaaaaaaaaaa', 'refused'],
    ['abcdefghijklmnop', 'refused'],
    ['qwertyuiop 1234567890', 'refused'],
    ['Summer2026 Winter2027', 'refused'],
    ['correct horse battery staple', 'refused'],
    ['1111 2222 3333 4444', 'refused'],
    ['the the the the the the', 'refused'],
    ['glacier ribbon anvil', 'enough'],
    ['glacier ribbon anvil toast', 'good'],
    ['glacier ribbon anvil toast lemon', 'strong'],
    ['Gletscher-Band-Amboss-Zitrone-Wal', 'strong'],
    ['ледник лента наковальня лимон кит', 'strong'],
    ['xk7Q!pz2Vw#9mT', 'good'],
    ['to be or not to be that', 'refused'],
  ] as const)('judges "%s" as %s', (passphrase, level) => {
    expect(passphraseStrength(passphrase).level).toBe(level)
  })

  it('says what would make it stronger, and nothing where nothing needs to', () => {
    expect(passphraseStrength('password').advice).toEqual([
      'It needs at least 12 characters.',
      'It has a word or a year in it that is tried first.',
      'Another word that does not belong to the others makes it much stronger.',
    ])
    expect(passphraseStrength('glacier glacier ribbon').advice).toContain('What is said twice adds nothing.')
    expect(passphraseStrength('glacier ribbon anvil toast lemon').advice).toEqual([])
  })

  it('never calls it weaker for another word', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (some, more) => {
        expect(passphraseStrength(`${some} ${more}`).bits).toBeGreaterThanOrEqual(passphraseStrength(some).bits)
      }),
    )
  })

  it('is the same for both spellings of one character', () => {
    const words = 'crème brûlée à la maïs'
    expect(passphraseStrength(words.normalize('NFD'))).toEqual(passphraseStrength(words.normalize('NFC')))
  })

  it('lets the practice cast have passphrases that everybody knows', () => {
    for (const { passphrase } of PRACTICE_CAST) expect(passphraseStrength(passphrase).level).not.toBe('refused')
  })
})
