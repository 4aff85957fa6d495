import { type ReactElement, useState } from 'react'

import { type Failure, toFailure } from '../../../../shared/failure.ts'
import { call } from '../../../bridge/client.ts'
import { fileName } from '../../../people/credential-words.ts'
import { useHand } from '../../../people/use-hand.ts'
import { Button } from '../../../ui/button.tsx'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { RadioCards } from '../../../ui/radio-cards.tsx'
import { SECRET_CODES } from '../../../ui/use-secret.ts'
import { useAct, useRefusal, useRunDesk } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps } from '../step-props.ts'
import styles from './custody.module.css'
import { CustodianSlots } from './custodian-slots.tsx'
import { HandBar } from './hand-bar.tsx'
import { PaperShareForm } from './paper-share-form.tsx'

/** Each custodian in turn takes their share at the console: sealed with their key file, or as words that they write down. */
export function DealingForm(props: StepProps<'split-pin'>): ReactElement {
  const { run, body } = props
  const act = useAct()
  const read = useRunDesk((desk) => desk.read)
  const failure = useRefusal('run.deal-sealed')
  const [picked, setPicked] = useState<string>()
  const [refused, setRefused] = useState<Failure | null>(null)
  const [asking, setAsking] = useState(false)
  const [words, setWords] = useState<{ readonly person: string; readonly words: readonly string[] } | null>(null)
  const [again, setAgain] = useState(false)
  const [folder, setFolder] = useState('')
  const open = body.custodians.filter(({ dealt }) => !dealt)
  const shown = open.find((one) => one.shown)
  const custodian = open.find(({ person }) => person.id === picked) ?? shown ?? open.find(({ here }) => here) ?? open[0]
  const person = custodian?.person
  const hand = useHand(person, failure ?? refused)

  if (custodian === undefined || person === undefined) throw new Error('somebody has no share yet')
  const isPaper = custodian.share === 'paper'
  if (isPaper && (words?.person === person.id || (custodian.shown && !again))) {
    return (
      <PaperShareForm
        key={person.id}
        {...props}
        person={person}
        words={words?.person === person.id ? words.words : null}
        onHide={() => setWords(null)}
        onAgain={() => setAgain(true)}
        onChoose={setPicked}
      />
    )
  }
  const show = async (): Promise<void> => {
    const given = hand.take()
    if (given === null) return
    setAsking(true)
    setRefused(null)
    try {
      const answer = await call('run.show-share', { ...at(run), ...given })
      setWords({ person: person.id, words: answer.words })
      setAgain(false)
      await read()
    } catch (error) {
      setRefused(toFailure(error))
    } finally {
      setAsking(false)
    }
  }
  const seal = (): void => {
    const given = hand.take()
    if (given !== null) void act('run.deal-sealed', { ...at(run), ...given, ...(folder === '' ? {} : { folder }) })
  }
  const submit = (): void => {
    if (isPaper) void show()
    else seal()
  }
  const told = failure ?? refused
  return (
    <StepFrame
      run={run}
      onSubmit={submit}
      bar={
        <HandBar
          hand={hand}
          onEnter={submit}
          isPending={asking}
          writes={
            isPaper
              ? `Shows ${person.name} the 40 words of their share.`
              : `Seals the share of ${person.name} with their key file, and reads it back.`
          }
          spares={
            isPaper
              ? 'They are written nowhere but on the paper.'
              : 'The HSM keeps its PIN until everybody has a share.'
          }
        >
          {isPaper ? `Show the words to ${person.name} alone` : `Seal the share of ${person.name}`}
        </HandBar>
      }
    >
      {told !== null && !SECRET_CODES.has(told.code) && <FailureNote failure={told} />}
      <div className={styles['columns']}>
        <div className={styles['main']}>
          <p className={styles['warning']}>
            <b>{person.name} stands alone at the console.</b> Everybody else looks away from the screen.
          </p>
          {!isPaper && <SharePlace folder={folder} onFolder={setFolder} />}
        </div>
        <CustodianSlots custodians={body.custodians} chosen={person.id} onChoose={setPicked} run={run} />
      </div>
    </StepFrame>
  )
}

interface SharePlaceProps {
  readonly folder: string
  readonly onFolder: (path: string) => void
}

/** The file is worth nothing without the custodian's key file and its passphrase; on own media it is not even here. */
function SharePlace({ folder, onFolder }: SharePlaceProps): ReactElement {
  const [own, setOwn] = useState(false)
  const choose = async (): Promise<void> => {
    const { path } = await call('host.choose-folder', { title: 'Own media', buttonLabel: 'Put the share here' })
    if (path !== null) onFolder(path)
  }
  return (
    <>
      <RadioCards
        label="Where the sealed share is kept"
        value={own ? 'own-media' : 'facility'}
        onChange={(id) => {
          setOwn(id === 'own-media')
          if (id === 'facility') onFolder('')
        }}
        cards={[
          { id: 'facility', label: 'In the facility', consequence: 'It is there whenever the facility is open here.' },
          {
            id: 'own-media',
            label: 'On media of their own',
            consequence: 'They bring it each time the HSM is opened.',
          },
        ]}
      />
      {own && (
        <p className={styles['file']}>
          <Button size="small" onPress={() => void choose()}>
            Choose the folder …
          </Button>
          {folder === '' ? (
            'Until one is chosen, it goes to the facility.'
          ) : (
            <code title={folder}>{fileName(folder)}</code>
          )}
        </p>
      )}
    </>
  )
}
