import { startTransition, useEffect, useRef, useState } from 'react'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import type { EntryView } from '../../../shared/ipc/contract/log.ts'
import { call } from '../../bridge/client.ts'
import { useFacility } from '../../bridge/facility-store.ts'

export interface ReadEntry {
  /** The entry that was read last: while one walks through the list, the one before stays until the next is there. */
  readonly entry: EntryView | undefined
  readonly failure: Failure | null
}

const NONE: ReadEntry = { entry: undefined, failure: null }

/** Reads an entry, and again when the log grows: a checkpoint may cover it then. */
export function useEntry(index: number): ReadEntry {
  const [held, setHeld] = useState<ReadEntry>(NONE)
  const asked = useRef({ wanted: {}, waiting: false })
  const next = useRef(() => undefined as void)
  useEffect(() => {
    const now = asked.current
    function read(): void {
      const wanted = {}
      now.wanted = wanted
      next.current = read
      // with a key held down: the entry at which the answer finds one is read next
      if (now.waiting) return
      now.waiting = true
      const done = (answer: ReadEntry): void => {
        now.waiting = false
        // drawn between frames of the list that one walks through
        startTransition(() => setHeld(answer))
        if (now.wanted !== wanted) next.current()
      }
      call('log.entry', { index }).then(
        (entry) => done({ entry, failure: null }),
        (error: unknown) => done({ entry: undefined, failure: toFailure(error) }),
      )
    }
    read()
    return useFacility.subscribe((facility, before) => {
      if (facility.revision !== before.revision) read()
    })
  }, [index])
  return held
}
