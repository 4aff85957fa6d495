import { type ReactElement, useState } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { useFacility } from '../../bridge/facility-store.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Section } from '../../ui/section.tsx'
import { State } from '../../ui/state.tsx'
import styles from './paused-run.module.css'
import { useAct, useInPractice, useIsWorking, usePracticeSecrets, useRefusal } from './run-context.ts'
import { PersonChoice } from './person-choice.tsx'
import { SignBar } from './sign-bar.tsx'
import { useSignIn } from './sign-in-form.tsx'
import { SECRET_CODES, useSecret } from './use-secret.ts'

/** The room was left. Everybody whom the script needs signs in again; then one of them goes on with the run. */
export function PausedRun({ run }: { readonly run: RunView }): ReactElement {
  const all = useFacility((store) => store.facility?.people ?? [])
  const absent = all.filter(({ id }) => !run.people.some(({ person }) => person.id === id))
  const sign = useSignIn(run.run, absent, [])
  const failure = useRefusal('run.sign-in', 'run.resume')
  const last = run.attendance.filter(({ until }) => until === run.pausedAt)
  return (
    <div className={styles['paused']}>
      <div className={styles['body']}>
        <header>
          <h1>Paused at step {run.step.number}</h1>
          <p>
            Since {run.pausedAt?.slice(0, 16).replace('T', ' ')}Z. Every HSM is closed. {last.length} people left the
            room; what they had done is in the log.
          </p>
        </header>
        {failure !== null && !SECRET_CODES.has(failure.code) && <FailureNote failure={failure} />}
        <Section title="In the room" note={run.people.length === 0 ? 'nobody yet' : 'signed in again'}>
          <p>
            {run.missing === null ? (
              <State tone="ok">Everybody whom the script needs is here</State>
            ) : (
              <State tone="next">The script needs {run.missing}</State>
            )}
          </p>
          <ul>
            {run.people.map(({ person, role }) => (
              <li key={person.id}>
                <State tone="ok">
                  {person.name}, {role}
                </State>
              </li>
            ))}
          </ul>
        </Section>
        {run.missing !== null && sign.chooser}
      </div>
      {run.missing === null ? <ResumeBar run={run} /> : sign.bar}
    </div>
  )
}

function ResumeBar({ run }: { readonly run: RunView }): ReactElement {
  const act = useAct()
  const working = useIsWorking()
  const inPractice = useInPractice()
  const secrets = usePracticeSecrets()
  const failure = useRefusal('run.resume')
  const [picked, setPicked] = useState<string>()
  const seats = run.people
  const person = (seats.find((seat) => seat.person.id === picked) ?? seats[0])?.person
  const name = person?.name ?? 'nobody'
  const { field, error, onFilled, take } = useSecret(`Type the passphrase of ${name}.`, failure)
  const resume = (): void => {
    if (person === undefined) return
    const secret = take()
    if (secret !== null) void act('run.resume', { run: run.run, person: person.id, secret })
  }
  return (
    <div>
      <div className={styles['who']}>
        <PersonChoice
          label="Who goes on"
          people={seats.map((seat) => seat.person)}
          role={({ id }) => seats.find((seat) => seat.person.id === id)?.role ?? 'witness'}
          chosen={person?.id}
          onChoose={setPicked}
        />
      </div>
      <SignBar
        writes="Writes that the run goes on, signed by one person."
        spares="Every HSM stays closed until its PIN is typed again."
        label={`Passphrase of ${name}`}
        field={field}
        error={error}
        practice={person === undefined ? undefined : secrets?.passphrases[person.id]}
        onFilled={onFilled}
        onEnter={resume}
      >
        <Button variant="primary" size="tall" isPending={working} onPress={resume}>
          Go on with the run as {name}
          {inPractice}
        </Button>
      </SignBar>
    </div>
  )
}
