import { expect, test } from '@playwright/test'
import { type Conclave, launchConclave } from '../e2e/launch.ts'
import { findProcess } from '../support/process-tree.ts'

interface Seen {
  states: { state: string; reason: string; restarts: number }[]
  reply?: unknown
}

let conclave: Conclave

test.beforeEach(async () => {
  conclave = await launchConclave()
  await expect.poll(() => coreState()).toMatchObject({ state: 'ready' })
  await conclave.window.evaluate(() => {
    const record: Seen = { states: [] }
    ;(window as unknown as { seen: Seen }).seen = record
    window.conclave.on(({ name, body }) => {
      if (name === 'host.core-state') record.states.push(body as Seen['states'][number])
    })
  })
})
test.afterEach(async () => {
  await conclave.close()
})

async function coreState(): Promise<unknown> {
  const reply = await conclave.window.evaluate(() => window.conclave.call('host.state', {}))
  return reply.ok ? (reply.value as { core: unknown }).core : reply
}

function seen(): Promise<Seen> {
  return conclave.window.evaluate(() => (window as unknown as { seen: Seen }).seen)
}

function corePid(): number {
  const pid = findProcess(conclave.app.process().pid ?? 0, 'core.mjs')
  if (pid === undefined) throw new Error('core does not run')
  return pid
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('a killed core settles the waiting call, says so, and comes back', async () => {
  const pid = corePid()
  // A stopped process answers nothing, so the call is certain to wait.
  process.kill(pid, 'SIGSTOP')
  await conclave.window.evaluate(() => {
    void window.conclave.call('test.wait', {}).then((reply) => {
      ;(window as unknown as { seen: Seen }).seen.reply = reply
    })
  })
  await conclave.window.waitForTimeout(300)
  expect((await seen()).reply).toBeUndefined()
  process.kill(pid, 'SIGKILL')

  await expect.poll(async () => (await seen()).reply).toMatchObject({ ok: false, failure: { code: 'core-stopped' } })
  await expect.poll(() => coreState()).toStrictEqual({ state: 'ready', reason: '', restarts: 1 })
  const { states } = await seen()
  expect(states[0]).toMatchObject({ state: 'restarting', reason: expect.stringContaining('SIGKILL') })
  expect(states.at(-1)?.state).toBe('ready')
  expect(corePid()).not.toBe(pid)
  const later = await conclave.window.evaluate(() => window.conclave.call('nothing.at-all', {}))
  expect(later).toMatchObject({ ok: false, failure: { code: 'unknown-operation' } })
})

test('a core that keeps dying is given up, and started again when a person asks', async () => {
  for (let crash = 0; crash < 5; crash++) {
    await expect.poll(() => findProcess(conclave.app.process().pid ?? 0, 'core.mjs')).toBeDefined()
    process.kill(corePid(), 'SIGKILL')
    await expect
      .poll(async () => (await seen()).states.filter(({ reason }) => reason !== '').length)
      .toBeGreaterThan(crash)
    if (crash < 4) await expect.poll(() => coreState()).toMatchObject({ state: 'ready', restarts: crash + 1 })
  }
  await expect.poll(() => coreState()).toMatchObject({ state: 'stopped' })
  const reply = await conclave.window.evaluate(() => window.conclave.call('nothing.at-all', {}))
  expect(reply).toMatchObject({ ok: false, failure: { code: 'core-stopped' } })
  await conclave.window.evaluate(() => window.conclave.call('host.restart-core', {}))
  await expect.poll(() => coreState()).toMatchObject({ state: 'ready', restarts: 5 })
})

test('closing the window ends core', async () => {
  const pid = corePid()
  await conclave.window.close()
  await expect.poll(() => isAlive(pid)).toBe(false)
})

test('core ends when main is killed', async () => {
  const pid = corePid()
  conclave.app.process().kill('SIGKILL')
  await expect.poll(() => isAlive(pid)).toBe(false)
})

test('a crashed page is drawn again', async () => {
  const before = await pageProcess()
  await conclave.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()
  })
  await expect
    .poll(async () => {
      const { pid, ...page } = await pageProcess()
      return { ...page, isNew: pid !== before.pid }
    })
    .toMatchObject({ shown: 'app://conclave/index.html Conclave', crashed: false, loading: false, isNew: true })
})

function pageProcess(): Promise<{ pid: number; shown: string; crashed: boolean; loading: boolean }> {
  return conclave.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (contents === undefined) throw new Error('there is no window')
    return {
      pid: contents.getOSProcessId(),
      shown: `${contents.getURL()} ${contents.getTitle()}`,
      crashed: contents.isCrashed(),
      loading: contents.isLoading(),
    }
  })
}
