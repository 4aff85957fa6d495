import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { CoreProcess } from '../../../electron/main/core-process.ts'
import { type Ending, forkCore } from '../../../electron/main/fork-core.ts'
import type { CoreState } from '../../../shared/ipc/contract/host.ts'

const script = join(import.meta.dirname, '..', '..', 'support', 'stand-in-core.ts')
const running: CoreProcess[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((core) => core.stop()))
})

function createCore(behaviour = 'ready', node = process.execPath) {
  const states: CoreState[] = []
  const events: unknown[] = []
  const core = new CoreProcess({
    start: () =>
      forkCore({
        node,
        script,
        args: [behaviour],
        environment: { PATH: process.env['PATH'], NODE_OPTIONS: '--no-warnings' },
      }),
    onState: (state) => states.push(state),
    onEvent: (name, body) => events.push({ name, body }),
    now: () => performance.now(),
  })
  running.push(core)
  core.start()
  return { core, states, events }
}

async function untilState(core: CoreProcess, state: CoreState['state'], restarts = 0): Promise<void> {
  await vi.waitFor(
    () => {
      expect(core.state).toMatchObject({ state, restarts })
    },
    { timeout: 45_000, interval: 10 },
  )
}

describe('CoreProcess', () => {
  it('answers calls made before core was ready, with bytes and large numbers intact', async () => {
    const { core } = createCore()
    expect(core.state.state).toBe('starting')
    const body = { bytes: Uint8Array.of(0, 255), serial: 2n ** 135n, text: 'é' }
    await expect(core.send('test.echo', body)).resolves.toStrictEqual({ ok: true, value: body })
    await untilState(core, 'ready')
  })

  it('hands core the allowed environment only', async () => {
    const { core } = createCore()
    const reply = await core.send('test.environment', {})
    expect(reply).toMatchObject({ ok: true, value: { PATH: process.env['PATH'] } })
    expect(reply).not.toHaveProperty('value.NODE_OPTIONS')
  })

  it('passes events on, and keeps core.ready for itself', async () => {
    const { core, events } = createCore()
    void core.send('test.event', { n: 1 })
    await vi.waitFor(
      () => {
        expect(events).toStrictEqual([{ name: 'test.happened', body: { n: 1 } }])
      },
      { timeout: 15_000 },
    )
  })

  it('settles every waiting call with core-stopped when core is killed, and starts it again', async () => {
    const { core, states } = createCore()
    await untilState(core, 'ready')
    const pid = core.pid ?? 0
    const waiting = [core.send('test.silence', {}), core.send('test.silence', {})]
    process.kill(pid, 'SIGKILL')
    for (const reply of await Promise.all(waiting))
      expect(reply).toMatchObject({ ok: false, failure: { code: 'core-stopped' } })
    expect(core.state.state).toBe('restarting')
    expect(core.state.reason).toContain('SIGKILL')
    await expect(core.send('test.echo', {})).resolves.toMatchObject({ ok: false, failure: { code: 'core-stopped' } })
    await untilState(core, 'ready', 1)
    expect(core.pid).not.toBe(pid)
    await expect(core.send('test.echo', 1)).resolves.toStrictEqual({ ok: true, value: 1 })
    expect(states.map(({ state }) => state)).toStrictEqual(['ready', 'restarting', 'restarting', 'ready'])
  })

  it('gives up after five endings within a minute, until a person restarts it', async () => {
    const { core } = createCore('exit')
    await untilState(core, 'stopped', 4)
    expect(core.state.reason).toContain('exit code 7')
    await expect(core.send('test.echo', {})).resolves.toMatchObject({ ok: false, failure: { code: 'core-stopped' } })
    core.restart()
    expect(core.state).toMatchObject({ state: 'restarting', restarts: 5 })
  })

  it('says so when the program cannot be started', async () => {
    const { core } = createCore('ready', '/nonexistent/node')
    await vi.waitFor(
      () => {
        expect(core.state.state).toBe('restarting')
      },
      { timeout: 15_000 },
    )
    expect(core.state.reason).toContain('could not be started')
  })

  it('refuses more calls than can sensibly wait', async () => {
    const { core } = createCore('deaf')
    const replies = Array.from({ length: 257 }, () => core.send('test.silence', {}))
    await expect(replies.at(-1)).resolves.toMatchObject({ ok: false, failure: { code: 'busy' } })
  })

  it('answers a request that cannot be sent', async () => {
    const { core } = createCore()
    await expect(core.send('test.echo', () => 1)).resolves.toMatchObject({ ok: false, failure: { code: 'internal' } })
  })

  it('ends core and does not start it again', async () => {
    const { core } = createCore()
    await untilState(core, 'ready')
    const pid = core.pid ?? 0
    await core.stop()
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    expect(core.state.state).toBe('stopped')
  })

  it('ends a core that does not become ready, and says why', () => {
    vi.useFakeTimers()
    try {
      let end: (ending: Ending) => void = () => undefined
      const core = new CoreProcess({
        start: () => ({
          pid: 1,
          post: () => undefined,
          onMessage: () => undefined,
          onEnd: (listener) => {
            end = listener
          },
          end: (forced) => {
            expect(forced).toBe(true)
            end({ code: null, signal: 'SIGKILL' })
          },
        }),
        onState: () => undefined,
        onEvent: () => undefined,
        now: () => 0,
      })
      core.start()
      vi.advanceTimersByTime(29_999)
      expect(core.state.state).toBe('starting')
      vi.advanceTimersByTime(1)
      expect(core.state).toMatchObject({ state: 'restarting', reason: expect.stringContaining('30 seconds') as string })
    } finally {
      vi.useRealTimers()
    }
  })
})
