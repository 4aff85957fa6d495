import { type ReactElement, useRef, useState } from 'react'

import type { PersonView } from '../../../../shared/ipc/contract/views.ts'
import { ActionBar } from '../../../ui/action-bar.tsx'
import { Button, LinkButton } from '../../../ui/button.tsx'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { useAct, useIsWorking, useRefusal } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps } from '../step-props.ts'
import { CustodianSlots } from './custodian-slots.tsx'
import styles from './custody.module.css'
import { PaperWords } from './paper-words.tsx'
import { PaperWordsField, type PaperWordsHandle } from './paper-words-field.tsx'

export interface PaperShareFormProps extends StepProps<'split-pin'> {
  readonly person: PersonView
  /** While they are on the screen; null once they are hidden. */
  readonly words: readonly string[] | null
  readonly onHide: () => void
  /** They are wanted on the screen once more. */
  readonly onAgain: () => void
  readonly onChoose: (person: string) => void
}

/** The custodian writes the words down, hides them, and types them back from the paper. */
export function PaperShareForm(props: PaperShareFormProps): ReactElement {
  const { run, body, person, words, onHide, onAgain, onChoose } = props
  const act = useAct()
  const working = useIsWorking()
  const failure = useRefusal('run.confirm-share')
  const field = useRef<PaperWordsHandle>(null)
  const [complete, setComplete] = useState(false)
  const confirm = (): void => {
    if (!complete) return
    const typed = field.current?.take() ?? new Uint8Array()
    void act('run.confirm-share', { ...at(run), person: person.id, words: typed })
  }
  if (words !== null) {
    return (
      <StepFrame
        run={run}
        onSubmit={onHide}
        bar={
          <ActionBar writes="Takes the words off the screen." spares="They are typed back from the paper next.">
            <Button variant="primary" size="tall" onPress={onHide}>
              I wrote them down: hide the words
            </Button>
          </ActionBar>
        }
      >
        <p className={styles['warning']}>
          <b>For {person.name} alone.</b> Write every word on the form, in this order. Check them line by line.
        </p>
        <PaperWords words={words} label={`The share of ${person.name}`} />
      </StepFrame>
    )
  }
  return (
    <StepFrame
      run={run}
      onSubmit={confirm}
      bar={
        <ActionBar
          writes={`Writes that ${person.name} has their share, signed by themselves.`}
          spares="The words are compared and forgotten."
        >
          <Button
            variant="primary"
            size="tall"
            isPending={working}
            locked={complete ? undefined : 'Type all the words of the paper first.'}
            onPress={confirm}
          >
            Check what {person.name} wrote down
          </Button>
        </ActionBar>
      }
    >
      {failure !== null && <FailureNote failure={failure} />}
      <div className={styles['columns']}>
        <div className={styles['main']}>
          <PaperWordsField ref={field} label={`The words on the paper of ${person.name}`} onComplete={setComplete} />
          <p>
            <LinkButton onPress={onAgain}>Show the words again …</LinkButton>
          </p>
        </div>
        <CustodianSlots custodians={body.custodians} chosen={person.id} onChoose={onChoose} run={run} />
      </div>
    </StepFrame>
  )
}
