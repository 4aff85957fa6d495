import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Reply } from '../../shared/ipc/operation.ts'
import { type Conclave, launchConclave, setSize } from './launch.ts'

let conclave: Conclave
let folder: string

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-host-'))
  conclave = await launchConclave()
})
test.afterAll(async () => {
  await conclave.close()
  rmSync(folder, { recursive: true })
})

function call(name: string, body: unknown): Promise<Reply> {
  return conclave.window.evaluate((request) => window.conclave.call(request.name, request.body), { name, body })
}

/** Answers the next dialogs for the person: a native dialog cannot be driven from here. Records what it was asked. */
async function answerDialogs(path: string | null): Promise<void> {
  await conclave.app.evaluate(({ dialog }, chosen) => {
    const record = globalThis as unknown as { asked: unknown }
    dialog.showOpenDialog = ((_window: unknown, options: unknown) => {
      record.asked = options
      return Promise.resolve({ canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] })
    }) as typeof dialog.showOpenDialog
    dialog.showSaveDialog = ((_window: unknown, options: unknown) => {
      record.asked = options
      return Promise.resolve({ canceled: chosen === null, filePath: chosen ?? '' })
    }) as typeof dialog.showSaveDialog
  }, path)
}

function asked(): Promise<unknown> {
  return conclave.app.evaluate(() => (globalThis as unknown as { asked: unknown }).asked)
}

test('a file or a folder is what the person chose, or null', async () => {
  await answerDialogs('/media/usb/issuing.csr')
  const request = { title: 'Request to sign', kind: 'Certificate requests', extensions: ['csr', 'pem'] }
  expect(await call('host.choose-file', request)).toStrictEqual({ ok: true, value: { path: '/media/usb/issuing.csr' } })
  expect(await asked()).toMatchObject({
    title: 'Request to sign',
    properties: ['openFile', 'dontAddToRecent'],
    filters: [{ name: 'Certificate requests', extensions: ['csr', 'pem'] }, { extensions: ['*'] }],
  })
  await answerDialogs(null)
  expect(await call('host.choose-folder', { title: 'Facility' })).toStrictEqual({ ok: true, value: { path: null } })
})

test('prints the page to a new PDF and never replaces a file', async () => {
  const path = join(folder, 'script.pdf')
  await answerDialogs(path)
  const request = { title: 'Print the script', fileName: 'script.pdf' }
  expect(await call('host.print-pdf', request)).toStrictEqual({ ok: true, value: { path } })
  const pdf = readFileSync(path)
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pdf.includes('/MarkInfo')).toBe(true)
  expect(statSync(path).mode & 0o777).toBe(0o600)

  writeFileSync(path, 'kept')
  expect(await call('host.print-pdf', request)).toMatchObject({ ok: false, failure: { code: 'file-exists' } })
  expect(readFileSync(path, 'utf8')).toBe('kept')

  await answerDialogs(join(folder, 'missing', 'script.pdf'))
  expect(await call('host.print-pdf', request)).toMatchObject({ ok: false, failure: { code: 'file-not-writable' } })
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
