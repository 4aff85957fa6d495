import { type RefObject, useRef, useState } from 'react'

import type { Failure, FailureCode } from '../../shared/failure.ts'
import type { PassphraseHandle } from './passphrase-field.tsx'

/** Failures about the secret itself: they stand under its field. */
export const SECRET_CODES: ReadonlySet<FailureCode> = new Set([
  'passphrase-incorrect',
  'pin-incorrect',
  'pin-length',
  'pin-locked',
])

export interface Secret {
  readonly field: RefObject<PassphraseHandle | null>
  /** Under the field; null while all is well. */
  readonly error: string | null
  readonly onFilled: (filled: boolean) => void
  /** The bytes, once; null when nothing was typed, which is then said under the field. */
  readonly take: () => Uint8Array<ArrayBuffer> | null
}

/** A passphrase or PIN that leaves its field once, as bytes. `missing` is said when the field is empty. */
export function useSecret(missing: string, failure: Failure | null): Secret {
  const field = useRef<PassphraseHandle>(null)
  const [empty, setEmpty] = useState(false)
  const [typed, setTyped] = useState(false)
  const refused = failure !== null && SECRET_CODES.has(failure.code) && !typed
  return {
    field,
    error: empty ? missing : refused ? [failure.message, failure.remedy].filter(Boolean).join(' ') : null,
    onFilled: (filled) => {
      setTyped(filled)
      if (filled) setEmpty(false)
    },
    take: () => {
      const bytes = field.current?.take() ?? new Uint8Array()
      setEmpty(bytes.length === 0)
      if (bytes.length > 0) return bytes
      field.current?.focus()
      return null
    },
  }
}
