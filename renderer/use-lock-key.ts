import { useEffect } from 'react'

import { call } from './bridge/client.ts'

export function lockConsole(): void {
  call('console.lock', {}).catch(() => undefined)
}

/** Ctrl+L locks the console, wherever one is. */
export function useLockKey(isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return undefined
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 'l') return
      event.preventDefault()
      lockConsole()
    }
    addEventListener('keydown', onKey, { capture: true })
    return () => removeEventListener('keydown', onKey, { capture: true })
  }, [isOpen])
}
