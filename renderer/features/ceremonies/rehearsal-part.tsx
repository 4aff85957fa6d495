import { type ReactElement, useState } from 'react'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import { call } from '../../bridge/client.ts'
import { useFacility } from '../../bridge/facility-store.ts'
import { canSign } from '../../people/can-sign.ts'
import { HandField } from '../../people/hand-field.tsx'
import { useHand } from '../../people/use-hand.ts'
import { Button } from '../../ui/button.tsx'
import { AlertDialog } from '../../ui/dialog.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { PathField } from '../../ui/path-field.tsx'
import { Section } from '../../ui/section.tsx'
import { Select } from '../../ui/select.tsx'
import { State } from '../../ui/state.tsx'
import { SECRET_CODES } from '../../ui/use-secret.ts'
import { PracticeLikeThis } from './practice-like-this.tsx'
import styles from './start-form.module.css'

export interface RehearsalPartProps {
  readonly plan: string
  readonly rehearsal: { readonly ok: boolean; readonly words: string }
  readonly onTaken: () => void
}

/** Whether this very plan was rehearsed, and the way to bring the evidence. */
export function RehearsalPart({ plan, rehearsal, onTaken }: RehearsalPartProps): ReactElement {
  const [open, setOpen] = useState(false)
  const [making, setMaking] = useState(false)
  return (
    <Section
      title="Rehearsal"
      link={<State tone={rehearsal.ok ? 'ok' : 'attention'}>{rehearsal.ok ? 'Rehearsed' : 'Wanted by the policy'}</State>}
    >
      <p className={`small ${styles['words'] ?? ''}`}>{rehearsal.words}</p>
      {!rehearsal.ok && (
        <div className={styles['ways']}>
          <Button size="small" onPress={() => setMaking(true)}>
            Make a practice facility like this one …
          </Button>
          <Button size="small" onPress={() => setOpen(true)}>
            Bring a rehearsal …
          </Button>
        </div>
      )}
      {making && <PracticeLikeThis onClose={() => setMaking(false)} />}
      {open && (
        <BringRehearsal
          plan={plan}
          onClose={() => setOpen(false)}
          onTaken={() => {
            setOpen(false)
            onTaken()
          }}
        />
      )}
    </Section>
  )
}

function BringRehearsal({
  plan,
  onClose,
  onTaken,
}: {
  readonly plan: string
  readonly onClose: () => void
  readonly onTaken: () => void
}): ReactElement {
  const everybody = useFacility((store) => store.facility?.people)
  const people = (everybody ?? []).filter(canSign)
  const [path, setPath] = useState('')
  const [picked, setPicked] = useState<string>()
  const [failure, setFailure] = useState<Failure | null>(null)
  const [taking, setTaking] = useState(false)
  const person = people.find(({ id }) => id === picked) ?? people[0]
  const hand = useHand(person, failure)
  const choose = async (): Promise<void> => {
    const answer = await call('host.choose-folder', {
      title: 'The practice facility of the rehearsal',
      buttonLabel: 'Take this facility',
    })
    if (answer.path !== null) setPath(answer.path)
  }
  const take = async (): Promise<void> => {
    const given = path.trim() === '' ? null : hand.take()
    if (given === null) return
    setTaking(true)
    setFailure(null)
    try {
      await call('rehearsal.record', { path: path.trim(), plan, ...given })
      onTaken()
    } catch (error) {
      setFailure(toFailure(error))
      setTaking(false)
    }
  }
  return (
    <AlertDialog
      isOpen
      onCancel={onClose}
      title="Bring the evidence of a rehearsal"
      actions={
        <>
          <Button onPress={onClose}>Bring nothing</Button>
          <Button
            variant="primary"
            isPending={taking}
            locked={path.trim() === '' ? 'Choose the practice facility first.' : undefined}
            onPress={() => void take()}
          >
            Verify it and sign as {person?.name ?? 'nobody'}
          </Button>
        </>
      }
    >
      <p>
        Its whole log is verified. What counts is a run of exactly this plan, under the policy in force, that was closed, with
        everybody agreeing.
      </p>
      <PathField
        label="Folder of the practice facility"
        value={path}
        onChange={setPath}
        onChoose={() => void choose()}
        chooseLabel="Choose …"
      />
      <Select
        label="Who brings it"
        value={person?.id}
        onChange={setPicked}
        choices={people.map(({ id, name }) => ({ id, label: name }))}
      />
      <HandField hand={hand} onEnter={() => void take()} />
      {failure !== null && !SECRET_CODES.has(failure.code) && <FailureNote failure={failure} />}
    </AlertDialog>
  )
}
