import type { ReactElement } from 'react'

import type { StepBodyOf } from '../../../../shared/ipc/contract/steps.ts'
import { HandField } from '../../../people/hand-field.tsx'
import { useHand } from '../../../people/use-hand.ts'
import { Button } from '../../../ui/button.tsx'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { Monogram } from '../../../ui/monogram.tsx'
import { ListRow, Rows } from '../../../ui/list-row.tsx'
import { Section } from '../../../ui/section.tsx'
import { SECRET_CODES } from '../../../ui/use-secret.ts'
import { PerformBar } from '../perform-bar.tsx'
import { useAct, useInPractice, useIsWorking, useRefusal } from '../run-context.ts'
import { SignBar } from '../sign-bar.tsx'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps } from '../step-props.ts'

/** One leaves, the other one comes, both with their own secret; then the console records it. */
export function HandOverStep({ run, step, body }: StepProps<'hand-over'>): ReactElement {
  const act = useAct()
  const { from, to, role, left, came } = body
  const signing = useSigning(run.run, body)
  const perform = (): void => void act('run.perform', { ...at(run), input: { kind: 'none' } })
  return (
    <StepFrame
      run={run}
      onSubmit={signing === null ? perform : signing.submit}
      shownInPlace={SECRET_CODES}
      bar={
        signing?.bar ?? (
          <PerformBar step={step}>
            Record that {to.name} is the {role} now
          </PerformBar>
        )
      }
    >
      <Section title={`From ${from.name} to ${to.name}`} note={`as ${role}`}>
        <Rows>
          <ListRow
            lead={<Monogram name={from.name} role={role} size="small" />}
            name={from.name}
            fact={left ? 'signed out' : 'signs out first'}
            value={left ? 'has left' : 'is here'}
          />
          <ListRow
            lead={<Monogram name={to.name} role={role} size="small" />}
            name={to.name}
            fact={came ? 'signed in' : 'signs in then'}
            value={came ? 'has taken over' : 'not yet'}
          />
        </Rows>
      </Section>
      {signing?.note}
    </StepFrame>
  )
}

/** The next signature of the two; null when both are given. */
function useSigning(run: string, { from, to, role, left, came }: StepBodyOf<'hand-over'>) {
  const act = useAct()
  const working = useIsWorking()
  const inPractice = useInPractice()
  const failure = useRefusal('run.sign-out', 'run.sign-in')
  const hand = useHand(left ? to : from, failure)
  const submit = (): void => {
    const given = hand.take()
    if (given === null) return
    if (left) void act('run.sign-in', { run, role, ...given })
    else void act('run.sign-out', { run, note: '', ...given })
  }
  if (left && came) return null
  const bar = (
    <SignBar
      writes={left ? 'Writes who takes over, signed by themselves.' : 'Writes who leaves, signed by themselves.'}
      spares={left ? 'Nothing is signed with a key of the HSM.' : 'What they approved stays approved.'}
      secret={<HandField hand={hand} onEnter={submit} />}
    >
      <Button variant="primary" size="tall" isPending={working} onPress={submit}>
        {left ? `Sign in as ${to.name}` : `Sign out as ${from.name}`}
        {inPractice}
      </Button>
    </SignBar>
  )
  const note = failure !== null && !SECRET_CODES.has(failure.code) && <FailureNote failure={failure} />
  return { bar, submit, note }
}
