import type { ReactElement } from 'react'

import { Button, LinkButton } from '../ui/button.tsx'
import { PassphraseField } from '../ui/passphrase-field.tsx'
import { Select } from '../ui/select.tsx'
import { StateGlyph } from '../ui/state-glyph.tsx'
import { cardWarning, credentialChoice, fileName, secretLabel } from './credential-words.ts'
import styles from './hand-field.module.css'
import type { Hand } from './use-hand.ts'

export interface HandFieldProps {
  readonly hand: Hand
  /** Enter was pressed in the secret. */
  readonly onEnter?: (() => void) | undefined
  readonly autoFocus?: boolean
}

/** Wherever a person signs: with what, where there is a choice, and the secret. */
export function HandField({ hand, onEnter, autoFocus = false }: HandFieldProps): ReactElement {
  const { person, credential, credentials, keyFile, field, error, practice, onFilled } = hand
  const name = person?.name ?? 'nobody'
  const warning = cardWarning(credential)
  const wantsFile = credential?.kind === 'key-file' && credential.place === 'own-media'
  return (
    <div className={styles['hand']}>
      {(credentials.length > 1 || wantsFile) && (
        <div className={styles['means']}>
          {credentials.length > 1 && (
            <Select
              label={`${name} signs with`}
              value={credential?.id}
              onChange={hand.choose}
              choices={credentials.map((one) => ({ id: one.id, label: credentialChoice(one) }))}
            />
          )}
          {wantsFile && (
            <div className={styles['file']}>
              <Button size="small" onPress={hand.chooseKeyFile}>
                Choose the key file of {name} …
              </Button>
              {keyFile !== '' && <code title={keyFile}>{fileName(keyFile)}</code>}
            </div>
          )}
        </div>
      )}
      <PassphraseField
        // What one person typed is gone when another one is chosen.
        key={`${person?.id ?? ''} ${credential?.id ?? ''}`}
        ref={field}
        label={secretLabel(person, credential)}
        help={warning === undefined ? undefined : <CardWarning words={warning} onLook={hand.look} />}
        error={error}
        practice={practice}
        autoFocus={autoFocus}
        onFilled={onFilled}
        {...(onEnter !== undefined && { onEnter })}
      />
    </div>
  )
}

/** What everybody should know before the PIN is typed. */
function CardWarning({ words, onLook }: { readonly words: string; readonly onLook: () => void }): ReactElement {
  return (
    <span className={styles['card']}>
      <StateGlyph tone="attention" size={14} />
      <span>{words}</span>
      <LinkButton onPress={onLook}>Look again</LinkButton>
    </span>
  )
}
