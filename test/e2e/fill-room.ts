import { expect } from '@playwright/test'
import { hexToBytes } from '../../shared/bytes.ts'
import { toWords } from '../../shared/ledger/words.ts'
import type { Hands } from './hands.ts'

/** As the practice cast has them. */
export function passphrase(person: string): string {
  return `practice ${person.toLowerCase().replace('á', 'a')}`
}

/** The field of the PIN of a person's card; it names the card by its serial number too, which is new each time. */
export function pinOf(person: string): RegExp {
  return new RegExp(`^PIN of ${person}'s card \\(`)
}

/** Everybody comes into the room, one after the other, each with their own secret; then the console records them. */
export async function fillRoom(hands: Hands, people: readonly string[]): Promise<void> {
  await hands.step('Name everybody in the room')
  for (const person of people) await signIn(hands, person)
  await hands.press(`Record ${people.length} people in the room`)
}

/** One person signs in, at the first step or after a pause. */
export async function signIn(hands: Hands, person: string): Promise<void> {
  const { page } = hands
  const more = page.getByRole('button', { name: 'Somebody else signs in' })
  // once the script has whom it needs, more people come only when they are asked for
  await expect(more.or(page.getByRole('radiogroup', { name: 'Who signs in' }))).toBeVisible()
  if (await more.isVisible()) await hands.press('Somebody else signs in')
  await hands.choose(person, 'Who signs in')
  await hands.type(`Passphrase of ${person}`, passphrase(person))
  await hands.press(`Sign in as ${person} in practice`)
  await expect(page.getByRole('region', { name: 'Signed in' }).getByText(person)).toBeVisible()
}

/** The console reads what this computer is connected to; in practice that is written, and no more. */
export async function lookAtComputer(hands: Hands): Promise<void> {
  await hands.step('Look what this computer is connected to')
  await hands.press('Read this computer now and record it')
}

/** Types the first sixteen words of a digest, as somebody does who hears them. */
export async function typeWhatIsHeard(hands: Hands, title: string, digest: string): Promise<void> {
  await hands.step(title)
  const hide = hands.page.getByRole('button', { name: /^It is written down/ })
  if (await hide.isVisible()) await hands.press(/^It is written down/)
  const words = toWords(hexToBytes(digest)).slice(0, 16).join(' ')
  const label = await hands.page.getByText(/^What .* hears$/).textContent()
  await hands.fill(label ?? '', words)
  await hands.press('Compare what was heard')
}

/** The HSM goes into a bag that was never used. */
export async function bagHsm(
  hands: Hands,
  opened: string | null,
  sealed: string,
  token = 'practice-hsm',
): Promise<void> {
  await hands.step('Put the HSM into its bag')
  if (opened !== null) await hands.fill(`Bag that ${token} came out of`, opened)
  await hands.fill(`Bag that ${token} goes into`, sealed)
  await hands.press('Record the bags')
}

/** Two people read two clocks, one after the other; here both show what this computer shows. */
export async function compareClocks(hands: Hands): Promise<void> {
  await hands.step('Compare the clock')
  await hands.fill('Its time, UTC', new Date().toISOString().slice(11, 19))
  await hands.press('Take the first reading now')
  await expect(hands.page.getByText('another clock, another person')).toBeVisible()
  await hands.fill('Its time, UTC', new Date().toISOString().slice(11, 19))
  await hands.press('Take the second reading and record both')
}

/** In production, what a step found by itself holds the run up: on the machines that run these tests there may be something. */
export async function decideWhatConclaveFound(
  hands: Hands,
  person: string,
  secret: string,
  next: string,
): Promise<void> {
  const { page } = hands
  const sheet = page.getByRole('region', { name: /^Exception \d+/ })
  await expect(page.getByRole('heading', { name: next, level: 1, exact: true })).toBeVisible()
  if (!(await sheet.isVisible())) return
  await hands.pick('The run goes on', 'What is decided')
  await hands.fill('Why', 'A test.')
  await hands.choose(person, 'Who decides')
  await hands.type(`Passphrase of ${person}`, secret)
  await hands.press(/^Go on with the run/)
  await expect(sheet).toBeHidden()
}
