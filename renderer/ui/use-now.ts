import { useEffect, useState } from 'react'

/** Milliseconds since the epoch, renewed at the begin of each second. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    function tick(): void {
      const at = Date.now()
      setNow(at)
      timer = setTimeout(tick, 1000 - (at % 1000))
    }
    tick()
    return () => clearTimeout(timer)
  }, [])
  return now
}
