import type { Locator, Page } from '@playwright/test'
import { PRACTICE_CAST } from '../../electron/core/practice/cast.ts'
import { ByMouse } from '../e2e/hands.ts'
import { handOver } from '../e2e/launch.ts'
import type { Camera } from './camera.ts'

/** The page between two people, after the first of them has signed in; nobody may be in the room yet. */
export async function takeHandOver(page: Page, camera: Camera, person: string, address: string): Promise<void> {
  await camera.goTo(address)
  await signsIn(page, person)
  await page.removeLocatorHandler(handOver(page))
  await page.getByRole('button', { name: /^Sign in as/ }).click()
  await camera.take('run-hand-over', 'Hand the console to')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.addLocatorHandler(handOver(page), () => page.keyboard.press('Enter'))
}

/** The console, locked by hand, while a run is open. */
export async function takeLock(page: Page, camera: Camera, person: string): Promise<void> {
  await page.keyboard.press('Control+l')
  await camera.take('lock', 'The console is locked')
  await page.getByRole('button', { name: /Who unlocks it/ }).click()
  await page.getByRole('option', { name: nameOf(person) }).click()
  await new ByMouse(page).type(`Passphrase of ${nameOf(person)}`, secretOf(person))
  await page.getByRole('button', { name: `Unlock the console as ${nameOf(person)}` }).click()
  await title(page, 'The console is locked').waitFor({ state: 'detached' })
}

async function signsIn(page: Page, person: string): Promise<void> {
  const hands = new ByMouse(page)
  await hands.choose(nameOf(person), 'Who signs in')
  await hands.type(`Passphrase of ${nameOf(person)}`, secretOf(person))
}

export function nameOf(person: string): string {
  return member(person).name
}

export function secretOf(person: string): string {
  return member(person).passphrase
}

function member(person: string): (typeof PRACTICE_CAST)[number] {
  const found = PRACTICE_CAST.find(({ id }) => id === person)
  if (found === undefined) throw new Error(`${person} is not of the cast.`)
  return found
}

function title(page: Page, name: string): Locator {
  return page.getByRole('heading', { name })
}
