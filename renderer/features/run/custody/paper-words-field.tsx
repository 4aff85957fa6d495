import { Eye, EyeOff } from 'lucide-react'
import { type ReactElement, type Ref, useId, useImperativeHandle, useRef, useState } from 'react'

import {
  checkPaperWords,
  PAPER_WORDS,
  type PaperCheck,
  type WrongWord,
} from '../../../../shared/custody/paper-share.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import field from '../../../ui/field.module.css'
import { takeBytes } from '../../../ui/passphrase-field.tsx'
import { StateGlyph } from '../../../ui/state-glyph.tsx'
import styles from './custody.module.css'

export interface PaperWordsHandle {
  /** The bytes of what was typed, once: the field is empty afterwards. The caller wipes them. */
  readonly take: () => Uint8Array<ArrayBuffer>
}

export interface PaperWordsFieldProps {
  readonly ref: Ref<PaperWordsHandle>
  readonly label: string
  /** Whether all words are there and fit together; never what they are. */
  readonly onComplete: (complete: boolean) => void
}

const NOTHING: PaperCheck = { count: 0, complete: false }

/** The words of a share on paper. Uncontrolled, so that no state of React ever holds them; a wrong word is named while typing. */
export function PaperWordsField({ ref, label, onComplete }: PaperWordsFieldProps): ReactElement {
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const [check, setCheck] = useState(NOTHING)
  const [shown, setShown] = useState(false)
  useImperativeHandle(ref, () => ({
    take: () => {
      const bytes = area.current === null ? new Uint8Array() : takeBytes(area.current)
      setCheck(NOTHING)
      setShown(false)
      onComplete(false)
      return bytes
    },
  }))
  const invalid = check.wrong !== undefined
  return (
    <div
      className={classNames(field['field'], styles['words'], invalid && field['invalid'], !shown && styles['hidden'])}
    >
      <label className={field['label']} htmlFor={id}>
        {label}
      </label>
      <textarea
        ref={area}
        id={id}
        className={field['input']}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={800}
        aria-invalid={invalid}
        aria-describedby={`${id}-message`}
        onInput={({ currentTarget }) => {
          const next = checkPaperWords(currentTarget.value)
          setCheck(next)
          onComplete(next.complete)
        }}
      />
      <div id={`${id}-message`} className={styles['count']} aria-live="polite">
        {check.wrong === undefined ? (
          <p className={field['help']}>
            {check.complete && <StateGlyph tone="ok" size={14} />}
            {check.complete
              ? `All ${PAPER_WORDS} words fit together.`
              : `${check.count} of ${PAPER_WORDS} words. Capital letters and commas do not matter.`}
          </p>
        ) : (
          <p className={field['error']}>
            <StateGlyph tone="danger" size={14} />
            <span>{wrongWords(check.wrong)}</span>
          </p>
        )}
        <LinkButton icon={shown ? EyeOff : Eye} onPress={() => setShown(!shown)}>
          {shown ? 'Hide' : 'Show'}
        </LinkButton>
      </div>
    </div>
  )
}

const WRONG: Readonly<Record<WrongWord['why'], string>> = {
  unknown: 'is no word of the list',
  misplaced: 'cannot stand there: a word was left out, repeated or swapped',
  mistaken: 'is not the one on the paper',
  surplus: 'is one too many',
}

function wrongWords({ position, why }: WrongWord): string {
  if (position === undefined) return 'More than one word is not the one on the paper. Compare every word.'
  return `Word ${position} ${WRONG[why]}. Compare word ${position} with the paper.`
}
