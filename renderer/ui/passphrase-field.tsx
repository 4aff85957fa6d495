import { Eye, EyeOff, GraduationCap } from 'lucide-react'
import {
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  type Ref,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from 'react'

import { LinkButton } from './button.tsx'
import { classNames } from './class-names.ts'
import styles from './field.module.css'
import { StateGlyph } from './state-glyph.tsx'

export interface PassphraseHandle {
  /** The bytes (NFC, UTF-8) of what was typed, once: the field is empty afterwards. The caller wipes them. */
  readonly take: () => Uint8Array<ArrayBuffer>
  readonly focus: () => void
}

export interface PassphraseFieldProps {
  readonly ref: Ref<PassphraseHandle>
  readonly label: ReactNode
  readonly help?: ReactNode
  readonly error?: ReactNode
  /** Judges what is typed while a new one is chosen; the text must not be kept. */
  readonly judge?: (text: string) => void
  /** Whether something was typed; never what. */
  readonly onFilled?: (filled: boolean) => void
  /** Enter was pressed. */
  readonly onEnter?: () => void
  readonly autoFocus?: boolean
  /** Only in a practice facility: the secret that everybody may know, offered to be filled in. */
  readonly practice?: string | undefined
}

/** What an input holds, as bytes; the input is cleared. Canonically equal spellings give equal bytes. */
export function takeBytes(input: { value: string }): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(input.value.normalize('NFC'))
  input.value = ''
  return bytes
}

/** A passphrase or PIN. Uncontrolled, so that no state of React ever holds the text. */
export function PassphraseField(props: PassphraseFieldProps): ReactElement {
  const { ref, label, help, error, onFilled, onEnter, judge, autoFocus = false, practice } = props
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [shown, setShown] = useState(false)
  const [capsLock, setCapsLock] = useState(false)
  const invalid = error !== undefined && error !== null

  useImperativeHandle(ref, () => ({
    take: () => {
      const bytes = input.current === null ? new Uint8Array() : takeBytes(input.current)
      setShown(false)
      judge?.('')
      onFilled?.(false)
      return bytes
    },
    focus: () => input.current?.focus(),
  }))

  function watchKeys(event: KeyboardEvent<HTMLInputElement>): void {
    setCapsLock(event.getModifierState('CapsLock'))
    if (event.type === 'keydown' && event.key === 'Enter' && !event.nativeEvent.isComposing && onEnter !== undefined) {
      event.preventDefault()
      onEnter()
    }
  }

  return (
    <div className={classNames(styles['field'], invalid && styles['invalid'])}>
      <label className={styles['label']} htmlFor={id}>
        {label}
      </label>
      <div className={styles['box']}>
        <input
          ref={input}
          id={id}
          className={classNames(styles['bare'], styles['mono'])}
          type={shown ? 'text' : 'password'}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          autoFocus={autoFocus}
          aria-invalid={invalid}
          aria-describedby={`${id}-message`}
          onKeyDown={watchKeys}
          onKeyUp={watchKeys}
          onBlur={() => setCapsLock(false)}
          onInput={(event) => {
            judge?.(event.currentTarget.value)
            onFilled?.(event.currentTarget.value !== '')
          }}
        />
        {practice !== undefined && (
          <LinkButton
            icon={GraduationCap}
            aria-label="Fill in the practice secret"
            onPress={() => {
              if (input.current === null) return
              input.current.value = practice
              onFilled?.(true)
              input.current.focus()
            }}
          >
            Fill in
          </LinkButton>
        )}
        <LinkButton icon={shown ? EyeOff : Eye} onPress={() => setShown(!shown)}>
          {shown ? 'Hide' : 'Show'}
        </LinkButton>
      </div>
      <div id={`${id}-message`} aria-live="polite">
        {capsLock && (
          <p className={styles['warning']}>
            <StateGlyph tone="attention" size={14} />
            Caps Lock is on.
          </p>
        )}
        {invalid ? (
          <p className={styles['error']}>
            <StateGlyph tone="danger" size={14} />
            <span>{error}</span>
          </p>
        ) : (
          help !== undefined && <p className={styles['help']}>{help}</p>
        )}
      </div>
    </div>
  )
}
