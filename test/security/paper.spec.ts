import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Reply } from '../../shared/ipc/operation.ts'
import { TestFacility } from '../support/test-facility.ts'
import { answerDialogs } from '../e2e/dialogs.ts'
import { type Conclave, launchConclave } from '../e2e/launch.ts'

let site: TestFacility
let conclave: Conclave
let folder: string

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-paper-'))
  site = await TestFacility.found()
  conclave = await launchConclave({ facility: site.root })
})
test.afterAll(async () => {
  await conclave.close()
  await site.remove()
  rmSync(folder, { recursive: true, force: true })
})

interface Seen {
  readonly url: string
  readonly preferences: Record<string, unknown>
  readonly ownSession: boolean
  readonly stored: boolean
  readonly visible: boolean
  readonly others: readonly number[]
}

test('the window of a paper runs nothing, reaches nothing and is gone afterwards', async () => {
  await conclave.app.evaluate(({ app, session }) => {
    const record = globalThis as unknown as { seen: unknown[] }
    record.seen = []
    app.on('browser-window-created', (_event, window) => {
      const { webContents } = window
      webContents.once('did-finish-load', () => {
        const look = async (): Promise<void> => {
          const others = ['app://conclave/index.html', 'app://conclave/assets/', 'app://other/paper.html']
          const statuses = others.map(async (url) => (await webContents.session.fetch(url)).status)
          record.seen.push({
            url: webContents.getURL(),
            preferences: (webContents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences(),
            ownSession: webContents.session !== session.defaultSession,
            stored: webContents.session.isPersistent(),
            visible: window.isVisible(),
            others: await Promise.all(statuses),
          })
        }
        void look()
      })
    })
  })
  await answerDialogs(conclave, join(folder, 'genesis.pdf'))
  expect(await call('host.save-paper', { paper: { paper: 'genesis' }, pageSize: 'A4' })).toMatchObject({ ok: true })
  expect(readFileSync(join(folder, 'genesis.pdf')).subarray(0, 5).toString()).toBe('%PDF-')

  const seen = await conclave.app.evaluate(() => (globalThis as unknown as { seen: Seen[] }).seen)
  expect(seen).toHaveLength(1)
  expect(seen[0]).toMatchObject({
    url: 'app://conclave/paper.html',
    ownSession: true,
    stored: false,
    visible: false,
    others: [404, 404, 404],
    preferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      webSecurity: true,
    },
  })
  expect(seen[0]?.preferences['preload']).toBeUndefined()
  expect(await conclave.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('the page can neither draw a paper of its own nor read one', async () => {
  expect(await call('paper.make', { paper: { paper: 'genesis' }, edges: false, html: '<p>' })).toMatchObject({
    ok: false,
    failure: { code: 'invalid-request' },
  })
  const status = await conclave.app.evaluate(
    async ({ session }) => (await session.defaultSession.fetch('app://conclave/paper.html')).status,
  )
  expect(status).toBe(404)
})

function call(name: string, body: unknown): Promise<Reply> {
  return conclave.window.evaluate((request) => window.conclave.call(request.name, request.body), { name, body })
}
