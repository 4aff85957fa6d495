import type { ReactElement } from 'react'

import { useFacility } from '../../bridge/facility-store.ts'
import { Button } from '../../ui/button.tsx'
import { hrefTo } from '../../route.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Logo } from '../../ui/logo.tsx'
import { OpenFacility } from './open-facility.tsx'
import { PracticeFacility } from './practice-facility.tsx'
import { ReadOnly } from './read-only.tsx'
import styles from './start-page.module.css'

/** Nothing is open: rehearse, open what exists, or found a new one. */
export function StartPage({ onFound }: { readonly onFound: () => void }): ReactElement | null {
  const known = useFacility((store) => store.known)
  const failure = useFacility((store) => store.failure)
  if (!known) return null
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <span className={styles['logo']}>
          <Logo size={40} />
        </span>
        <div>
          <h1>No facility is open</h1>
          <p>A facility is one offline CA site: a folder with its log, and everything that was ever signed there.</p>
        </div>
      </header>
      {failure !== null && (
        <div className={styles['failure']}>
          <FailureNote failure={failure} />
        </div>
      )}
      <div className={styles['ways']}>
        <PracticeFacility />
        <OpenFacility />
      </div>
      <ReadOnly />
      <div className={styles['found']}>
        <p>
          A production facility begins with its people in one room, their credentials, and a first page that all of them
          sign.
        </p>
        <Button onPress={onFound}>Found a production facility …</Button>
      </div>
      <p className={styles['other']}>
        Somebody asks for your approval from another room?{' '}
        <ButtonLink href={hrefTo('transfers')}>Approve a request from another Conclave</ButtonLink>
      </p>
    </div>
  )
}
