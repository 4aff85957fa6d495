import { type ReactElement, useState } from 'react'

import type { PersonView } from '../../../shared/ipc/contract/views.ts'
import type { RunDialogProps } from './abort-dialog.tsx'
import { PersonActDialog } from './person-act-dialog.tsx'
import { useAct } from './run-context.ts'
import { SeatChoice } from './seat-choice.tsx'
import { useAbsent } from './use-absent.ts'
import { useSeat } from './use-seat.ts'

/** The room is left, for an hour or for days. */
export function PauseDialog({ run, isOpen, onClose }: RunDialogProps): ReactElement {
  const act = useAct()
  const one = useOneOf(run.people)
  return (
    <PersonActDialog
      {...one}
      isOpen={isOpen}
      onClose={onClose}
      act="run.pause"
      title={`Pause ${run.title} at step ${run.step.number}`}
      explanation="Every HSM is closed and everybody leaves the room. To go on, everybody whom the script needs signs in again."
      whoLabel="Who pauses it"
      note={{ label: 'Reason', isNeeded: true }}
      cancel="Go on with the run"
      verb="Pause it as"
      onAct={(given, reason) => act('run.pause', { run: run.run, ...given, reason })}
    />
  )
}

/** Somebody leaves; what they want to have said goes into the log with it. */
export function LeaveDialog({ run, isOpen, onClose }: RunDialogProps): ReactElement {
  const act = useAct()
  const one = useOneOf(run.people)
  return (
    <PersonActDialog
      {...one}
      isOpen={isOpen}
      onClose={onClose}
      act="run.sign-out"
      title="Somebody leaves the room"
      explanation="What they approved stays approved. While the script lacks somebody, the console does no step."
      whoLabel="Who leaves"
      note={{ label: 'What they want to have said, if anything', isNeeded: false }}
      cancel="Nobody leaves"
      verb="Sign out as"
      onAct={(given, note) => act('run.sign-out', { run: run.run, ...given, note })}
    />
  )
}

/** Somebody comes, in one role: one that somebody left, where they have it. */
export function ComeDialog({ run, isOpen, onClose }: RunDialogProps): ReactElement {
  const act = useAct()
  const { absent, left } = useAbsent(run)
  const seat = useSeat(absent, left)
  return (
    <PersonActDialog
      people={absent}
      person={seat.person}
      onChoose={seat.choose}
      isOpen={isOpen}
      onClose={onClose}
      act="run.sign-in"
      title="Somebody comes into the room"
      explanation="They sign in with their own secret and take part from here on, to the sign-off."
      whoLabel="Who comes"
      cancel="Nobody comes"
      verb="Sign in as"
      onAct={(given) => act('run.sign-in', { run: run.run, role: seat.role, ...given })}
    >
      <SeatChoice seat={seat} />
    </PersonActDialog>
  )
}

interface OneOf {
  readonly people: readonly PersonView[]
  readonly person: PersonView | undefined
  readonly onChoose: (person: string) => void
}

function useOneOf(seats: RunDialogProps['run']['people']): OneOf {
  const [picked, setPicked] = useState<string>()
  const people = seats.map(({ person }) => person)
  return { people, person: people.find(({ id }) => id === picked) ?? people[0], onChoose: setPicked }
}
