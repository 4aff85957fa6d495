import { type ReactElement, useRef, useState } from 'react'

import type { Failure } from '../../../../shared/failure.ts'
import type { OpeningView } from '../../../../shared/ipc/contract/opening.ts'
import type { RunView } from '../../../../shared/ipc/contract/runs.ts'
import { call } from '../../../bridge/client.ts'
import { fileName } from '../../../people/credential-words.ts'
import { HandField } from '../../../people/hand-field.tsx'
import { useHand } from '../../../people/use-hand.ts'
import { Button, LinkButton } from '../../../ui/button.tsx'
import type { Role } from '../../../ui/monogram.tsx'
import { PersonChoice } from '../person-choice.tsx'
import { useAct, useIsWorking, useRefusal } from '../run-context.ts'
import { SignBar } from '../sign-bar.tsx'
import { at } from '../step-props.ts'
import styles from './custody.module.css'
import { PaperWordsField, type PaperWordsHandle } from './paper-words-field.tsx'
import { ShareSlots } from './share-slots.tsx'

type ShareSetView = OpeningView['sets'][number]

const FORM = { sealed: 'sealed', paper: 'paper' } as const

export interface GivenShareForm {
  readonly body: ReactElement | null
  readonly bar: ReactElement
  readonly submit: () => void
  /** Why the last share was not taken. */
  readonly failure: Failure | null
}

/** One custodian after the other gives their share: the words of a paper, or a file that their key file opens. */
export function useGivenShare(run: RunView, set: ShareSetView | undefined, token: string): GivenShareForm {
  const act = useAct()
  const working = useIsWorking()
  const failure = useRefusal('run.give-share')
  const [picked, setPicked] = useState<string>()
  const [file, setFile] = useState({ person: '', path: '' })
  const [complete, setComplete] = useState(false)
  const words = useRef<PaperWordsHandle>(null)
  const given = set?.custodians.filter((one) => one.given).length ?? 0
  const isComplete = set !== undefined && given >= set.needed
  const candidates = isComplete ? [] : (set?.custodians.filter((one) => one.here && !one.given) ?? [])
  const custodian = candidates.find(({ person }) => person.id === picked) ?? candidates[0]
  const person = custodian?.person
  const hand = useHand(person, failure)
  const path = file.person === person?.id ? file.path : ''
  const isPaper = custodian?.share === 'paper'
  const lacksFile = custodian?.share === 'sealed' && !custodian.inFacility && path === ''

  const chooseFile = async (): Promise<void> => {
    const title = `The share file of ${person?.name ?? 'the custodian'}`
    const answer = await call('host.choose-file', { title, kind: 'Share files', extensions: ['json'] })
    setFile({ person: person?.id ?? '', path: answer.path ?? '' })
  }
  const submit = (): void => {
    if (set === undefined || person === undefined || lacksFile || (isPaper && !complete)) return
    if (isPaper) {
      const typed = words.current?.take() ?? new Uint8Array()
      void act('run.give-share', { ...at(run), share: { kind: 'paper', set: set.id, person: person.id, words: typed } })
      return
    }
    const signed = hand.take()
    if (signed === null) return
    const own = path === '' ? {} : { file: path }
    void act('run.give-share', { ...at(run), share: { kind: 'sealed', set: set.id, ...signed, ...own } })
  }
  const role = (id: string): Role => run.people.find((each) => each.person.id === id)?.role ?? 'witness'
  const body =
    set === undefined ? null : (
      <div className={styles['columns']}>
        <div className={styles['main']}>
          {isPaper && person !== undefined && (
            <PaperWordsField
              key={person.id}
              ref={words}
              label={`The words on the paper of ${person.name}`}
              onComplete={setComplete}
            />
          )}
          {custodian?.share === 'sealed' && (
            <ShareFile
              name={custodian.person.name}
              inFacility={custodian.inFacility}
              path={path}
              onChoose={() => void chooseFile()}
            />
          )}
          {isComplete && <p>Enough shares are here. Nobody has seen the PIN that they give together.</p>}
          {custodian === undefined && !isComplete && <p>No custodian who is in the room has a share left to give.</p>}
        </div>
        <ShareSlots
          set={set}
          role={role}
          chooser={
            candidates.length === 0 ? undefined : (
              <PersonChoice
                label="Who gives a share"
                people={candidates.map((one) => one.person)}
                role={({ id }) => role(id)}
                aside={({ id }) => FORM[candidates.find((one) => one.person.id === id)?.share ?? 'paper']}
                chosen={person?.id}
                onChoose={(id) => {
                  setPicked(id)
                  setComplete(false)
                }}
              />
            )
          }
        />
      </div>
    )
  const name = person?.name ?? 'nobody'
  const bar = (
    <SignBar
      writes="Writes whose share it was, and keeps it in memory until there are enough."
      spares={`Nothing is tried on ${token} before.`}
      secret={custodian?.share === 'sealed' ? <HandField hand={hand} onEnter={submit} /> : null}
    >
      <Button
        variant="primary"
        size="tall"
        isPending={working}
        locked={lockReason(custodian === undefined, isPaper && !complete, lacksFile)}
        onPress={submit}
      >
        Give the share of {name}
      </Button>
    </SignBar>
  )
  return { body, bar, submit, failure }
}

function lockReason(nobody: boolean, lacksWords: boolean, lacksFile: boolean): string | undefined {
  if (nobody) return 'More custodians come into the room first.'
  if (lacksWords) return 'Type all the words of the paper first.'
  if (lacksFile) return 'Choose the share file first.'
  return undefined
}

interface ShareFileProps {
  readonly name: string
  readonly inFacility: boolean
  readonly path: string
  readonly onChoose: () => void
}

/** Where the sealed share comes from: the facility keeps it, or its custodian brings it. */
function ShareFile({ name, inFacility, path, onChoose }: ShareFileProps): ReactElement {
  if (path !== '') {
    return (
      <p className={styles['file']}>
        Share file of {name}: <code title={path}>{fileName(path)}</code>
        <LinkButton onPress={onChoose}>Choose another one …</LinkButton>
      </p>
    )
  }
  if (inFacility) {
    return (
      <p className={styles['file']}>
        The facility keeps the share of {name}; their secret opens it.
        <LinkButton onPress={onChoose}>Take it from own media …</LinkButton>
      </p>
    )
  }
  return (
    <p className={styles['file']}>
      <Button size="small" onPress={onChoose}>
        Choose the share file of {name} …
      </Button>
      It is on media of their own.
    </p>
  )
}
