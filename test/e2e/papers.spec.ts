import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Locator, test } from '@playwright/test'
import { sha256Hex } from '../../shared/bytes.ts'
import type { Reply } from '../../shared/ipc/operation.ts'
import { eventfulRun } from '../support/eventful-run.ts'
import { readPdf } from '../support/pdf.ts'
import { TestFacility } from '../support/test-facility.ts'
import { answerDialogs, asked } from './dialogs.ts'
import { type Conclave, launchConclave, setSize } from './launch.ts'

let site: TestFacility
let conclave: Conclave

test.beforeAll(async () => {
  test.setTimeout(240_000)
  site = await TestFacility.found()
  await eventfulRun(await site.open(), site.folder)
  await site.closeAll()
  conclave = await launchConclave({ facility: site.root })
  await setSize(conclave, 1366, 768)
})
test.afterAll(async () => {
  await conclave.close()
  await site.remove()
})
test.afterEach(async () => {
  const close = conclave.window.getByRole('alertdialog').getByRole('button', { name: 'Close' })
  if (await close.isVisible()) await close.click()
  expect(conclave.problems).toStrictEqual([])
})

test('the record of a closed run is saved as a PDF that others can read', async () => {
  const path = join(site.folder, 'record.pdf')
  const dialog = await openPapers()
  await answerDialogs(conclave, path)
  await dialog.getByRole('button', { name: 'Save as PDF …' }).click()
  await expect(dialog.getByText('Saved as')).toBeVisible({ timeout: 60_000 })
  expect(await asked(conclave)).toMatchObject({ defaultPath: 'PRACTICE-run-0001-create-fleet-root-g1-record.pdf' })

  const shown = (await dialog.getByRole('status').locator('code').last().textContent()) ?? ''
  expect(shown.replaceAll(' ', '')).toBe(sha256Hex(new Uint8Array(readFileSync(path))))
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readdirSync(site.folder).filter((name) => name.includes('partial'))).toStrictEqual([])

  const { pages, facts } = readPdf(path)
  expect(facts.get('Title')).toMatch(
    /^PRACTICE Record of the ceremony generate-root, version \d+: Create Fleet Root G1$/,
  )
  expect(facts.get('Tagged')).toBe('yes')
  expect(facts.get('JavaScript')).toBe('no')
  expect(facts.get('Page size')).toContain('A4')
  expect(Number(facts.get('Pages'))).toBe(pages.length)
  expect(pages.length).toBeGreaterThan(8)
  for (const [index, page] of pages.entries()) {
    expect(page).toContain(`Page ${String(index + 1)} of ${String(pages.length)}`)
    expect(page).toContain('PRACTICE: worth nothing outside of a rehearsal')
    expect(page).toContain('Record of run-0001. Plan')
  }
  const text = pages.join('\n')
  expect(text).toMatch(/Closed: (\d+) of \1 steps are done, 2 exceptions recorded/)
  expect(text).toContain('I do not agree')
  expect(text).toContain('Does not approve')
  expect(text).toContain('Exception 2 of 2')
  expect(text).toContain('<script>alert(1)</script>')
  expect(text).not.toContain('not valid')
  expect(await windows()).toBe(1)
})

test('every other paper, on US Letter', async () => {
  const dialog = await openPapers()
  await dialog.getByRole('button', { name: /Size of the paper/ }).click()
  await conclave.window.getByRole('option', { name: 'US Letter' }).click()
  for (const [label, words] of [
    ['Attendance sheet', 'Comes into the room'],
    ['Exception sheets', 'Nobody stands at the window.'],
    ['Script', 'Needs the approval of 2 officers.'],
    ['Genesis page', 'Log key'],
  ] as const) {
    const path = join(site.folder, `${label}.pdf`)
    await answerDialogs(conclave, path)
    await dialog.getByRole('button', { name: /Which paper/ }).click()
    await conclave.window.getByRole('option', { name: label }).click()
    await dialog.getByRole('button', { name: 'Save as PDF …' }).click()
    await expect(dialog.getByText(path)).toBeVisible({ timeout: 60_000 })
    const { pages, facts } = readPdf(path)
    expect(facts.get('Page size')).toContain('letter')
    expect(pages.join('\n')).toContain(words)
    for (const page of pages) expect(page).toContain('PRACTICE')
  }
})

test('without a printer nothing is printed, and the window says so', async () => {
  const dialog = await openPapers()
  await dialog.getByRole('button', { name: 'Print …' }).click()
  await expect(dialog.getByText('This computer has no printer')).toBeVisible()
  await expect(dialog.getByText('printer-missing')).toBeVisible()
})

test('a printer that fails and a dialog that is closed are two things', async () => {
  await pretendPrinter('Invalid printer settings')
  expect(await call('host.print-paper', RECORD)).toMatchObject({ ok: false, failure: { code: 'print-failed' } })
  await pretendPrinter('Print job canceled')
  expect(await call('host.print-paper', RECORD)).toStrictEqual({ ok: true, value: { printed: false } })
  await pretendPrinter(null)
  expect(await call('host.print-paper', RECORD)).toStrictEqual({ ok: true, value: { printed: true } })
  expect(await windows()).toBe(1)
})

test('no file is replaced, no part of one is left, and a closed dialog writes nothing', async () => {
  const taken = join(site.folder, 'taken.pdf')
  writeFileSync(taken, 'kept')
  await answerDialogs(conclave, taken)
  expect(await call('host.save-paper', RECORD)).toMatchObject({ ok: false, failure: { code: 'file-exists' } })
  expect(readFileSync(taken, 'utf8')).toBe('kept')
  await answerDialogs(conclave, join(site.folder, 'missing', 'record.pdf'))
  expect(await call('host.save-paper', RECORD)).toMatchObject({ ok: false, failure: { code: 'file-not-writable' } })
  await answerDialogs(conclave, null)
  expect(await call('host.save-paper', RECORD)).toStrictEqual({ ok: true, value: { saved: null } })
  expect(readdirSync(site.folder).filter((name) => name.includes('partial'))).toStrictEqual([])
})

test('the script of a plan is saved before it is run', async () => {
  const page = conclave.window
  await page.getByRole('link', { name: 'Ceremonies' }).click()
  await page.getByRole('region', { name: 'Create a root CA' }).getByRole('button', { name: 'Prepare a run' }).click()
  await page.getByRole('button', { name: 'Fill in the examples' }).click()
  await page.getByLabel('Name of the root key').fill('fleet-root-g2')
  await page.getByLabel('Common name of the root').fill('Fleet Root G2')
  await page.getByLabel('Name of the first hand-off key').fill('handoff-c')
  await page.getByLabel('Name of the second hand-off key').fill('handoff-d')
  await expect(page.getByText('Complete, no problem')).toBeVisible()
  await page.getByRole('button', { name: 'Print the script …' }).click()
  const path = join(site.folder, 'script.pdf')
  await answerDialogs(conclave, path)
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('button', { name: 'Save as PDF …' }).click()
  await expect(dialog.getByText(path)).toBeVisible({ timeout: 60_000 })
  const text = readPdf(path).pages.join('\n')
  expect(text).toContain('fleet-root-g2')
  expect(text).toContain('everybody compares it with the screen before step 1')
})

const RECORD = { paper: { paper: 'record', run: 'run-0001' }, pageSize: 'A4' }

async function openPapers(): Promise<Locator> {
  const page = conclave.window
  await page.evaluate(() => {
    location.hash = '#/ceremonies/run/run-0001'
  })
  await expect(page.getByRole('heading', { name: 'Sign off', level: 1, includeHidden: true })).toBeVisible()
  const dialog = page.getByRole('alertdialog')
  await page.getByRole('button', { name: 'Papers …' }).click()
  await expect(dialog).toBeVisible()
  return dialog
}

function call(name: string, body: unknown): Promise<Reply> {
  return conclave.window.evaluate((request) => window.conclave.call(request.name, request.body), { name, body })
}

function windows(): Promise<number> {
  return conclave.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
}

/** This machine has none: one that answers each job with this reason, or takes it where that is null. */
async function pretendPrinter(reason: string | null): Promise<void> {
  await conclave.app.evaluate(({ app, BrowserWindow }, failing) => {
    const main = BrowserWindow.getAllWindows()[0]
    if (main === undefined) return
    main.webContents.getPrintersAsync = () =>
      Promise.resolve([
        { name: 'pretended', displayName: '', description: '', options: {}, status: 0, isDefault: true },
      ])
    app.removeAllListeners('browser-window-created')
    app.on('browser-window-created', (_event, made) => {
      made.webContents.print = (_options, done) => done?.(failing === null, failing ?? '')
    })
  }, reason)
}
