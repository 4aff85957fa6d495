import { describe, expect, it } from 'vitest'
import type { Effect, Intent } from '../../../shared/ledger/entries.ts'
import { isRefused } from '../../support/refused-entry.ts'
import { D, reconciled, refused, RunLog, signIntent, token } from '../../support/run-log.ts'

describe('a list that is signed in parts', () => {
  const part = (from: number, tbs = D('1')): Intent => ({
    action: 'sign-many',
    token,
    id: '0a',
    key: D('2'),
    item: { kind: 'document', tbs, size: 100, key: null },
    algorithm: 'ecdsa-sha384',
    signer: 'root-key',
    from,
    items: [{ tbs: D('8'), size: 10, subject: 'CN=One', serial: '01', subjectKey: D('9') }],
  })
  const kind = 'issue-certificate'
  const effect: Effect = { action: 'sign-many', signer: 'root-key', signatures: ['cd'] }
  const intend = (log: RunLog, from: number, tbs?: string): number => {
    log.apply('step-intended', { kind, intent: part(from, tbs) })
    return log.next - 1
  }
  const record = (log: RunLog, intent: number) => log.apply('effect-recorded', { kind, intent, effect })
  const fails = (log: RunLog, intent: number) => log.apply('step-failed', { kind, intent, failure: refused })
  const loses = (log: RunLog, intent: number) => log.apply('outcome-lost', { kind, intent, failure: refused })
  const retires = (log: RunLog, intent: number) => log.apply('effect-reconciled', reconciled(intent, 'retire', null))
  /** The first part is asked for, and the second one written down. */
  const twoOpen = (): { log: RunLog; first: number; second: number } => {
    const log = new RunLog().approved().start(kind)
    return { log, first: intend(log, 0), second: intend(log, 1) }
  }

  it('may have one part written down while another one is signed, and is unknown until both are known', () => {
    const { log, first, second } = twoOpen()
    expect(log.status).toBe('unknown')
    expect(record(log, first).status).toBe('unknown')
    const third = intend(log, 2)
    expect(record(log, second).status).toBe('unknown')
    expect(record(log, third).status).toBe('recorded')
  })

  it('has no second part ahead, none of another list, and no other intent', () => {
    expect(isRefused(twoOpen().log, (log) => intend(log, 2))).toBe(true)
    const one = (): RunLog => {
      const log = new RunLog().approved().start(kind)
      intend(log, 0)
      return log
    }
    expect(isRefused(one(), (log) => intend(log, 1))).toBe(false)
    expect(isRefused(one(), (log) => intend(log, 1, D('6')))).toBe(true)
    expect(isRefused(one(), (log) => log.apply('step-intended', { kind, intent: signIntent }))).toBe(true)
  })

  it('goes on only from a new start once a part failed, got lost or was retired', () => {
    const ends = [fails, loses, retires]
    for (const ended of ends) {
      const { log, first, second } = twoOpen()
      ended(log, first)
      expect(log.status).toBe('unknown')
      expect(isRefused(log, () => intend(log, 2))).toBe(true)
      if (ended === loses) retires(log, first)
      expect(isRefused(log, () => log.start(kind))).toBe(true)
      expect(retires(log, second).status).toBe('failed')
      intend(log.start(kind), 0)
      expect(isRefused(log, () => intend(log, 1))).toBe(false)
    }
  })
})
