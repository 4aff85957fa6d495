import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { durationSeconds, durationWords, readDuration } from '../../../shared/procedure/duration.ts'

describe('A duration', () => {
  it.each<[string, number, string]>([
    ['10m', 600, '10 minutes'],
    ['1h', 3600, '1 hour'],
    ['3d', 259_200, '3 days'],
    ['9999d', 863_913_600, '9999 days'],
  ])('reads %s', (text, seconds, words) => {
    expect(readDuration(text)).toBe(seconds)
    expect(durationSeconds(text)).toBe(seconds)
    expect(durationWords(text)).toBe(words)
  })

  it.each(['', '0m', '01h', '10', 'm', '10s', '1.5h', '-1d', '10 m', '1h30m', '10000d', '10M'])(
    'refuses "%s"',
    (text) => {
      expect(readDuration(text)).toBeNull()
    },
  )

  it('is null, or a positive number of whole minutes', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{1,5}[mhds]?$/), (text) => {
        const seconds = readDuration(text) ?? 60
        expect(seconds > 0 && seconds % 60 === 0).toBe(true)
      }),
    )
  })
})
