import { type RefObject, useEffect, useState } from 'react'

import type { Failure } from '../../shared/failure.ts'
import { useFacility } from '../bridge/facility-store.ts'
import type { PassphraseHandle } from '../ui/passphrase-field.tsx'
import { useSecret } from '../ui/use-secret.ts'
import { credentialPhrase } from './credential-words.ts'
import { type CredentialChoice, lookAtCards, type Named, useCredential } from './use-credential.ts'

/** What a request that signs names: who, with which credential, and the secret. `call` overwrites the bytes. */
export interface GivenHand {
  person: string
  secret: Uint8Array<ArrayBuffer>
  credential?: string
  keyFile?: string
}

/** A person at the console and what they sign with; drawn by `HandField`. */
export interface Hand extends CredentialChoice {
  readonly person: Named | undefined
  readonly field: RefObject<PassphraseHandle | null>
  /** Under the secret; null while all is well. */
  readonly error: string | null
  readonly onFilled: (filled: boolean) => void
  /** In a practice facility, the passphrase that everybody may know. */
  readonly practice: string | undefined
  /** Once; null when something is missing, which is then said under the secret. */
  readonly take: () => GivenHand | null
}

/** `failure`: why the last act of this kind did not succeed. */
export function useHand(person: Named | undefined, failure: Failure | null): Hand {
  const choice = useCredential(person)
  const { credential, keyFile } = choice
  const passphrases = useFacility((store) => store.facility?.practiceSecrets?.passphrases)
  const { field, error, onFilled, take } = useSecret(`Type ${credentialPhrase(person, credential)}.`, failure)
  const [noFile, setNoFile] = useState(false)
  const wantsFile = credential?.kind === 'key-file' && credential.place === 'own-media'
  useEffect(() => {
    // The card may say now how many tries are left, or that it is not there any more.
    if (failure !== null && credential?.kind === 'card') lookAtCards()
  }, [failure, credential?.kind])
  return {
    ...choice,
    person,
    field,
    error: noFile && wantsFile && keyFile === '' ? 'Choose the key file first.' : error,
    onFilled,
    practice: credential?.kind === 'key-file' && person !== undefined ? passphrases?.[person.id] : undefined,
    take: () => {
      if (person === undefined) return null
      const lacksFile = wantsFile && keyFile === ''
      setNoFile(lacksFile)
      const secret = lacksFile ? null : take()
      if (secret === null) return null
      return {
        person: person.id,
        secret,
        ...(credential !== undefined && { credential: credential.id }),
        ...(wantsFile && { keyFile }),
      }
    },
  }
}
