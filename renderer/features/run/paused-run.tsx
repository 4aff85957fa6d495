import { type ReactElement, useState } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { HandField } from '../../people/hand-field.tsx'
import { useHand } from '../../people/use-hand.ts'
import { Button } from '../../ui/button.tsx'
import { Monogram } from '../../ui/monogram.tsx'
import { Section } from '../../ui/section.tsx'
import { State } from '../../ui/state.tsx'
import styles from './paused-run.module.css'
import { PersonChoice } from './person-choice.tsx'
import { PausedLayout } from './paused-layout.tsx'
import { useAct, useInPractice, useIsWorking, useRefusal } from './run-context.ts'
import { SignBar } from './sign-bar.tsx'
import { useSignIn } from './sign-in-form.tsx'
import { useAbsent } from './use-absent.ts'
import { SECRET_CODES } from '../../ui/use-secret.ts'

/** The room was left. Everybody whom the script needs signs in again; then one of them goes on with the run. */
export function PausedRun({ run }: { readonly run: RunView }): ReactElement {
  const { absent, left } = useAbsent(run)
  const [more, setMore] = useState(false)
  const sign = useSignIn(run.run, absent, left)
  const refusal = useRefusal('run.sign-in')
  const nobodyElse = absent.length === 0
  if (run.missing === null && (!more || nobodyElse))
    return <GoOn run={run} onMore={nobodyElse ? null : () => setMore(true)} />
  return (
    <PausedLayout
      run={run}
      failure={refusal !== null && SECRET_CODES.has(refusal.code) ? null : refusal}
      onSubmit={sign.submit}
      bar={sign.bar}
    >
      <Section
        title="Signed in"
        aria-label="Signed in"
        note={run.people.length === 0 ? 'nobody yet' : `${run.people.length} people`}
      >
        <ul>
          {run.people.map(({ person, role }) => (
            <li key={person.id} className={styles['person']}>
              <Monogram name={person.name} role={role} size="small" />
              <span>{person.name}</span>
              <State tone="ok">{role}</State>
            </li>
          ))}
        </ul>
      </Section>
      {sign.chooser}
      {run.missing === null && (
        <div>
          <Button size="small" onPress={() => setMore(false)}>
            Nobody else signs in
          </Button>
        </div>
      )}
    </PausedLayout>
  )
}

/** Everybody is here: one of them goes on. */
function GoOn({ run, onMore }: { readonly run: RunView; readonly onMore: (() => void) | null }): ReactElement {
  const act = useAct()
  const working = useIsWorking()
  const inPractice = useInPractice()
  const failure = useRefusal('run.resume')
  const [picked, setPicked] = useState<string>()
  const seats = run.people
  const person = (seats.find((seat) => seat.person.id === picked) ?? seats[0])?.person
  const name = person?.name ?? 'nobody'
  const hand = useHand(person, failure)
  const resume = (): void => {
    const given = hand.take()
    if (given !== null) void act('run.resume', { run: run.run, ...given })
  }
  return (
    <PausedLayout
      run={run}
      failure={failure !== null && SECRET_CODES.has(failure.code) ? null : failure}
      onSubmit={resume}
      bar={
        <SignBar
          writes="Writes that the run goes on, signed by one person."
          spares="Every HSM stays closed until its PIN is typed again."
          secret={<HandField hand={hand} onEnter={resume} />}
        >
          <Button variant="primary" size="tall" isPending={working} onPress={resume}>
            Go on with the run{inPractice} as {name}
          </Button>
        </SignBar>
      }
    >
      <Section title="Who goes on with it" aria-label="Signed in" note={`${seats.length} people signed in`}>
        <PersonChoice
          label="Who goes on"
          people={seats.map((seat) => seat.person)}
          role={({ id }) => seats.find((seat) => seat.person.id === id)?.role ?? 'witness'}
          aside={({ id }) => seats.find((seat) => seat.person.id === id)?.role}
          chosen={person?.id}
          onChoose={setPicked}
        />
      </Section>
      {onMore !== null && (
        <div>
          <Button size="small" onPress={onMore}>
            Somebody else signs in
          </Button>
        </div>
      )}
    </PausedLayout>
  )
}
