import type { ReactElement } from 'react'

import type { PersonView } from '../../../shared/ipc/contract/views.ts'
import { HandField } from '../../people/hand-field.tsx'
import { useHand } from '../../people/use-hand.ts'
import { Button } from '../../ui/button.tsx'
import type { Role } from '../../ui/monogram.tsx'
import { Section } from '../../ui/section.tsx'
import { PersonChoice } from './person-choice.tsx'
import { useAct, useInPractice, useIsWorking, useRefusal } from './run-context.ts'
import { SeatChoice } from './seat-choice.tsx'
import { SignBar } from './sign-bar.tsx'
import { type SeatPick, useSeat } from './use-seat.ts'

export interface SignIn {
  readonly seat: SeatPick
  readonly submit: () => void
  readonly bar: ReactElement
  readonly chooser: ReactElement
}

/** One person after the other comes into the room, each with their own secret. */
export function useSignIn(run: string, absent: readonly PersonView[], wanted: readonly Role[]): SignIn {
  const act = useAct()
  const working = useIsWorking()
  const inPractice = useInPractice()
  const failure = useRefusal('run.sign-in')
  const seat = useSeat(absent, wanted)
  const name = seat.person?.name ?? 'nobody'
  const hand = useHand(seat.person, failure)
  const submit = (): void => {
    const given = hand.take()
    if (given !== null) void act('run.sign-in', { run, role: seat.role, ...given })
  }
  const bar = (
    <SignBar
      writes="Writes who is here, signed by themselves."
      spares="Nothing is signed with a key of the HSM."
      secret={<HandField hand={hand} onEnter={submit} />}
    >
      <Button variant="primary" size="tall" isPending={working} onPress={submit}>
        Sign in as {name}
        {inPractice}
      </Button>
    </SignBar>
  )
  const chooser = (
    <Section title="Who signs in now" note="one after the other, each with their own secret">
      <PersonChoice
        label="Who signs in"
        people={absent}
        role={(person) => (person.id === seat.person?.id ? seat.role : (person.roles[0] ?? 'witness'))}
        aside={({ roles }) => roles.join(' or ')}
        chosen={seat.person?.id}
        onChoose={seat.choose}
      />
      <SeatChoice seat={seat} />
    </Section>
  )
  return { seat, submit, bar, chooser }
}
