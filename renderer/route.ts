import { useSyncExternalStore } from 'react'

export const AREAS = ['overview', 'ceremonies', 'incidents', 'hsms', 'transfers', 'log'] as const

export type AreaId = (typeof AREAS)[number]

export interface Route {
  readonly area: AreaId
  /** What follows the area: `#/ceremonies/run/r-1` is `['run', 'r-1']`. */
  readonly rest: readonly string[]
}

/** A hash that names no area is the overview. */
export function parseRoute(hash: string): Route {
  const [area, ...rest] = hash
    .replace(/^#\/?/, '')
    .split('/')
    .filter((part) => part !== '')
    .map((part) => {
      try {
        return decodeURIComponent(part)
      } catch {
        return part
      }
    })
  const known = AREAS.find((each) => each === area)
  return known === undefined ? { area: 'overview', rest: [] } : { area: known, rest }
}

/** For `href`. Going there is an entry of the window history, so Alt+Left leads back. */
export function hrefTo(area: AreaId, ...rest: readonly string[]): string {
  return `#/${[area, ...rest].map((part) => encodeURIComponent(part)).join('/')}`
}

export function navigate(area: AreaId, ...rest: readonly string[]): void {
  location.hash = hrefTo(area, ...rest)
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, () => location.hash))
}
