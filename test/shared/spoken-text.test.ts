import { describe, expect, it } from 'vitest'
import { spokenText, visible } from '../../shared/spoken-text.ts'

describe('What people say in their own words', () => {
  it.each(['Zoë Müller', 'two lines\nof text', '孫子', 'مرحبا', 'a "quoted" <word> & more'])('takes %j', (text) => {
    expect(spokenText(80).safeParse(text).success).toBe(true)
  })

  it.each([
    ['\u202e', 'U+202E'],
    ['\u200b', 'U+200B'],
    ['\u0000', 'U+0000'],
    ['\u001b', 'U+001B'],
    ['\ufeff', 'U+FEFF'],
    ['\t', 'U+0009'],
  ])('refuses a text with %j and says which character it is', (character, code) => {
    const { error } = spokenText(80).safeParse(`name${character}eman`)
    expect(error?.issues.map(({ message }) => message)).toEqual([`this text holds ${code}, which nobody can see`])
    expect(visible(`name${character}eman`)).toBe(`name[${code}]eman`)
  })

  it('has its length, and is not empty unless it may be', () => {
    expect(spokenText(3).safeParse('four').success).toBe(false)
    expect(spokenText(3).safeParse('').success).toBe(false)
    expect(spokenText(3, 0).safeParse('').success).toBe(true)
  })
})
