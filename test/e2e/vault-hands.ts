import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Locator } from '@playwright/test'
import { type Vault, VAULT_PEOPLE, vaultSecret } from '../support/vault.ts'
import { pinOf } from './fill-room.ts'
import type { Hands } from './hands.ts'

export const NAMES = new Map(VAULT_PEOPLE.map(([id, name]) => [name, id]))
export const CARD_HOLDER = 'Eve Lund'

/** What this person signs with: a passphrase, or the PIN of the card. */
export async function secret(hands: Hands, name: string, typed = vaultSecret(NAMES.get(name) ?? '')): Promise<void> {
  await hands.type(name === CARD_HOLDER ? pinOf(name) : `Passphrase of ${name}`, typed)
}

export async function signIn(hands: Hands, name: string): Promise<void> {
  const { page } = hands
  const more = page.getByRole('button', { name: 'Somebody else signs in' })
  await expect(more.or(page.getByRole('radiogroup', { name: 'Who signs in' }))).toBeVisible()
  if (await more.isVisible()) await hands.press('Somebody else signs in')
  await hands.choose(name, 'Who signs in')
  await secret(hands, name)
  await hands.press(`Sign in as ${name}`)
  await expect(page.getByRole('region', { name: 'Signed in' }).getByText(name)).toBeVisible()
}

/** The sealed share of a custodian, as a file. */
export function shareFile(vault: Vault, person: string): string {
  const folder = join(vault.root, 'people')
  const file = readdirSync(folder).find((name) => name.startsWith(`${person}.`) && name.endsWith('.share.json'))
  if (file === undefined) throw new Error(`there is no share of ${person}`)
  return join(folder, file)
}

export async function giveShare(hands: Hands, name: string): Promise<void> {
  await hands.choose(name, 'Who gives a share')
  await secret(hands, name)
  await hands.press(`Give the share of ${name}`)
}

export function shares({ page }: Hands): Locator {
  return page.getByRole('region', { name: 'Shares' })
}
