import type { RunView } from '../../../../shared/ipc/contract/runs.ts'
import type { StepStatusView, StepView } from '../../../../shared/ipc/contract/steps.ts'

const DIGEST = { hex: 'ab'.repeat(32), words: Array.from({ length: 32 }, () => 'word') }
const HANNA = { id: 'hanna-voss', name: 'Hanna Voss', initials: 'HV', roles: ['administrator' as const] }

export const OPENED_AT = '2026-11-24T14:00:00.000Z'

export function stepView(id: string, number: number, more: Partial<StepView> = {}): StepView {
  return {
    id,
    number,
    of: 3,
    title: `Title of ${id}`,
    say: '',
    status: 'ready',
    current: true,
    terms: { by: null, notBefore: null, dueBy: null },
    writes: '',
    doesNot: '',
    failure: null,
    finalTry: false,
    refusals: [],
    reconcile: null,
    startedAt: null,
    doneAt: null,
    opening: null,
    body: { kind: 'verify-hierarchy', checks: [] },
    ...more,
  }
}

/** A run of three steps in one act, `done` of them done, each a minute after the other. */
export function runView(done: number, more: Partial<RunView> = {}): RunView {
  const status = (index: number): StepStatusView => (index < done ? 'done' : index === done ? 'ready' : 'pending')
  const steps = ['one', 'two', 'three'].map((id, index) => ({
    id,
    number: index + 1,
    kind: 'verify-hierarchy' as const,
    title: `Title of ${id}`,
    status: status(index),
    doneAt: index < done ? `2026-11-24T14:0${index + 1}:00.000Z` : null,
    usesKey: false,
  }))
  const shown = steps[Math.min(done, 2)]
  return {
    run: 'run-0001',
    title: 'Create a test',
    procedure: 'generate-root',
    kind: 'ceremony',
    drill: false,
    incident: null,
    version: 1,
    practice: true,
    plan: DIGEST,
    status: 'open',
    openedAt: OPENED_AT,
    closedAt: null,
    starter: HANNA,
    acts: [{ title: 'Act', steps }],
    done,
    total: 3,
    step: stepView(shown?.id ?? '', shown?.number ?? 0),
    people: [],
    paused: null,
    missing: null,
    attendance: [],
    exceptions: [],
    openException: null,
    log: [],
    entries: 10 + done,
    checkpoint: null,
    files: [],
    ...more,
  }
}
