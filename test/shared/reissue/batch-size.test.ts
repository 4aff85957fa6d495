import { describe, expect, it } from 'vitest'
import { batchSize, MOST_AT_ONCE } from '../../../shared/reissue/document.ts'

function batches(algorithm: 'ecdsa-sha384' | 'rsa-sha384', count: number): number[] {
  const sizes: number[] = []
  for (let left = count; left > 0; left -= sizes.at(-1) ?? 0) sizes.push(batchSize(algorithm, left))
  return sizes
}

describe('How many certificates the HSM is asked for at once', () => {
  it.each([
    ['ecdsa-sha384', 50],
    ['rsa-sha384', 16],
  ] as const)('covers every list, with %s at most %i, and never more than before', (algorithm, most) => {
    for (let count = 1; count <= MOST_AT_ONCE; count++) {
      const sizes = batches(algorithm, count)
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(count)
      expect(Math.max(...sizes)).toBeLessThanOrEqual(most)
      expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
    }
  })

  it('gets smaller towards the end', () => {
    expect(batches('ecdsa-sha384', 120)).toEqual([50, 35, 18, 12, 5])
  })
})
