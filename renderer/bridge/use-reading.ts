import { useCallback, useEffect, useRef, useState } from 'react'

import { type Failure, toFailure } from '../../shared/failure.ts'
import { createAnswerOrder } from './answer-order.ts'
import { call, type Name, type Request, type Response } from './client.ts'
import { useFacility } from './facility-store.ts'

export interface Reading<T> {
  /** The last answer; undefined before the first. */
  readonly value: T | undefined
  /** Why the last question had no answer. An older answer may still stand in `value`. */
  readonly failure: Failure | null
  readonly read: () => void
}

/**
 * Reads one operation now, and again whenever the facility changed or the request became another. While it is read again
 * the last answer stays; a late answer never replaces a newer one. The answer to another request is never shown.
 */
export function useReading<N extends Name>(name: N, request: Request<N>): Reading<Response<N>> {
  const key = `${name} ${JSON.stringify(request)}`
  const [held, setHeld] = useState<{ key: string; value: Response<N> | undefined; failure: Failure | null }>()
  const [order] = useState(createAnswerOrder)
  const latest = useRef(request)
  useEffect(() => {
    latest.current = request
  })

  const read = useCallback(() => {
    const ticket = order.ask()
    call(name, latest.current).then(
      (value) => {
        if (order.take(ticket)) setHeld({ key, value, failure: null })
      },
      (error: unknown) => {
        if (!order.take(ticket)) return
        const failure = toFailure(error)
        setHeld((before) => ({ key, value: before?.key === key ? before.value : undefined, failure }))
      },
    )
  }, [name, key, order])

  useEffect(() => {
    read()
    return useFacility.subscribe((now, before) => {
      if (now.revision !== before.revision) read()
    })
  }, [read])
  return held?.key === key
    ? { value: held.value, failure: held.failure, read }
    : { value: undefined, failure: null, read }
}
