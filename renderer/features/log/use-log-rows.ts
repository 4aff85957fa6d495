import { useCallback, useEffect, useRef, useState } from 'react'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import type { LogFilter, LogRow } from '../../../shared/ipc/contract/log.ts'
import { call } from '../../bridge/client.ts'
import { useFacility } from '../../bridge/facility-store.ts'
import { type HeldRows, NO_ROWS, pagesOf, rowAt, takePage } from './log-pages.ts'

const PAGE = 100
/** Rows before and behind those that are shown: PageDown finds them read. */
const AHEAD = PAGE / 2
/** Milliseconds until a log that is still being read is asked again. */
const AGAIN = 1_500

export interface LogRows {
  /** Rows of the filter that is asked for; before its first answer those of the one before. */
  readonly rowCount: number
  /** Entries that match; undefined before the first answer. */
  readonly total: number | undefined
  /** Entries that were looked at: fewer than there are while a long log is read for the first time. */
  readonly searched: number
  /** Whether the rows are those of the filter that is asked for. */
  readonly ready: boolean
  readonly rowAt: (row: number) => LogRow | undefined
  /** These rows are looked at: they are read, and read again when the log grows. */
  readonly show: (first: number, end: number) => void
  readonly failure: Failure | null
}

/** The rows of the log that match, read page by page as they are looked at. */
export function useLogRows(filter: LogFilter): LogRows {
  const key = JSON.stringify(filter)
  const [held, setHeld] = useState<HeldRows>(NO_ROWS)
  const [failure, setFailure] = useState<Failure | null>(null)
  const asked = useRef({ key, ticket: 0, shown: { first: 0, end: 1 }, fresh: new Set<number>(), waiting: 0 })

  const load = useCallback(() => {
    function readShown(): void {
      const now = asked.current
      const { shown, fresh } = now
      // whoever drags the scroll bar passes many pages: only those at which the answer finds them are read next
      if (now.waiting > 0) return
      for (const page of pagesOf(Math.max(0, shown.first - AHEAD), shown.end + AHEAD, PAGE)) {
        if (fresh.has(page)) continue
        fresh.add(page)
        now.waiting++
        const ticket = ++now.ticket
        call('log.rows', { filter: JSON.parse(key) as LogFilter, offset: page * PAGE, limit: PAGE }).then(
          (answer) => {
            now.waiting--
            if (asked.current.key !== key) return
            setFailure(null)
            setHeld((before) => takePage(before, { key, page, ticket, ...answer }))
            if (asked.current === now) readShown()
          },
          (error: unknown) => {
            now.waiting--
            fresh.delete(page)
            if (asked.current.key === key) setFailure(toFailure(error))
          },
        )
      }
    }
    readShown()
  }, [key])

  // What was read is old as soon as the facility changes or something else is asked for; it is shown until the answer is there.
  useEffect(() => {
    function readAgain(): void {
      asked.current = { ...asked.current, key, fresh: new Set(), waiting: 0 }
      load()
    }
    if (asked.current.key !== key) asked.current.shown = { first: 0, end: 1 }
    readAgain()
    return useFacility.subscribe((now, before) => {
      if (now.revision !== before.revision) readAgain()
    })
  }, [key, load])

  // a long log is still being read: what is shown of it grows
  const { searched, ticket } = held
  useEffect(() => {
    const size = useFacility.getState().facility?.size ?? 0
    if (ticket === 0 || searched >= size) return undefined
    const timer = setTimeout(() => {
      asked.current = { ...asked.current, fresh: new Set(), waiting: 0 }
      load()
    }, AGAIN)
    return () => clearTimeout(timer)
  }, [searched, ticket, load])

  const show = useCallback(
    (first: number, end: number) => {
      asked.current.shown = { first, end }
      load()
    },
    [load],
  )
  return {
    rowCount: held.rowCount,
    total: held.total,
    searched: held.searched,
    ready: held.key === key,
    rowAt: (row) => rowAt(held, row, PAGE),
    show,
    failure,
  }
}
