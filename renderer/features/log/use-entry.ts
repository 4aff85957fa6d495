import { useEffect, useState } from 'react'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import type { EntryView } from '../../../shared/ipc/contract/log.ts'
import { createAnswerOrder } from '../../bridge/answer-order.ts'
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
  const [order] = useState(createAnswerOrder)
  useEffect(() => {
    function read(): void {
      const ticket = order.ask()
      call('log.entry', { index }).then(
        (entry) => {
          if (order.take(ticket)) setHeld({ entry, failure: null })
        },
        (error: unknown) => {
          if (order.take(ticket)) setHeld({ entry: undefined, failure: toFailure(error) })
        },
      )
    }
    read()
    return useFacility.subscribe((now, before) => {
      if (now.revision !== before.revision) read()
    })
  }, [index, order])
  return held
}
