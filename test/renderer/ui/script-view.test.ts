import { describe, expect, it } from 'vitest'

import { actTone, doneSteps, openActs, type ScriptAct, type ScriptStep } from '../../../renderer/ui/script-view.ts'

function act(title: string, ...statuses: readonly ScriptStep['status'][]): ScriptAct {
  return {
    title,
    steps: statuses.map((status, index) => ({
      id: `${title}-${index}`,
      number: index + 1,
      title: status,
      status,
      doneAt: null,
      usesKey: false,
    })),
  }
}

describe('Script', () => {
  it('is as far as the steps of the act', () => {
    expect(actTone(act('a', 'done', 'done'))).toBe('ok')
    expect(actTone(act('a', 'done', 'pending'))).toBe('partial')
    expect(actTone(act('a', 'ready', 'pending'))).toBe('partial')
    expect(actTone(act('a', 'pending'))).toBe('next')
  })

  it('hears what failed or is unknown over progress', () => {
    expect(actTone(act('a', 'done', 'unknown'))).toBe('unknown')
    expect(actTone(act('a', 'done', 'unknown', 'failed'))).toBe('danger')
  })

  it('does not count a recorded step as done: it has not ended', () => {
    expect(doneSteps(act('a', 'done', 'recorded', 'pending'))).toBe(1)
    expect(actTone(act('a', 'done', 'recorded'))).toBe('partial')
  })

  it('opens the act of the current step and the one before it', () => {
    const acts = [act('a', 'done'), act('b', 'done'), act('c', 'ready'), act('d', 'pending')]
    expect([...openActs(acts, 'c-0')].filter((index) => index in acts)).toEqual([1, 2])
    expect([...openActs(acts, undefined)]).toEqual([])
  })
})
