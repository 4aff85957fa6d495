import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { readFacility } from '../../electron/core/log/read-facility.ts'
import { ABSENT, answers, begin, PRIYA, rootPlan } from '../support/ceremony-run.ts'
import { present } from '../support/present.ts'
import { library, TestFacility } from '../support/test-facility.ts'
import { type Conclave, launchConclave, setSize } from './launch.ts'

/** Two programs on two machines that share nothing but a medium. Both answers may come from elsewhere. */
let site: TestFacility
let medium: string
let room: Conclave
let elsewhere: Conclave

test.beforeEach(async () => {
  const fleet = present(library.policies.get('fleet'), 'policy')
  const policies = new Map([['fleet', { ...fleet, approvalsElsewhere: 2 }]])
  site = await TestFacility.found({ ...library, policies })
  medium = join(site.folder, 'medium')
  mkdirSync(medium)
  for (const person of [ABSENT, PRIYA]) cpSync(site.layout.credential(`${person}-1`), keyFile(person))
  await begin(await site.open(), rootPlan(), 'approve-root', answers(site.folder))
  await site.closeAll()
  room = await launchConclave({ facility: site.root })
  elsewhere = await launchConclave()
  for (const conclave of [room, elsewhere]) await setSize(conclave, 1366, 768)
})
test.afterEach(async () => {
  await room.close()
  await elsewhere.close()
  await site.remove()
})

test('an approval given on a second Conclave counts exactly once, by file and by QR code', async () => {
  const request = await writeRequest(room.window)

  await openRequest(elsewhere.window, request)
  expect(await digestOn(elsewhere.window)).toBe(await digestOn(room.window))
  await sign(elsewhere.window, 'Joon-ho Seo', ABSENT, 'not the passphrase')
  await expect(elsewhere.window.getByText(/passphrase does not open/).first()).toBeVisible()
  await sign(elsewhere.window, 'Joon-ho Seo', ABSENT, 'practice joon-ho seo')
  const first = await takeAnswer(elsewhere.window, 'Joon-ho Seo approves')

  await bring(room.window, first.file)
  await expect(given(room.window)).toContainText('1 of 2 officers')
  await bringRefused(room.window, first.file, 'already-approved')
  await bringRefused(room.window, first.picture, 'already-approved')
  await bringRefused(room.window, request, 'transfer-wrong-kind')

  await elsewhere.window.getByRole('button', { name: 'Another request' }).click()
  await openRequest(elsewhere.window, request)
  await sign(elsewhere.window, 'Priya Raman', PRIYA, 'practice priya raman')
  const second = await takeAnswer(elsewhere.window, 'Priya Raman approves')
  await bring(room.window, second.picture)
  await expect(room.window.getByRole('heading', { name: 'Open the HSM to sign', level: 1 })).toBeVisible()

  expect(approvalsInLog()).toEqual([`${ABSENT} file`, `${PRIYA} qr`])
  expect([...room.problems, ...elsewhere.problems]).toStrictEqual([])
})

test('somebody elsewhere does not agree, and the room reads why', async () => {
  const request = await writeRequest(room.window)
  const { window: page } = elsewhere
  await openRequest(page, request)
  await page.getByRole('button', { name: 'I do not agree' }).click()
  await page.getByLabel('Why not').fill('The name is not the one we agreed on.')
  await sign(page, 'Joon-ho Seo', ABSENT, 'practice joon-ho seo', 'Sign that Joon-ho Seo does not agree')
  const { picture } = await takeAnswer(page, 'Joon-ho Seo does not agree')
  await bring(room.window, picture)
  await expect(room.window.getByText('The name is not the one we agreed on.').first()).toBeVisible()
  await expect(given(room.window)).toContainText('0 of 2 officers')
  expect(approvalsInLog()).toEqual([])
})

test('a request that was changed on the way is told, and cannot be approved', async () => {
  const request = await writeRequest(room.window)
  const { window: page } = elsewhere
  const cut = join(medium, 'cut.json')
  writeFileSync(cut, '{"type":"conclave-approval-request/v1"}')
  await page.getByRole('link', { name: 'Approve a request from another Conclave' }).click()
  await openRequest(page, cut)
  await expect(page.getByText('transfer-malformed')).toBeVisible()
  const changed = join(medium, 'changed.json')
  writeFileSync(changed, readFileSync(request, 'utf8').replace('"mode":"practice"', '"mode":"production"'))
  await openRequest(page, changed)
  await expect(page.getByText('This request cannot be approved')).toBeVisible()
  await page.getByLabel('Key file').fill(keyFile(ABSENT))
  await expect(page.getByRole('button', { name: /^Approve( in practice)? as/ })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
})

function keyFile(person: string): string {
  return join(medium, `${person}.key.json`)
}

function dialogOf(page: Page): Locator {
  return page.getByRole('alertdialog')
}

async function openDialog(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Approve elsewhere' }).click()
  return dialogOf(page)
}

async function writeRequest(page: Page): Promise<string> {
  await page.evaluate(() => {
    location.hash = '#/ceremonies/run/run-0001'
  })
  const dialog = await openDialog(page)
  await dialog.getByLabel('In this folder').fill(medium)
  await dialog.getByRole('button', { name: 'Write the request' }).click()
  await expect(dialog.getByText(/^Written, for/)).toContainText('Joon-ho Seo')
  await dialog.getByRole('button', { name: 'Close' }).click()
  return join(medium, 'PRACTICE-run-0001.approve-root.approval-request.json')
}

async function openRequest(page: Page, path: string): Promise<void> {
  const start = page.getByRole('link', { name: 'Approve a request from another Conclave' })
  const field = page.getByLabel('Approval request', { exact: true })
  await expect(start.or(field)).toBeVisible()
  if (await start.isVisible()) await start.click()
  await field.fill(path)
  await page.getByRole('button', { name: 'Open the request' }).click()
}

/** The hex digits of what is to be signed, as they stand on the screen. */
async function digestOn(page: Page): Promise<string> {
  return (await page.getByRole('region', { name: 'TBS SHA-256' }).first().textContent()) ?? ''
}

async function sign(
  page: Page,
  name: string,
  person: string,
  secret: string,
  act = `Approve in practice as ${name}`,
): Promise<void> {
  await page.getByRole('button', { name: /Who answers/ }).click()
  await page.getByRole('option', { name }).click()
  await page.getByLabel('Key file').fill(keyFile(person))
  await page.getByLabel(`Passphrase of ${name}`, { exact: true }).click()
  await page.keyboard.type(secret)
  await page.getByRole('button', { name: act }).click()
}

/** The answer as a file; and as a camera sees it: the screen of the second Conclave. */
async function takeAnswer(page: Page, title: string): Promise<{ file: string; picture: string }> {
  await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible()
  const picture = join(medium, `${title.replaceAll(/\W/g, '')}.png`)
  await page.getByRole('img', { name: 'QR code of the answer' }).screenshot({ path: picture })
  await page.getByLabel('In this folder').fill(medium)
  await page.getByRole('button', { name: 'Save the answer' }).click()
  const file = page.getByText(/\.approval-answer\.json$/).last()
  await expect(page.getByText('Saved')).toBeVisible()
  return { file: (await file.textContent()) ?? '', picture }
}

async function bring(page: Page, path: string): Promise<void> {
  const dialog = await openDialog(page)
  await dialog.getByLabel('Answer', { exact: true }).fill(path)
  await dialog.getByRole('button', { name: 'Take the answer in' }).click()
  await expect(dialog).toBeHidden()
}

async function bringRefused(page: Page, path: string, code: string): Promise<void> {
  const dialog = await openDialog(page)
  await dialog.getByLabel('Answer', { exact: true }).fill(path)
  await dialog.getByRole('button', { name: 'Take the answer in' }).click()
  await expect(dialog.getByText(code, { exact: true })).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).click()
}

function given(page: Page): Locator {
  return page
    .getByRole('region', { name: /approv/i })
    .filter({ hasText: 'officers' })
    .first()
}

function approvalsInLog(): string[] {
  const found: string[] = []
  readFacility(site.root, ({ kind, data }) => {
    if (kind === 'approval-given') found.push(`${data.statement.person} ${data.via}`)
  })
  return found
}
