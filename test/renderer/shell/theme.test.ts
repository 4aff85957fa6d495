import { describe, expect, it } from 'vitest'

import { keepTheme, nextTheme, readTheme, type Theme } from '../../../renderer/shell/theme.ts'

function store(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>()
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  }
}

describe('theme', () => {
  it('leaves it to the system until somebody chose', () => {
    expect(readTheme(store())).toBe('system')
  })

  it('is kept, and forgotten when the system shall decide again', () => {
    const kept = store()
    keepTheme(kept, 'dark')
    expect(readTheme(kept)).toBe('dark')
    keepTheme(kept, 'system')
    expect(kept.kept.size).toBe(0)
  })

  it('ignores a value that it did not write', () => {
    const kept = store()
    keepTheme(kept, 'dark')
    for (const key of kept.kept.keys()) kept.kept.set(key, 'sepia')
    expect(readTheme(kept)).toBe('system')
  })

  it('comes round to where it began', () => {
    const seen: Theme[] = ['system']
    for (let turn = 0; turn < 3; turn += 1) seen.push(nextTheme(seen.at(-1) ?? 'system'))
    expect(seen).toEqual(['system', 'light', 'dark', 'system'])
  })
})
