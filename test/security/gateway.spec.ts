import { expect, test } from '@playwright/test'
import type { Reply } from '../../shared/ipc/operation.ts'
import { type Conclave, launchConclave } from '../e2e/launch.ts'

let conclave: Conclave

test.beforeAll(async () => {
  conclave = await launchConclave()
})
test.afterAll(async () => {
  await conclave.close()
})

function call(name: unknown, body: unknown): Promise<Reply> {
  return conclave.window.evaluate((request) => window.conclave.call(request.name as string, request.body), {
    name,
    body,
  })
}

const refused = (code: string) => ({ ok: false, failure: { code, message: expect.any(String) as unknown } })

test('answers a host operation', async () => {
  expect(await call('host.state', {})).toMatchObject({ ok: true, value: { platform: process.platform } })
})

test('refuses operations that do not exist, also inherited names', async () => {
  for (const name of ['host.nothing', 'host.', 'host.__proto__', 'host.constructor']) {
    expect(await call(name, {})).toMatchObject(refused('unknown-operation'))
  }
  for (const name of ['nothing.at-all', 'toString', '__proto__', '']) {
    expect(await call(name, {})).toMatchObject(refused('unknown-operation'))
  }
})

test('refuses a name that is none', async () => {
  for (const name of [undefined, null, 7, {}, ['host.state'], 'x'.repeat(65)]) {
    expect(await call(name, {})).toMatchObject(refused('invalid-request'))
  }
})

test('refuses bodies that the contract does not allow', async () => {
  for (const body of [undefined, null, 'text', [], { more: 1 }]) {
    expect(await call('host.state', body)).toMatchObject(refused('invalid-request'))
  }
  const bad = [{ theme: 'pink' }, { theme: 'dark', more: 1 }, {}]
  for (const body of bad) expect(await call('host.set-theme', body)).toMatchObject(refused('invalid-request'))
  const papers = [
    { paper: 'record', run: '../../etc' },
    { paper: 'record', run: 'run-0001', html: '<p>' },
    { paper: 'record', run: 'run-0001', path: '/tmp/x.pdf' },
    { paper: 'page' },
    'record',
  ]
  for (const paper of papers) {
    expect(await call('host.save-paper', { paper, pageSize: 'A4' })).toMatchObject(refused('invalid-request'))
    expect(await call('host.print-paper', { paper, pageSize: 'A4' })).toMatchObject(refused('invalid-request'))
  }
})

test('refuses bodies that are too large, too deep or not plain, before anyone reads them', async () => {
  const codes = await conclave.window.evaluate(async () => {
    const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)])
    const bodies: Record<string, () => unknown> = {
      text: () => 'x'.repeat(1024 * 1024),
      bytes: () => new Uint8Array(1024 * 1024),
      list: () => Array.from({ length: 200_000 }, () => 0),
      deep: () => deep(40),
      map: () => new Map([[1, 2]]),
      date: () => new Date(0),
      floats: () => new Float64Array(2),
    }
    const found: Record<string, string> = {}
    for (const [name, body] of Object.entries(bodies)) {
      const reply = await window.conclave.call('host.state', body())
      found[name] = reply.ok ? 'accepted' : reply.failure.code
    }
    return found
  })
  expect(codes).toStrictEqual({
    text: 'too-large',
    bytes: 'too-large',
    list: 'too-large',
    deep: 'invalid-request',
    map: 'invalid-request',
    date: 'invalid-request',
    floats: 'invalid-request',
  })
})

test('what cannot be copied never leaves the page', async () => {
  const outcome = await conclave.window.evaluate(() =>
    window.conclave.call('host.state', { run: () => 1 }).then(
      () => 'sent',
      () => 'refused',
    ),
  )
  expect(outcome).toBe('refused')
})

test('failures carry no stack and no path of the program', async () => {
  const reply = JSON.stringify(await call('host.nothing', { more: 1 }))
  expect(reply).not.toMatch(/\.m?[jt]s|at |node_modules/)
})

test('a window that is not ours is not answered, though it has our page and our preload', async () => {
  const reply = await conclave.app.evaluate(async ({ app, BrowserWindow }) => {
    const other = new BrowserWindow({
      show: false,
      webPreferences: { preload: `${app.getAppPath()}/dist/preload.cjs`, sandbox: true, contextIsolation: true },
    })
    await other.loadURL('app://conclave/index.html')
    const answer = (await other.webContents.executeJavaScript('window.conclave.call("host.state", {})')) as unknown
    other.destroy()
    return answer
  })
  expect(reply).toMatchObject(refused('invalid-request'))
})

test('our window is not answered while it shows something else', async () => {
  const reply = await conclave.app.evaluate(async ({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0]
    // A page of the scheme from another host: served to nobody, but it has a document of its own and our preload.
    await window?.loadURL('app://elsewhere/index.html').catch(() => undefined)
    const url = window?.webContents.getURL()
    const answer = (await window?.webContents
      .executeJavaScript('window.conclave.call("host.state", {})')
      .catch((error: unknown) => String(error))) as unknown
    await window?.loadURL('app://conclave/index.html')
    return { url, answer }
  })
  expect(JSON.stringify(reply)).not.toContain('"ok":true')
})

test('events end when the subscription ends', async () => {
  const counts = await conclave.window.evaluate(async () => {
    let kept = 0
    let ended = 0
    const end = window.conclave.on(() => {
      ended += 1
    })
    const keep = window.conclave.on(() => {
      kept += 1
    })
    end()
    ;(window as unknown as Record<string, unknown>)['counts'] = () => [kept, ended]
    void keep
    return [kept, ended]
  })
  expect(counts).toStrictEqual([0, 0])
  await conclave.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.send('conclave:event', { name: 'test.happened', body: {} })
  })
  await expect
    .poll(() => conclave.window.evaluate(() => (window as unknown as { counts(): number[] }).counts()))
    .toStrictEqual([1, 0])
})
