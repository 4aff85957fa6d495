import { describe, expect, it } from 'vitest'
import { diagnose, soundingLike } from '../../../shared/room/misheard.ts'

describe('soundingLike', () => {
  it('finds words that can stand at the same place', () => {
    expect(soundingLike('recover', 1)).toEqual(['revolver'])
    expect(soundingLike('Monument', 1)).toEqual(['document'])
    expect(soundingLike('endorse', 0)).toEqual(['indoors'])
    expect(soundingLike('recover', 0)).not.toContain('revolver')
    expect(soundingLike('Zulu', 0)).toEqual([])
  })
})

describe('diagnose', () => {
  const expected = ['topmost', 'Istanbul', 'Pluto', 'vagabond']
  it.each([
    ['topmost Pluto vagabond', 1, 'left out'],
    ['topmost topmost Istanbul', 1, 'twice'],
    ['topmost Pluto Istanbul', 1, 'swapped'],
    ['topmost Istambul', 1, 'slip'],
    ['topmost recover pluto', 1, ''],
    ['topmost thermometer', 1, 'not in the PGP word list'],
  ])('%s', (said, at, why) => {
    expect(diagnose(said.split(' '), expected, at)).toContain(why)
  })
})
