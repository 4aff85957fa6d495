import { type ReactElement, useEffect, useState } from 'react'

import styles from './steps/steps.module.css'

/** The time of this computer, large enough for the room. */
export function HostClock(): ReactElement {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 200)
    return () => clearInterval(timer)
  }, [])
  const text = new Date(now).toISOString()
  return (
    <div className={styles['clock']} role="timer" aria-live="off" aria-label="Clock of this computer">
      <b>{text.slice(11, 19)}Z</b>
      <span>{text.slice(0, 10)}, this computer</span>
    </div>
  )
}
