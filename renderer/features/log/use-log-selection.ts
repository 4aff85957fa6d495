import { useCallback, useEffect, useState } from 'react'

import type { LogFilter } from '../../../shared/ipc/contract/log.ts'
import { call } from '../../bridge/client.ts'
import { hrefTo } from '../../route.ts'
import { addressOf, parseAddress, type Selection } from './selection.ts'

/** Walking the list with a key held down must not write the address at every row: the engine would stop it. */
const SETTLE = 250

export interface LogSelection {
  readonly selection: Selection
  /** The row it stands in; undefined while that is not known, or when the filter leaves it out. */
  readonly row: number | undefined
  /** Another object each time the list has to scroll there; the row is null when the filter leaves it out. */
  readonly reveal: { readonly row: number | null } | undefined
  /** Somebody chose this row of the list. */
  readonly choose: (row: number, selection: Selection) => void
  /** Leads there from elsewhere, and scrolls the list to it. */
  readonly goTo: (selection: Selection) => void
}

/** What was chosen here, and the address at that time: any address but that one and its own is somebody else's choice. */
interface Chosen {
  readonly selection: Selection
  readonly since: string
}

/** Where a selection stands under a filter. */
interface Found {
  readonly of: string
  readonly row: number | null
}

/** What is selected: kept in the address, found again under every filter, and left alone when the log grows. */
export function useLogSelection(address: string, filter: LogFilter, newest: Selection): LogSelection {
  const [chosen, setChosen] = useState<Chosen>({ selection: newest, since: '' })
  const [found, setFound] = useState<Found>()
  const [reveal, setReveal] = useState<{ row: number | null }>()
  // the address has come to what was chosen: from here on, the one before it is somebody else's choice, too
  if (chosen.since !== address && addressOf(chosen.selection) === address) setChosen({ ...chosen, since: address })
  const mine = chosen.since === address || addressOf(chosen.selection) === address
  const selection = mine ? chosen.selection : (parseAddress(address) ?? chosen.selection)
  const target = addressOf(selection)
  const key = JSON.stringify(filter)
  const wanted = `${target} ${key}`
  const row = found?.of === wanted ? found.row : undefined

  useEffect(() => {
    if (target === address) return undefined
    const timer = setTimeout(() => location.replace(hrefTo('log', ...target.split('/'))), SETTLE)
    return () => clearTimeout(timer)
  }, [target, address])

  useEffect(() => {
    if (row !== undefined) return undefined
    let over = false
    void placeOf(target, key).then((place) => {
      if (over) return
      setFound({ of: `${target} ${key}`, row: place })
      setReveal({ row: place })
    })
    return () => {
      over = true
    }
  }, [target, key, row])

  const choose = useCallback(
    (at: number, next: Selection) => {
      setChosen({ selection: next, since: address })
      setFound({ of: `${addressOf(next)} ${key}`, row: at })
    },
    [address, key],
  )
  const goTo = useCallback(
    (next: Selection) => {
      setChosen({ selection: next, since: address })
      setFound(undefined)
    },
    [address],
  )
  return { selection, row: row ?? undefined, reveal, choose, goTo }
}

/** A checkpoint stands behind the last entry it covers. The list itself says why it cannot be read. */
async function placeOf(address: string, filter: string): Promise<number | null> {
  const target = parseAddress(address)
  if (target === null) return null
  const index = target.kind === 'entry' ? target.index : target.size - 1
  try {
    const request = { filter: JSON.parse(filter) as LogFilter, index: Math.max(0, index) }
    const { row } = await call('log.place', request)
    return row === null || target.kind === 'entry' ? row : row + 1
  } catch {
    return null
  }
}
