import { describe, expect, it } from 'vitest'
import { OperationError } from '../../../shared/failure.ts'
import type { EntryData, EntryKind, LogEntry } from '../../../shared/ledger/entries.ts'
import type { Role } from '../../../shared/ids.ts'
import { applyRunEntry } from '../../../shared/procedure/run.ts'
import { stepTimes } from '../../../shared/procedure/step-terms.ts'
import { openRun, type RunState } from '../../../shared/procedure/run-state.ts'
import { attendance, decisionOn, opened, RUN, samplePlan, TIME } from '../../support/run-log.ts'
import { procedureOf, step } from '../../support/procedures.ts'

const MINUTE = 60_000

/** A run whose second step, "look", has these terms; entries carry the minutes after the begin. */
class Timed {
  readonly run: RunState
  #next = 10

  constructor(terms: Readonly<Record<string, unknown>>) {
    const definition = procedureOf([step('look', 'confirm', { statement: 'It is so.', ...terms })])
    this.run = openRun(this.#make('run-opened', opened(), 0, {}) as never, { ...samplePlan, definition, inputs: {} })
    for (const person of ['ada', 'ben']) this.apply('person-signed-in', attendance(person), 0)
    this.apply('step-started', { kind: 'assemble' }, 0, { step: 'assemble' })
    const output = { present: [{ person: 'ada', role: 'officer' }] }
    this.apply('step-done', { kind: 'assemble', output }, 0, { step: 'assemble' })
  }

  apply<K extends EntryKind>(kind: K, data: EntryData<K>, minute: number, more: Partial<LogEntry> = {}): number {
    const entry = this.#make(kind, data, minute, more)
    applyRunEntry(this.run, entry)
    return entry.index
  }

  startsAt(minute: number, by: { actor: string; role: Role | null } = { actor: 'ada', role: null }): string {
    const start = () => this.apply('step-started', { kind: 'confirm' }, minute, { step: 'look', ...by })
    try {
      start()
      return 'started'
    } catch (error) {
      return error instanceof OperationError ? error.code : String(error)
    }
  }

  #make(kind: EntryKind, data: unknown, minute: number, more: Partial<LogEntry>): LogEntry {
    const time = new Date(Date.parse(TIME) + minute * MINUTE).toISOString()
    const entry = { index: this.#next++, time, kind, actor: null, role: null, run: RUN, step: null, data, blobs: [] }
    return { ...entry, ...more } as unknown as LogEntry
  }
}

describe('A step that waits', () => {
  it('is inconsistent before its time, and not from then on', () => {
    const log = new Timed({ after: { step: 'assemble', wait: '10m' } })
    const [look] = log.run.steps.slice(1)
    expect(look === undefined ? null : stepTimes(log.run, look)).toStrictEqual({
      notBefore: '2026-11-25T09:10:00.000Z',
      dueBy: null,
    })
    expect(log.startsAt(9)).toBe('log-inconsistent')
    expect(log.startsAt(10)).toBe('started')
  })
})

describe('A step that is due', () => {
  const due = { due: { step: 'assemble', within: '10m' } }

  it('is begun until then as it is', () => {
    expect(new Timed(due).startsAt(10)).toBe('started')
  })

  it('is begun later only after an exception of Conclave says so, and people decided', () => {
    const log = new Timed(due)
    expect(log.startsAt(11)).toBe('log-inconsistent')
    const late = { expected: 'by 09:10', happened: 'not done' }
    const noticed = log.apply('exception-raised', late, 11, { actor: 'ada', step: 'look' })
    log.apply('exception-decided', decisionOn(noticed, 'ben'), 11)
    // somebody noticed something, but that it is late is a fact
    expect(log.startsAt(12)).toBe('log-inconsistent')
    const raised = log.apply('exception-raised', late, 12, { step: 'look' })
    expect(log.startsAt(12)).toBe('log-inconsistent')
    log.apply('exception-decided', decisionOn(raised, 'ben'), 13)
    expect(log.startsAt(13)).toBe('started')
  })
})

describe('A step of one role', () => {
  it('is begun by somebody who is here in that role', () => {
    const log = new Timed({ by: 'officer' })
    expect(log.startsAt(0)).toBe('log-inconsistent')
    expect(log.startsAt(0, { actor: 'eve', role: 'officer' })).toBe('log-inconsistent')
    expect(log.startsAt(0, { actor: 'ben', role: 'officer' })).toBe('started')
  })
})
