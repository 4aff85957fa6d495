import { type ReactElement, type ReactNode, useState } from 'react'

import type { Failure } from '../../../../shared/failure.ts'
import type { OpeningView } from '../../../../shared/ipc/contract/opening.ts'
import type { RunView } from '../../../../shared/ipc/contract/runs.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { ActionBar } from '../../../ui/action-bar.tsx'
import { Button } from '../../../ui/button.tsx'
import { PassphraseField } from '../../../ui/passphrase-field.tsx'
import { RadioCards } from '../../../ui/radio-cards.tsx'
import { SECRET_CODES, useSecret } from '../../../ui/use-secret.ts'
import { FinalTryBar, FinalTryNote, wantsFinalTry } from '../final-try.tsx'
import { useIsWorking, usePracticeSecrets } from '../run-context.ts'
import { SignBar } from '../sign-bar.tsx'
import styles from './custody.module.css'
import { useGivenShare } from './use-given-share.tsx'

export interface OpeningAct {
  /** What the plan calls the token. */
  readonly token: string
  readonly writes: string
  readonly spares: string
  /** The act, for the button. */
  readonly button: ReactNode
  readonly note?: ReactNode
  /** Why it did not succeed the last time. */
  readonly failure: Failure | null
  /** With a typed PIN, or (null) with the shares that were given. */
  readonly onOpen: (pin: Uint8Array<ArrayBuffer> | null) => void
}

export interface OpeningForm {
  /** Why a share was not taken, or that one try is left. */
  readonly notes: ReactElement
  /** What people fill in; null for a PIN, which is typed in the bar. */
  readonly body: ReactElement | null
  readonly bar: ReactElement
  readonly submit: (() => void) | undefined
  /** Whether `failure` is told here, beside the field or in the notes. */
  readonly isTold: boolean
}

const TYPED = 'typed'

/** How a token is opened: its PIN is typed, or its custodians give their shares one after another. */
export function useOpening(run: RunView, act: OpeningAct): OpeningForm {
  const { token, writes, spares, button, note, failure, onOpen } = act
  const working = useIsWorking()
  const practice = usePracticeSecrets()
  const opening = run.step.opening ?? NO_TOKEN
  const [picked, setPicked] = useState<string>()
  const chosen = picked ?? opening.sets[0]?.id ?? TYPED
  const set = opening.sets.find(({ id }) => id === chosen)
  const shares = useGivenShare(run, set, token)
  const { field, error, onFilled, take } = useSecret(`Type the PIN of ${token}.`, failure)
  const isLastTry = run.step.current && wantsFinalTry(run, failure)
  const isComplete = set !== undefined && set.custodians.filter(({ given }) => given).length >= set.needed
  const open = (): void => {
    if (set !== undefined) onOpen(null)
    else {
      const pin = take()
      if (pin !== null) onOpen(pin)
    }
  }
  const press = (
    <Button
      variant="primary"
      size="tall"
      isPending={working}
      note={run.step.finalTry ? 'Sends this PIN, the last try.' : note}
      onPress={open}
    >
      {button}
    </Button>
  )
  const typedBar = (
    <SignBar
      writes={writes}
      spares={spares}
      secret={
        <PassphraseField
          ref={field}
          label={`PIN of ${token}`}
          error={error}
          practice={practice?.pin}
          onFilled={onFilled}
          onEnter={open}
        />
      }
    >
      {press}
    </SignBar>
  )
  const bar = isLastTry ? (
    <FinalTryBar run={run} token={token} />
  ) : set === undefined ? (
    typedBar
  ) : isComplete ? (
    <ActionBar writes={writes} spares={spares}>
      {press}
    </ActionBar>
  ) : (
    shares.bar
  )
  const choice = opening.sets.length + (opening.typed ? 1 : 0) > 1 && (
    <SourceChoice opening={opening} chosen={chosen} onChoose={setPicked} />
  )
  const body =
    set === undefined && choice === false ? null : (
      <div className={styles['main']}>
        {choice}
        {shares.body}
      </div>
    )
  return {
    notes: (
      <>
        {(isLastTry || run.step.finalTry) && <FinalTryNote run={run} token={token} />}
        {set !== undefined && shares.failure !== null && <FailureNote failure={shares.failure} />}
      </>
    ),
    body,
    bar,
    submit: isLastTry ? undefined : set === undefined || isComplete ? open : shares.submit,
    isTold: isLastTry || (set === undefined && failure !== null && SECRET_CODES.has(failure.code)),
  }
}

const NO_TOKEN: OpeningView = { token: 'hsm', typed: true, sets: [] }

interface SourceChoiceProps {
  readonly opening: OpeningView
  readonly chosen: string
  readonly onChoose: (id: string) => void
}

/** Nobody knows whether the token took its new PIN: the new one is tried first. */
function SourceChoice({ opening, chosen, onChoose }: SourceChoiceProps): ReactElement {
  const [first, ...others] = opening.sets
  return (
    <RadioCards
      label="Which PIN is tried?"
      value={chosen}
      onChange={onChoose}
      help="A wrong PIN uses up one try of the token. Conclave does not send one when only one try is left."
      cards={[
        ...(first === undefined
          ? []
          : [
              {
                id: first.id,
                label: 'The new shares, first',
                consequence: `${first.needed} of ${first.custodians.length}. If they open it, the token has the new PIN.`,
              },
            ]),
        ...others.map((set) => ({
          id: set.id,
          label: 'The shares before',
          consequence: `${set.needed} of ${set.custodians.length}. If they open it, the token kept its old PIN.`,
        })),
        ...(opening.typed
          ? [{ id: TYPED, label: 'The old PIN, typed', consequence: 'If it opens it, the token kept its old PIN.' }]
          : []),
      ]}
    />
  )
}
