import type { ReactElement } from 'react'

import { useFacility } from '../../bridge/facility-store.ts'
import type { RunDialogProps } from './abort-dialog.tsx'
import { PersonActDialog } from './person-act-dialog.tsx'
import { useAct } from './run-context.ts'

/** The room is left, for an hour or for days. */
export function PauseDialog({ run, isOpen, onClose }: RunDialogProps): ReactElement {
  const act = useAct()
  return (
    <PersonActDialog
      isOpen={isOpen}
      onClose={onClose}
      act="run.pause"
      title={`Pause ${run.title} at step ${run.step.number}`}
      explanation="Every HSM is closed and everybody leaves the room. To go on, everybody whom the script needs signs in again."
      people={run.people.map(({ person }) => person)}
      whoLabel="Who pauses it"
      noteLabel="Reason"
      noteIsNeeded
      cancel="Go on with the run"
      verb="Pause it as"
      onAct={(person, secret, reason) => act('run.pause', { run: run.run, person, secret, reason })}
    />
  )
}

/** Somebody leaves; what they want to have said goes into the log with it. */
export function LeaveDialog({ run, isOpen, onClose }: RunDialogProps): ReactElement {
  const act = useAct()
  return (
    <PersonActDialog
      isOpen={isOpen}
      onClose={onClose}
      act="run.sign-out"
      title="Somebody leaves the room"
      explanation="What they approved stays approved. While the script lacks somebody, no step is done."
      people={run.people.map(({ person }) => person)}
      whoLabel="Who leaves"
      noteLabel="What they want to have said, if anything"
      noteIsNeeded={false}
      cancel="Nobody leaves"
      verb="Sign out"
      onAct={(person, secret, note) => act('run.sign-out', { run: run.run, person, secret, note })}
    />
  )
}

/** Somebody comes, in the first of their roles that the script lacks. */
export function ComeDialog({ run, isOpen, onClose }: RunDialogProps): ReactElement {
  const act = useAct()
  const all = useFacility((store) => store.facility?.people ?? [])
  const absent = all.filter(({ id }) => !run.people.some(({ person }) => person.id === id))
  return (
    <PersonActDialog
      isOpen={isOpen}
      onClose={onClose}
      act="run.sign-in"
      title="Somebody comes into the room"
      explanation="They sign in with their own credential and take part from here on, to the sign-off."
      people={absent}
      whoLabel="Who comes"
      noteIsNeeded={false}
      cancel="Nobody comes"
      verb="Sign in"
      onAct={(person, secret) => {
        const role = absent.find(({ id }) => id === person)?.roles[0] ?? 'witness'
        return act('run.sign-in', { run: run.run, role, person, secret })
      }}
    />
  )
}
