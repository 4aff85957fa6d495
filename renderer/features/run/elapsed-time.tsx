import { type ReactElement, useEffect, useState } from 'react'

import { elapsed } from './pace.ts'
import styles from './run-header.module.css'

/** Renews itself every second, and nothing around it. */
export function ElapsedTime({ since }: { readonly since: string }): ReactElement {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <span className={styles['elapsed']} role="timer" aria-live="off">
      <b>{elapsed(since, now)}</b> since opening
    </span>
  )
}
