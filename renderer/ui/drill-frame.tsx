import { Clapperboard } from 'lucide-react'
import { type ReactElement, type ReactNode, useEffect } from 'react'

import { classNames } from './class-names.ts'
import styles from './drill-frame.module.css'
import { Icon } from './icon.tsx'

export interface DrillFrameProps {
  /** "Issuing CA compromise" */
  readonly title: string
  readonly size?: 'normal' | 'presenter'
  readonly children: ReactNode
}

/**
 * Around everything that belongs to a drill: black and white chequers and the word. Practice is blue and hatched, an
 * incident is red; chequers are used for nothing else, and survive a black and white print.
 */
export function DrillFrame({ title, size = 'normal', children }: DrillFrameProps): ReactElement {
  // on the root element, so that overlays outside of the frame belong to the drill too
  useEffect(() => {
    document.documentElement.dataset['drill'] = ''
    return () => {
      delete document.documentElement.dataset['drill']
    }
  }, [])
  return (
    <div className={classNames(styles['frame'], styles[size])}>
      <div className={styles['band']} role="note" aria-label="Drill">
        <span className={styles['plate']}>
          <Icon of={Clapperboard} size={20} />
          <strong>Drill</strong>
          <span className={styles['what']} title={title}>
            {title}
          </span>
          <span className={styles['means']}>Nothing is signed, revoked or sent. The fleet is made up.</span>
        </span>
        <strong className={styles['again']} aria-hidden>
          Drill
        </strong>
      </div>
      <div className={styles['inside']}>{children}</div>
    </div>
  )
}
