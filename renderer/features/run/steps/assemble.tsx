import { type ReactElement, useState } from 'react'

import { Button } from '../../../ui/button.tsx'
import { Monogram } from '../../../ui/monogram.tsx'
import { Section } from '../../../ui/section.tsx'
import { State } from '../../../ui/state.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { useAct } from '../run-context.ts'
import { useSignIn } from '../sign-in-form.tsx'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps, takesInput } from '../step-props.ts'
import { SECRET_CODES } from '../../../ui/use-secret.ts'
import { roleCount } from '../../../../shared/ids.ts'
import styles from './assemble.module.css'

/** Everybody signs in with their own credential, in one role; then the room is closed. */
export function AssembleStep({ run, step, body }: StepProps<'assemble'>): ReactElement {
  const act = useAct()
  const open = takesInput(step)
  // Asked for while so many were here: whoever signs in then answers it.
  const [askedAt, setAskedAt] = useState<number | null>(null)
  const seated = run.people.map((seat) => ({ person: seat.person, role: seat.role }))
  const missing = body.needed.filter(
    ({ role, count }) => run.people.filter((seat) => seat.role === role).length < count,
  )
  const absent = body.people.filter(({ present }) => !present).map(({ person }) => person)
  const isSigning = open && absent.length > 0 && (missing.length > 0 || askedAt === run.people.length)
  const sign = useSignIn(
    run.run,
    absent,
    missing.map(({ role }) => role),
  )
  const perform = (): void => void act('run.perform', { ...at(run), input: { kind: 'none' } })
  const closing = (
    <PerformBar step={step}>
      Record {seated.length === 1 ? '1 person' : `${seated.length} people`} in the room
    </PerformBar>
  )
  return (
    <StepFrame
      run={run}
      onSubmit={isSigning ? sign.submit : perform}
      shownInPlace={SECRET_CODES}
      bar={isSigning ? sign.bar : closing}
    >
      {open && (
        <div className={styles['needed']}>
          {body.needed.map(({ role, count }) => {
            const here = run.people.filter((each) => each.role === role).length
            return (
              <State key={role} tone={here >= count ? 'ok' : 'next'}>
                {roleCount(role, count)}: {here} here
              </State>
            )
          })}
        </div>
      )}
      <Section
        title="Signed in"
        aria-label="Signed in"
        note={seated.length === 0 ? 'nobody yet' : open ? 'each with their own secret' : 'as recorded'}
      >
        <ul>
          {seated.map(({ person, role }) => (
            <li key={person.id} className={styles['person']}>
              <Monogram name={person.name} role={role} size="small" />
              <span>{person.name}</span>
              <State tone="ok">{role}</State>
            </li>
          ))}
        </ul>
      </Section>
      {isSigning && sign.chooser}
      {open && !isSigning && absent.length > 0 && (
        <div>
          <Button size="small" onPress={() => setAskedAt(run.people.length)}>
            Somebody else signs in
          </Button>
        </div>
      )}
    </StepFrame>
  )
}
