import type { Page } from '@playwright/test'
import { toWords } from '../../shared/ledger/words.ts'
import { hexToBytes } from '../../shared/bytes.ts'
import { ByMouse } from '../e2e/hands.ts'
import type { Camera } from './camera.ts'
import { readRun } from './walk.ts'

/** The computer, as it is and as it was recorded, and one of two clocks. */
export async function takeClock(page: Page, camera: Camera, address: string): Promise<void> {
  const hands = new ByMouse(page)
  await camera.goTo(address)
  await hands.step('Compare the clock')
  await hands.fill('Its time, UTC', new Date().toISOString().slice(11, 19))
  await hands.press('Take the first reading now')
  await camera.take('run-clock', 'another clock, another person')
}

/** What the witness reads from paper, half typed by the officer who hears it. */
export async function takeReadBack(page: Page, camera: Camera, run: string, address: string): Promise<void> {
  const hands = new ByMouse(page)
  await camera.take('run-read-back', 'It is written down', address)
  await hands.press(/^It is written down/)
  const { step } = await readRun(page, run)
  const digest = step.body.kind === 'read-back' ? (step.body.digest?.hex ?? '') : ''
  const label = await page.getByText(/^What .* hears$/).textContent()
  await hands.fill(label ?? '', toWords(hexToBytes(digest)).slice(0, 11).join(' '))
  await camera.take('run-read-back-heard', 'it is read from the paper')
}

/** The numbers on the bags. */
export async function takeBag(page: Page, camera: Camera, token: string, address: string): Promise<void> {
  await camera.goTo(address)
  await new ByMouse(page).fill(`Bag that ${token} goes into`, 'ZRH-004471')
  await camera.take('run-bag', 'nothing is recorded of it yet')
}
