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
  const asked = useRef({ wanted: index, again: false, reading: false })
  useEffect(() => {
    const now = asked.current
    async function read(): Promise<void> {
      now.wanted = index
      now.again = true
      // with a key held down: the entry at which the answer finds one is read next
      if (now.reading) return
      now.reading = true
      while (now.again) {
        now.again = false
        const answer = await readEntry(now.wanted)
        // drawn between frames of the list that one walks through
        startTransition(() => setHeld(answer))
      }
      now.reading = false
    }
    void read()
    return useFacility.subscribe((facility, before) => {
      if (facility.revision !== before.revision) void read()
    })
  }, [index])
  return held
}

async function readEntry(index: number): Promise<ReadEntry> {
  try {
    return { entry: await call('log.entry', { index }), failure: null }
  } catch (error) {
    return { entry: undefined, failure: toFailure(error) }
  }
}
