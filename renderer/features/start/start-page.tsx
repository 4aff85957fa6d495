import type { ReactElement } from 'react'

import { useFacility } from '../../bridge/facility-store.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Logo } from '../../ui/logo.tsx'
import { OpenFacility } from './open-facility.tsx'
import { PracticeFacility } from './practice-facility.tsx'
import styles from './start-page.module.css'

/** Nothing is open: rehearse, or open what exists. */
export function StartPage(): ReactElement | null {
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
    </div>
  )
}
