import { useEffect, useState } from 'react'

import type { StepView } from '../../../shared/ipc/contract/steps.ts'

/** "14:05Z"; with the date when it is another day. */
export function clockWords(instant: string, now = Date.now()): string {
  const time = `${instant.slice(11, 16)}Z`
  const isToday = instant.slice(0, 10) === new Date(now).toISOString().slice(0, 10)
  return isToday ? time : `${instant.slice(0, 10)} ${time}`
}

/** "4 min 05 s", "3 h 20 min", "2 days 4 h". */
export function timeLeft(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000))
  const [minutes, hours, days] = [Math.floor(seconds / 60), Math.floor(seconds / 3600), Math.floor(seconds / 86_400)]
  if (minutes === 0) return `${seconds} s`
  if (hours === 0) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`
  if (days === 0) return `${hours} h ${minutes % 60} min`
  return `${days} ${days === 1 ? 'day' : 'days'} ${hours % 24} h`
}

/** Why the step cannot begin now: its time has not come, or nobody is here who may perform it. */
export function useTermsLock({ terms: { by, notBefore } }: StepView): string | undefined {
  const isEarly = useIsBefore(notBefore)
  if (notBefore !== null && isEarly) return `Not before ${clockWords(notBefore)}.`
  return by?.people.length === 0 ? `This step is performed by the ${by.role}, and none is here.` : undefined
}

/** Changes once, when the time comes. */
function useIsBefore(instant: string | null): boolean {
  const opensAt = instant === null ? 0 : Date.parse(instant)
  const [isEarly, setEarly] = useState(() => Date.now() < opensAt)
  useEffect(() => {
    const look = (): void => setEarly(Date.now() < opensAt)
    look()
    if (Date.now() >= opensAt) return
    const timer = setInterval(look, 500)
    return () => clearInterval(timer)
  }, [opensAt])
  return isEarly
}
