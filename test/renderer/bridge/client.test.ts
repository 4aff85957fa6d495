import { afterEach, describe, expect, it, vi } from 'vitest'

import { call } from '../../../renderer/bridge/client.ts'
import { OperationError } from '../../../shared/failure.ts'
import type { Reply } from '../../../shared/ipc/operation.ts'

function answering(answer: (name: string, body: unknown) => Promise<Reply>): void {
  vi.stubGlobal('window', { conclave: { call: answer, on: () => () => undefined } })
}

afterEach(() => vi.unstubAllGlobals())

describe('call', () => {
  it('gives the value of the answer', async () => {
    answering(() => Promise.resolve({ ok: true, value: { parent: '/home' } }))
    await expect(call('facility.suggest-parent', {})).resolves.toEqual({ parent: '/home' })
  })

  it('turns a failure into an error with its code', async () => {
    answering(() => Promise.resolve({ ok: false, failure: { code: 'facility-not-found', message: 'No.' } }))
    const error: unknown = await call('facility.open', { path: '/x' }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(OperationError)
    expect((error as OperationError).code).toBe('facility-not-found')
  })

  it('says nothing of an exception that it does not know', async () => {
    answering(() => Promise.reject(new Error('PIN 123456')))
    const error: unknown = await call('facility.close', {}).catch((thrown: unknown) => thrown)
    expect((error as OperationError).code).toBe('internal')
    expect(JSON.stringify((error as OperationError).failure)).not.toContain('123456')
  })

  it('overwrites secrets once they are on their way', async () => {
    const pin = new TextEncoder().encode('123456')
    let sent = ''
    answering((_name, body) => {
      sent = new TextDecoder().decode((body as { pin: Uint8Array }).pin)
      return Promise.resolve({ ok: true, value: {} })
    })
    const answer = call('run.reopen-token', { run: 'run-0001', step: 'open', pin })
    expect(sent).toBe('123456')
    expect([...pin]).toEqual([0, 0, 0, 0, 0, 0])
    await answer
  })
})
