import type { CredentialView } from '../../shared/ipc/contract/views.ts'
import type { Named } from './use-credential.ts'

/** "the passphrase of Ada Brandt", "the PIN of Ada Brandt's card" */
export function credentialPhrase(person: Named | undefined, credential: CredentialView | undefined): string {
  const name = person?.name ?? 'nobody'
  return credential?.kind === 'card' ? `the PIN of ${name}'s card` : `the passphrase of ${name}`
}

/** The label of the field: whose secret, and of which card. */
export function secretLabel(person: Named | undefined, credential: CredentialView | undefined): string {
  const phrase = credentialPhrase(person, credential).slice('the '.length)
  if (credential?.kind === 'card') return `${phrase} (${credential.label}, ${credential.serial})`
  return phrase.charAt(0).toUpperCase() + phrase.slice(1)
}

/** One of several, in a list. */
export function credentialChoice(credential: CredentialView): string {
  if (credential.kind === 'card') return `Card ${credential.label}, serial ${credential.serial}`
  return credential.place === 'facility' ? 'Passphrase, key file in the facility' : 'Passphrase, key file on own media'
}

/** What a card says of itself before a PIN is sent; undefined where it says nothing worth reading. */
export function cardWarning(credential: CredentialView | undefined): string | undefined {
  if (credential?.kind !== 'card') return undefined
  switch (credential.userPin) {
    case null:
      return 'This card is in no reader.'
    case 'count-low':
      return 'A wrong PIN was typed before: fewer tries are left than usual. Do not guess.'
    case 'final-try':
      return 'One try is left. The next wrong PIN locks this card.'
    case 'locked':
      return 'This card is locked: its PIN was wrong too often. Its issuer unlocks it.'
    default:
      return undefined
  }
}

/** The name of a file at the end of its path. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}
