import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { longFacility } from '../support/long-facility.ts'
import { answerDialogs } from './dialogs.ts'
import { type Conclave, launchConclave, setSize } from './launch.ts'

const ENTRIES = 1_000_000
const ROOT = join(import.meta.dirname, '..', '..')

let scratch: string
let copy: string
let conclave: Conclave

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  test.setTimeout(900_000)
  scratch = mkdtempSync(join(tmpdir(), 'conclave-auditor-'))
  const cache = join(ROOT, '.cache', 'bench')
  mkdirSync(cache, { recursive: true })
  // As the program that is tested would have left it at its last closing.
  copy = await longFacility(cache, ENTRIES, readFileSync(join(ROOT, 'dist', '.programs-sources'), 'utf8'))
})

test.afterAll(() => {
  rmSync(scratch, { recursive: true, force: true })
})

test('an auditor finds a certificate in a million entries, verifies all of them, and takes the package home', async () => {
  test.setTimeout(900_000)
  conclave = await launchConclave({ args: ['--read-only', copy], env: { XDG_CACHE_HOME: join(scratch, 'cache') } })
  const { window } = conclave
  await setSize(conclave, 1366, 768)
  await expect(window.getByText('Read only, copy of a practice facility')).toBeVisible()
  await expect(window.getByText(/of 1,000,\d{3} entries/)).toBeVisible()

  // the story of one certificate, in two actions
  await window.getByRole('link', { name: 'Stories' }).click()
  await window.getByRole('link', { name: /Fleet Issuing EU-1/ }).click()
  const story = window.getByRole('region', { name: 'Story' })
  await expect(story.getByText('approved by 2 people')).toBeVisible({ timeout: 400_000 })
  await expect(story.getByText('Tomás Oliveira, Priya Raman')).toBeVisible()
  // and its issuing in the list, the third
  await story.getByRole('link', { name: /was issued/ }).click()
  await expect(window.getByRole('heading', { name: /Fleet Issuing EU-1 was issued/ })).toBeVisible()

  await window.getByRole('searchbox').fill('issuing eu-1')
  await expect(window.getByText(/^\d{1,3} of 1,000,\d{3} entries$/)).toBeVisible()
  await window.getByRole('searchbox').fill('')

  await window.getByRole('button', { name: 'Verify the whole log' }).click()
  await expect(window.getByText(/^Verified [\d,]+ of 1,000,\d{3} entries/)).toBeVisible()
  await expect(window.getByRole('heading', { name: /Verified: nothing was changed/ })).toBeVisible({ timeout: 600_000 })

  await window.getByRole('link', { name: 'Auditor package' }).click()
  await answerDialogs(conclave, scratch)
  await window.getByRole('button', { name: 'Choose …' }).click()
  await window.getByLabel('Seed of the sample').fill('3 17 22 31 40 44')
  await window.getByRole('button', { name: 'Make the auditor package' }).click()
  await expect(window.getByText('The package is written')).toBeVisible({ timeout: 300_000 })
  const name = readdirSync(scratch).find((each) => each !== 'cache') ?? ''
  expect(existsSync(join(scratch, name, 'report.html'))).toBe(true)
  const sample = readdirSync(join(scratch, name, 'samples')).filter((each) => each.endsWith('.tlog-proof'))
  expect(sample).toHaveLength(25)
  expect(
    execFileSync('python3', [join(scratch, name, 'verifier', 'conclave_verify.py'), '--help'], { encoding: 'utf8' }),
  ).toContain('usage')
  expect(conclave.problems).toEqual([])
  await conclave.close()
})
