import { useCallback, useEffect, useRef, useState } from 'react'

import type { LogFilter } from '../../../shared/ipc/contract/log.ts'
import { call } from '../../bridge/client.ts'
import { hrefTo } from '../../route.ts'
import { parseSelection, restOf, sameSelection, type Selection } from './selection.ts'

/** Walking the list with a key held down must not write the address at every row: the engine would stop it. */
const SETTLE = 250

export interface LogSelection {
  readonly selection: Selection | null
  /** The row it stands in; undefined while that is not known, or when the filter leaves it out. */
  readonly row: number | undefined
  /** Another object each time the list has to scroll there. */
  readonly reveal: { readonly row: number | null } | undefined
  /** Somebody chose this row of the list. */
  readonly choose: (row: number, selection: Selection) => void
  /** Leads there from elsewhere, and scrolls the list to it. */
  readonly goTo: (selection: Selection) => void
}

/** What is selected: kept in the address, found again under every filter, and left alone when the log grows. */
export function useLogSelection(rest: readonly string[], filter: LogFilter, size: number | undefined): LogSelection {
  const [selection, setSelection] = useState<Selection | null>(() => parseSelection(rest))
  const [row, setRow] = useState<number>()
  const [reveal, setReveal] = useState<{ row: number | null }>()
  const [sought, setSought] = useState(0)
  const written = useRef(rest.join('/'))
  const address = rest.join('/')
  const key = JSON.stringify(filter)

  const goTo = useCallback((target: Selection) => {
    setSelection(target)
    setSought((count) => count + 1)
  }, [])

  // The newest entry, when the address names none.
  useEffect(() => {
    if (selection === null && size !== undefined && size > 0) goTo({ kind: 'entry', index: size - 1 })
  }, [selection, size, goTo])

  // An address that this screen did not write: a link from elsewhere, or Alt+Left.
  useEffect(() => {
    if (address === written.current) return
    written.current = address
    const target = parseSelection(address.split('/'))
    if (target !== null) goTo(target)
  }, [address, goTo])

  useEffect(() => {
    if (selection === null) return undefined
    const timer = setTimeout(() => {
      written.current = restOf(selection).join('/')
      location.replace(hrefTo('log', ...restOf(selection)))
    }, SETTLE)
    return () => clearTimeout(timer)
  }, [selection])

  // Where it stands is asked when it was sought, and when the filter is another one.
  const current = useRef(selection)
  current.current = selection
  useEffect(() => {
    const target = current.current
    if (target === null) return undefined
    let over = false
    setRow(undefined)
    void placeOf(target, JSON.parse(key) as LogFilter).then((place) => {
      if (over || !sameSelection(target, current.current)) return
      setRow(place ?? undefined)
      setReveal({ row: place })
    })
    return () => {
      over = true
    }
  }, [sought, key])

  const choose = useCallback((at: number, target: Selection) => {
    setRow(at)
    setSelection(target)
  }, [])
  return { selection, row, reveal, choose, goTo }
}

/** A checkpoint stands behind the last entry it covers. The list itself says why it cannot be read. */
async function placeOf(target: Selection, filter: LogFilter): Promise<number | null> {
  const index = target.kind === 'entry' ? target.index : target.size - 1
  try {
    const { row } = await call('log.place', { filter, index: Math.max(0, index) })
    return row === null || target.kind === 'entry' ? row : row + 1
  } catch {
    return null
  }
}
