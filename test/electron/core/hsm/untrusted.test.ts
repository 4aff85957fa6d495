import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Hsm } from '../../../../electron/core/hsm/hsm.ts'
import { sha256Hex } from '../../../../shared/bytes.ts'
import { rejectionOf } from '../../../support/rejection.ts'

let folder: string
let hsm: Hsm

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-stand-in-'))
})

afterEach(async () => {
  await hsm.stop()
  rmSync(folder, { recursive: true })
})

/** An hsm process whose memory the vendor's library has overwritten: it runs `script`, and answers every call with `reply`. */
function startStandIn(reply: unknown, script = "process.send({ type: 'event', name: 'hsm.ready', body: {} })"): Hsm {
  const entry = join(folder, 'hsm.mjs')
  writeFileSync(
    entry,
    `process.on('message', ({ id }) => process.send({ type: 'reply', id, reply: ${JSON.stringify(reply)} }))
     process.on('disconnect', () => process.exit(0))
     ${script}`,
  )
  hsm = new Hsm({ program: { entry }, module: { modulePath: '/usr/lib/vendor.so', environment: {} } })
  return hsm
}

function sign(): Promise<unknown> {
  const data = Uint8Array.of(1)
  const token = { label: 'root', serial: '1' }
  const request = {
    token,
    id: '01',
    publicKey: data,
    algorithm: 'ecdsa-sha256',
    data,
    approved: sha256Hex(data),
  } as const
  return hsm.call('key.sign', request)
}

describe('An hsm process that cannot be trusted', () => {
  it.each([
    ['no signature', { ok: true, value: { signature: 'text' } }],
    ['no reply', { ok: 'yes' }],
    ['a failure of an unknown code', { ok: false, failure: { code: 'all-is-well', message: '' } }],
    ['an error without what is certain', { ok: false, failure: { code: 'internal', message: '' } }],
    ['nothing', null],
  ])('answers a signature with %s: the outcome is unknown', async (_, reply) => {
    startStandIn(reply)
    expect(await rejectionOf(sign())).toMatchObject({ code: 'hsm-outcome-unknown', detail: { asked: 'unknown' } })
  })

  it('is ended after an answer that is none', async () => {
    startStandIn({ ok: true, value: 7 })
    expect(await rejectionOf(hsm.call('slots.list', {}))).toMatchObject({ code: 'module-failed' })
    const pid = hsm.pid
    await rejectionOf(hsm.call('slots.list', {}))
    expect(hsm.pid).not.toBe(pid)
  })

  it('cannot make us believe that a token is open', async () => {
    startStandIn({ ok: true, value: {} })
    const token = { label: 'root', serial: '1' }
    expect(await rejectionOf(hsm.call('token.open', { token, pin: Uint8Array.of(49) }))).toMatchObject({
      code: 'module-failed',
    })
    expect(hsm.isOpen(token)).toBe(false)
  })

  it('says nothing and ends: the module failed, and nothing was signed', async () => {
    startStandIn(null, 'process.exit(3)')
    expect(await rejectionOf(sign())).toMatchObject({ code: 'module-failed', detail: { exitCode: 3, asked: 'no' } })
  })

  it('keeps what it wrote for the person who looks for the fault', async () => {
    startStandIn(null, "process.stderr.write('vendor: no device\\n', () => process.exit(3))")
    await rejectionOf(hsm.call('slots.list', {}))
    await hsm.stop()
    expect(hsm.diagnostics).toContain('vendor: no device')
  })

  it('cannot be started where there is no Node', async () => {
    hsm = new Hsm({
      program: { entry: join(folder, 'hsm.mjs'), execPath: join(folder, 'node') },
      module: { modulePath: '/usr/lib/vendor.so', environment: {} },
    })
    expect(await rejectionOf(sign())).toMatchObject({ code: 'hsm-stopped', detail: { asked: 'no' } })
    expect(hsm.state.state).toBe('stopped')
  })
})
