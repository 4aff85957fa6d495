import type { ModuleView, RegisteredTokenView } from '../../../shared/ipc/contract/hsms.ts'
import type { TokenView } from '../../../shared/ipc/contract/views.ts'
import { hrefTo } from '../../route.ts'

/** What the right side shows. */
export type Place =
  | { readonly kind: 'inspect' }
  | { readonly kind: 'module'; readonly path: string }
  | { readonly kind: 'token'; readonly label: string; readonly serial: string }

/** `#/hsms/inspect`, `#/hsms/module/PATH`, `#/hsms/token/LABEL/SERIAL`; null for anything else. */
export function parsePlace(rest: readonly string[]): Place | null {
  const [kind, first, second] = rest
  if (kind === 'inspect') return { kind }
  if (kind === 'module' && first !== undefined) return { kind, path: first }
  if (kind === 'token' && first !== undefined && second !== undefined) return { kind, label: first, serial: second }
  return null
}

export function hrefOf(place: Place): string {
  if (place.kind === 'inspect') return hrefTo('hsms', 'inspect')
  return place.kind === 'module'
    ? hrefTo('hsms', 'module', place.path)
    : hrefTo('hsms', 'token', place.label, place.serial)
}

export function samePlace(a: Place | null, b: Place | null): boolean {
  return a !== null && b !== null && hrefOf(a) === hrefOf(b)
}

export interface Hsms {
  readonly modules: readonly ModuleView[]
  readonly registered: readonly RegisteredTokenView[]
}

/** What is shown when nobody chose: what needs a person first, else the first token, else the first module. */
export function firstPlace({ modules, registered }: Hsms): Place {
  const broken = modules.find((module) => module.failure !== null)
  if (broken !== undefined) return { kind: 'module', path: broken.path }
  const token = modules.flatMap(({ tokens }) => tokens).toSorted(byNeed)[0] ?? registered[0]
  if (token !== undefined) return { kind: 'token', label: token.label, serial: token.serial }
  const module = modules[0]
  return module === undefined ? { kind: 'inspect' } : { kind: 'module', path: module.path }
}

function byNeed(a: TokenView, b: TokenView): number {
  return rank(a) - rank(b)
}

function rank(token: TokenView): number {
  if (token.userPin !== 'ok') return 0
  return token.name === null ? 2 : 1
}
