import { describe, expect, it } from 'vitest'
import { failureOf } from '../../support/failure.ts'
import { D, generateEffect, reconciled, RunLog } from '../../support/run-log.ts'

describe('A key that people adopt', () => {
  it('is refused where they saw none', () => {
    const log = new RunLog().assembled()
    const intent = log.asked()
    expect(failureOf(() => log.apply('effect-reconciled', reconciled(intent, 'adopt', null)))).toBe('log-inconsistent')
  })

  it('is the one that they saw, and no other', () => {
    const log = new RunLog().assembled()
    const intent = log.asked()
    log.apply('effect-reconciled', reconciled(intent, 'adopt', D('9')))
    const other = { kind: 'generate-key', intent, effect: generateEffect } as const
    expect(failureOf(() => log.apply('effect-recorded', other))).toBe('log-inconsistent')
    log.apply('effect-recorded', { ...other, effect: { ...generateEffect, spki: D('9') } })
    expect(log.status).toBe('recorded')
  })
})
