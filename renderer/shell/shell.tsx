import { type ReactElement, type ReactNode, useEffect } from 'react'

import { AnnunciatorBar, type AnnunciatorCell, type AnnunciatorIncident } from '../ui/annunciator-bar.tsx'
import { classNames } from '../ui/class-names.ts'
import { Monogram, type Role } from '../ui/monogram.tsx'
import { PracticeBand, PracticeFrame } from '../ui/practice-frame.tsx'
import { Rail, type RailArea } from '../ui/rail.tsx'
import { CloseButton } from './close-button.tsx'
import { LockButton } from './lock-button.tsx'
import styles from './shell.module.css'
import { ThemeToggle } from './theme-toggle.tsx'
import { useNow } from '../ui/use-now.ts'

export interface ShellProps {
  readonly facility: { readonly name: string; readonly mode: string; readonly practice: boolean }
  readonly cells: readonly AnnunciatorCell[]
  readonly incidents?: readonly AnnunciatorIncident[]
  readonly areas: readonly RailArea[]
  readonly current: string
  /** Who sits at the console, when it is known. */
  readonly console?: { readonly name: string; readonly role: Role } | undefined
  /** A room reads along: no rail, larger bar. */
  readonly presenter?: boolean
  /** No rail: nothing can be gone to. */
  readonly bare?: boolean
  readonly onLock?: (() => void) | undefined
  readonly onClose?: (() => void) | undefined
  /** What everybody must know before anything else, under the bar; null while all is well. */
  readonly notice?: ReactNode
  readonly children: ReactNode
}

const ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone

/** The bar alone renews every second, not the page under it. */
function Bar(
  props: Pick<ShellProps, 'facility' | 'cells' | 'incidents'> & { readonly presenter: boolean },
): ReactElement {
  const now = useNow()
  return (
    <AnnunciatorBar
      facility={props.facility}
      cells={props.cells}
      incidents={props.incidents ?? []}
      now={now}
      zone={ZONE}
      size={props.presenter ? 'presenter' : 'normal'}
    />
  )
}

/** The instrument around the work: practice band and frame, bar, rail. */
export function Shell(props: ShellProps): ReactElement {
  const { facility, cells, areas, current, presenter = false, bare = false } = props
  const { onLock, onClose, notice, children } = props
  const { practice } = facility
  // on the root element, so that overlays outside of the shell are practice too
  useEffect(() => {
    if (practice) document.documentElement.dataset['facility'] = 'practice'
    else delete document.documentElement.dataset['facility']
  }, [practice])
  return (
    <div
      className={classNames(
        styles['shell'],
        practice && styles['practice'],
        presenter && styles['presenter'],
        bare && styles['bare'],
      )}
    >
      {practice && (
        <div className={styles['band']}>
          <PracticeBand />
        </div>
      )}
      <div className={styles['bar']}>
        <Bar facility={facility} cells={cells} incidents={props.incidents ?? []} presenter={presenter} />
      </div>
      {notice !== undefined && notice !== null && <div className={styles['notice']}>{notice}</div>}
      {!presenter && !bare && (
        <Rail
          areas={areas}
          current={current}
          foot={
            <>
              {onLock !== undefined && <LockButton onLock={onLock} />}
              {onClose !== undefined && <CloseButton onClose={onClose} />}
              <ThemeToggle />
              {props.console !== undefined && (
                <span className={styles['person']} title={props.console.name}>
                  <Monogram name={props.console.name} role={props.console.role} size="small" />
                  <span>At the console</span>
                </span>
              )}
            </>
          }
        />
      )}
      <main className={styles['main']}>{children}</main>
      {practice && <PracticeFrame />}
    </div>
  )
}
