import { useEffect, useState } from 'react'

import { useFacility } from '../../bridge/facility-store.ts'
import { useIsWorking } from './run-context.ts'

/**
 * While core works: what it does, in its own words, and for how long already. How long it will take is known to nobody, so
 * nothing is said about it. Null while nothing is under way.
 */
export function useWorkingWords(): string | null {
  const working = useIsWorking()
  const text = useFacility((store) => store.progress?.text)
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    setSeconds(0)
    if (!working) return
    const begin = performance.now()
    const timer = setInterval(() => setSeconds(Math.floor((performance.now() - begin) / 1000)), 500)
    return () => clearInterval(timer)
  }, [working])
  if (!working) return null
  return `${text ?? 'Working on this step'} …${seconds >= 2 ? ` ${seconds} s` : ''}`
}
