import { type ReactElement, useState } from 'react'

import { HandField } from '../../../people/hand-field.tsx'
import { useHand } from '../../../people/use-hand.ts'
import { Button } from '../../../ui/button.tsx'
import { RadioCards } from '../../../ui/radio-cards.tsx'
import { Section } from '../../../ui/section.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { ClosedNote } from '../closed-note.tsx'
import { DigestBlock } from '../../../ui/digest-block.tsx'
import { useAct, useIsWorking, useRefusal } from '../run-context.ts'
import { SignBar } from '../sign-bar.tsx'
import { SignOffPeople } from '../sign-off-people.tsx'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps, takesInput } from '../step-props.ts'
import { SECRET_CODES } from '../../../ui/use-secret.ts'
import styles from './sign-off.module.css'

/** Each person reads the checkpoint, says whether the script was followed, and signs that. */
export function SignOffStep({ run, step, body }: StepProps<'sign-off'>): ReactElement {
  const act = useAct()
  const working = useIsWorking()
  const failure = useRefusal('run.sign-off')
  const [picked, setPicked] = useState<string>()
  const [agrees, setAgrees] = useState(true)
  const [remark, setRemark] = useState('')
  const open = body.people.filter(({ signed }) => signed === 'no').map(({ person }) => person)
  const person = open.find(({ id }) => id === picked) ?? open[0]
  const name = person?.name ?? 'nobody'
  const hand = useHand(person, failure)
  const lock = !agrees && remark.trim() === '' ? 'Whoever does not agree says why.' : undefined
  const sign = async (): Promise<void> => {
    const given = lock === undefined ? hand.take() : null
    if (given === null) return
    const word = { agrees, remark: remark.trim(), root: body.checkpoint.root.hex }
    if (!(await act('run.sign-off', { ...at(run), ...given, ...word }))) return
    setPicked(undefined)
    setAgrees(true)
    setRemark('')
  }
  return (
    <StepFrame
      run={run}
      onSubmit={() => void sign()}
      shownInPlace={SECRET_CODES}
      bar={
        <SignBar
          writes={step.writes}
          spares={step.doesNot}
          secret={<HandField hand={hand} onEnter={() => void sign()} />}
        >
          <Button
            variant={agrees ? 'primary' : 'danger-solid'}
            size="tall"
            isPending={working}
            locked={lock}
            note={agrees ? 'The script was followed.' : 'The remark stands in the log.'}
            onPress={() => void sign()}
          >
            Sign off as {name}
          </Button>
        </SignBar>
      }
    >
      {run.status === 'closed' && <ClosedNote run={run} body={body} />}
      <div className={styles['columns']}>
        <DigestBlock
          title={`Root of checkpoint ${body.checkpoint.size.toLocaleString('en')}`}
          digest={body.checkpoint.root}
        />
        <Section title="Signed off" note={`${body.people.length - open.length} of ${body.people.length}`}>
          <SignOffPeople
            people={body.people}
            roleOf={(id) => run.people.find((each) => each.person.id === id)?.role ?? 'witness'}
            chosen={takesInput(step) ? person?.id : undefined}
            onChoose={setPicked}
          />
        </Section>
      </div>
      {takesInput(step) && person !== undefined && (
        <div className={styles['word']}>
          <RadioCards
            label={`What ${name} says`}
            value={agrees ? 'agrees' : 'disagrees'}
            onChange={(id) => setAgrees(id === 'agrees')}
            cards={[
              { id: 'agrees', label: 'I agree', consequence: 'The script was followed, exceptions are recorded.' },
              { id: 'disagrees', label: 'I do not agree', consequence: 'Something was not as it should be.' },
            ]}
          />
          <TextField
            label={agrees ? 'Remark, if any' : 'What was not as it should be'}
            value={remark}
            onChange={setRemark}
            maxLength={2000}
            multiline
          />
        </div>
      )}
    </StepFrame>
  )
}
