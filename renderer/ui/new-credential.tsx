import { type ReactElement, type RefObject, useRef, useState } from 'react'

import type { Failure } from '../../shared/failure.ts'
import { type PassphraseStrength, passphraseStrength } from '../../shared/people/passphrase-strength.ts'
import { PassphraseStrengthMeter } from './passphrase-strength-meter.tsx'
import { PassphraseField, type PassphraseHandle } from './passphrase-field.tsx'
import { PathField } from './path-field.tsx'
import { RadioCards } from './radio-cards.tsx'
import { Select } from './select.tsx'
import styles from './new-credential.module.css'

export interface CardChoice {
  readonly id: string
  readonly label: string
  readonly serial: string
  readonly model: string
}

type Kind = 'facility' | 'own-media' | 'card'

/** What a person chose and typed; the bytes are for whoever takes them, once. */
export type ChosenCredential =
  | { kind: 'key-file'; secret: Uint8Array<ArrayBuffer>; place: 'facility' | 'own-media'; folder?: string }
  | { kind: 'card'; secret: Uint8Array<ArrayBuffer>; label: string; serial: string }

export interface NewCredentialForm {
  readonly kind: Kind
  readonly setKind: (kind: Kind) => void
  readonly folder: string
  readonly setFolder: (folder: string) => void
  readonly card: string | undefined
  readonly setCard: (id: string) => void
  readonly secret: RefObject<PassphraseHandle | null>
  readonly again: RefObject<PassphraseHandle | null>
  /** Under the first secret; null while all is well. */
  readonly error: string | null
  readonly onFilled: () => void
  /** What was chosen and typed, once; null when something is missing, which is then said. */
  readonly take: () => ChosenCredential | null
  readonly cards: readonly CardChoice[]
}

const ABOUT_SECRET = new Set(['passphrase-weak', 'pin-incorrect', 'pin-locked', 'pin-length', 'pin-last-try'])

/** How a person will sign: chosen and typed by themselves. No state of React holds the secret. */
export function useNewCredential(failure: Failure | null, cards: readonly CardChoice[]): NewCredentialForm {
  const [kind, setKind] = useState<Kind>('facility')
  const [folder, setFolder] = useState('')
  const [card, setCard] = useState<string>()
  const [said, setSaid] = useState<string | null>(null)
  const [typed, setTyped] = useState(false)
  const secret = useRef<PassphraseHandle>(null)
  const again = useRef<PassphraseHandle>(null)
  const refused = failure !== null && ABOUT_SECRET.has(failure.code) && !typed ? failure.message : null

  const take = (): ChosenCredential | null => {
    const first = secret.current?.take() ?? new Uint8Array()
    const second = again.current?.take() ?? new Uint8Array()
    const problem = kind === 'card' ? cardProblem(first) : keyFileProblem(first, second, kind, folder)
    second.fill(0)
    setSaid(problem)
    setTyped(false)
    if (problem !== null) {
      first.fill(0)
      secret.current?.focus()
      return null
    }
    if (kind !== 'card')
      return { kind: 'key-file', secret: first, place: kind, ...(kind === 'own-media' && { folder: folder.trim() }) }
    const chosen = cards.find(({ id }) => id === card) ?? cards[0]
    return { kind: 'card', secret: first, label: chosen?.label ?? '', serial: chosen?.serial ?? '' }
  }
  return {
    kind,
    setKind,
    folder,
    setFolder,
    card,
    setCard,
    secret,
    again,
    error: said ?? refused,
    onFilled: () => {
      setTyped(true)
      setSaid(null)
    },
    take,
    cards,
  }
}

function keyFileProblem(first: Uint8Array, second: Uint8Array, kind: Kind, folder: string): string | null {
  if (first.length === 0) return 'Type a passphrase of your own.'
  if (first.length !== second.length || first.some((byte, index) => byte !== second[index]))
    return 'The two passphrases are not the same. Type both again.'
  return kind === 'own-media' && folder.trim() === '' ? 'Choose the folder on your own media first.' : null
}

function cardProblem(pin: Uint8Array): string | null {
  return pin.length === 0 ? 'Type the PIN of your card.' : null
}

export interface NewCredentialFieldsProps {
  readonly form: NewCredentialForm
  readonly name: string
  readonly onChooseFolder?: () => void
}

/** The fields of it. The secret is typed twice where nobody can look it up later. */
export function NewCredentialFields(props: NewCredentialFieldsProps): ReactElement {
  const { form, name, onChooseFolder } = props
  const { cards, secret, again, error } = form
  const isCard = form.kind === 'card'
  const [strength, setStrength] = useState<PassphraseStrength | null>(null)
  return (
    <div className={styles['fields']}>
      <RadioCards
        label={`How ${name} signs`}
        value={form.kind}
        onChange={(id) => form.setKind(id as Kind)}
        cards={[
          { id: 'facility', label: 'Passphrase', consequence: 'A key file under a passphrase, kept in this facility.' },
          {
            id: 'own-media',
            label: 'Passphrase, own media',
            consequence: 'The same key file on a stick that only they have.',
          },
          {
            id: 'card',
            label: 'Card',
            consequence: 'A key that never leaves their PKCS#11 card.',
            ...(cards.length === 0 && { locked: 'No card is in a reader.' }),
          },
        ]}
      />
      {form.kind === 'own-media' && (
        <PathField
          label="Folder on their own media"
          value={form.folder}
          onChange={form.setFolder}
          onChoose={() => onChooseFolder?.()}
          chooseLabel="Choose …"
          help="The key file is written there. It is not kept here."
        />
      )}
      {isCard && (
        <Select
          label="Card"
          value={form.card ?? cards[0]?.id}
          onChange={form.setCard}
          choices={cards.map(({ id, label, serial, model }) => ({
            id,
            label: `${label}, serial ${serial} (${model})`,
          }))}
        />
      )}
      <PassphraseField
        ref={secret}
        label={isCard ? `PIN of the card of ${name}` : `New passphrase of ${name}`}
        error={error}
        key={isCard ? 'PIN' : 'passphrase'}
        help={isCard ? undefined : 'Four or more words that do not belong together.'}
        onFilled={form.onFilled}
        {...(!isCard && { judge: (text) => setStrength(text === '' ? null : passphraseStrength(text)) })}
      />
      {!isCard && strength !== null && <PassphraseStrengthMeter strength={strength} />}
      {!isCard && <PassphraseField ref={again} label="The same passphrase again" />}
    </div>
  )
}
