import { type ReactElement, useEffect, useState } from 'react'

import { useFacility } from '../../bridge/facility-store.ts'

/**
 * Shown while core works: what it does, in its own words, and for how long already. How long it will take is known to
 * nobody, so nothing is said about it.
 */
export function WorkingWords(): ReactElement {
  const text = useFacility((store) => store.progress?.text ?? 'Working on this step')
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const begin = performance.now()
    const timer = setInterval(() => setSeconds(Math.floor((performance.now() - begin) / 1000)), 500)
    return () => clearInterval(timer)
  }, [])
  return (
    <>
      {text} …{seconds >= 2 && ` ${seconds} s`}
    </>
  )
}
