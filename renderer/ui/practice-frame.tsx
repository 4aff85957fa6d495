import { GraduationCap } from 'lucide-react'
import type { ReactElement } from 'react'

import { Icon } from './icon.tsx'
import styles from './practice-frame.module.css'

/** The hatched band above the bar. The hatch survives a black and white print. */
export function PracticeBand(): ReactElement {
  return (
    <div className={styles['band']} role="note" aria-label="Practice">
      <span className={styles['words']}>
        <Icon of={GraduationCap} size={20} />
        <strong>Practice</strong>
        <span>Nothing signed here is trusted anywhere. This facility is marked practice in log entry 0, for ever.</span>
      </span>
    </div>
  )
}

/** The hatched edge around everything below the band. */
export function PracticeFrame(): ReactElement {
  return <div className={styles['frame']} aria-hidden />
}
