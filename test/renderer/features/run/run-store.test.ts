import { afterEach, describe, expect, it, vi } from 'vitest'

import { createRunStore } from '../../../../renderer/features/run/run-store.ts'
import type { RunView } from '../../../../shared/ipc/contract/runs.ts'
import type { Reply } from '../../../../shared/ipc/operation.ts'
import { runView, stepView } from './run-views.ts'

interface Asked {
  readonly name: string
  readonly body: { readonly step?: string }
  readonly answer: (run: RunView) => Promise<void>
  readonly refuse: (code: 'core-stopped') => Promise<void>
}

/** Core, answering when the test says so. */
function core(): Asked[] {
  const asked: Asked[] = []
  vi.stubGlobal('window', {
    conclave: {
      call: (name: string, body: { step?: string }) =>
        new Promise<Reply>((resolve) => {
          const settle = async (reply: Reply): Promise<void> => {
            resolve(reply)
            await new Promise((done) => setTimeout(done, 0))
          }
          asked.push({
            name,
            body,
            answer: (run) => settle({ ok: true, value: { run } }),
            refuse: (code) => settle({ ok: false, failure: { code, message: 'It ended.' } }),
          })
        }),
    },
  })
  return asked
}

afterEach(() => vi.unstubAllGlobals())

describe('run store', () => {
  it('never shows a view that is older than the one it has', async () => {
    const asked = core()
    const store = createRunStore('run-0001')
    void store.getState().read()
    void store.getState().read()
    await asked[1]?.answer(runView(2))
    await asked[0]?.answer(runView(1))
    expect(store.getState().view?.done).toBe(2)
  })

  it('takes what an act answers over what was read while it was under way', async () => {
    const asked = core()
    const store = createRunStore('run-0001')
    void store.getState().read()
    await asked[0]?.answer(runView(0))
    void store.getState().act('run.perform', { run: 'run-0001', step: 'one', input: { kind: 'none' } })
    expect(store.getState().acting).toBe('run.perform')
    void store.getState().read()
    await asked[2]?.answer(runView(0, { entries: 11, step: stepView('one', 1, { status: 'working' }) }))
    expect(store.getState().view?.step.status).toBe('working')
    await asked[1]?.answer(runView(1, { entries: 12 }))
    expect(store.getState().view?.step.id).toBe('two')
    expect(store.getState().acting).toBeNull()
    expect(store.getState().announcement).toContain('Step 1 is done')
  })

  it('does not show a step that is no longer asked for', async () => {
    const asked = core()
    const store = createRunStore('run-0001')
    void store.getState().read()
    await asked[0]?.answer(runView(2))
    store.getState().show('one')
    store.getState().show('two')
    expect(asked[1]?.body.step).toBe('one')
    await asked[2]?.answer(runView(2, { step: stepView('two', 2, { current: false, status: 'done' }) }))
    await asked[1]?.answer(runView(2, { step: stepView('one', 1, { current: false, status: 'done' }) }))
    expect(store.getState().view?.step.id).toBe('two')
  })

  it('keeps why an act did not succeed, and reads the run again', async () => {
    const asked = core()
    const store = createRunStore('run-0001')
    void store.getState().read()
    await asked[0]?.answer(runView(0))
    void store.getState().act('run.perform', { run: 'run-0001', step: 'one', input: { kind: 'none' } })
    await asked[1]?.refuse('core-stopped')
    expect(store.getState().refusal?.failure.code).toBe('core-stopped')
    expect(asked[2]?.name).toBe('run.read')
  })

  it('asks core for one act at a time', async () => {
    const asked = core()
    const store = createRunStore('run-0001')
    void store.getState().act('run.look', { run: 'run-0001', step: 'one' })
    await expect(store.getState().act('run.look', { run: 'run-0001', step: 'one' })).resolves.toBe(false)
    expect(asked).toHaveLength(1)
  })
})
