import { expect, test } from '@playwright/test'
import type { Reply } from '../../shared/ipc/operation.ts'
import { answerDialogs, asked } from './dialogs.ts'
import { type Conclave, launchConclave, setSize } from './launch.ts'

let conclave: Conclave

test.beforeAll(async () => {
  conclave = await launchConclave()
})
test.afterAll(async () => {
  await conclave.close()
})

function call(name: string, body: unknown): Promise<Reply> {
  return conclave.window.evaluate((request) => window.conclave.call(request.name, request.body), { name, body })
}

test('a file or a folder is what the person chose, or null', async () => {
  await answerDialogs(conclave, '/media/usb/issuing.csr')
  const request = { title: 'Request to sign', kind: 'Certificate requests', extensions: ['csr', 'pem'] }
  expect(await call('host.choose-file', request)).toStrictEqual({ ok: true, value: { path: '/media/usb/issuing.csr' } })
  expect(await asked(conclave)).toMatchObject({
    title: 'Request to sign',
    properties: ['openFile', 'dontAddToRecent'],
    filters: [{ name: 'Certificate requests', extensions: ['csr', 'pem'] }, { extensions: ['*'] }],
  })
  await answerDialogs(conclave, null)
  expect(await call('host.choose-folder', { title: 'Facility' })).toStrictEqual({ ok: true, value: { path: null } })
})

test('one dialog at a time', async () => {
  await conclave.app.evaluate(({ dialog }) => {
    dialog.showOpenDialog = () =>
      new Promise((resolve) => {
        setTimeout(resolve, 1000, { canceled: true, filePaths: [] })
      })
  })
  const replies = await Promise.all([
    call('host.choose-folder', { title: 'One' }),
    call('host.choose-folder', { title: 'Two' }),
  ])
  expect(replies.map((reply) => (reply.ok ? 'ok' : reply.failure.code)).toSorted()).toStrictEqual(['busy', 'ok'])
})

test('the theme reaches the page and the native side', async () => {
  for (const [theme, dark] of [
    ['dark', true],
    ['light', false],
  ] as const) {
    expect(await call('host.set-theme', { theme })).toStrictEqual({ ok: true, value: { dark } })
    await expect
      .poll(() => conclave.window.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches))
      .toBe(dark)
  }
})

test('the window opens at the size of the small laptop, and gets no smaller than it must', async () => {
  expect(await conclave.window.evaluate(() => [innerWidth, innerHeight])).toStrictEqual([1366, 768])
  for (const [width, height] of [
    [1366, 768],
    [1920, 1080],
  ] as const) {
    await setSize(conclave, width, height)
  }
  const minimum = await conclave.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getMinimumSize())
  expect(minimum?.[0]).toBeGreaterThanOrEqual(1280)
  expect(minimum?.[1]).toBeGreaterThanOrEqual(720)
})
