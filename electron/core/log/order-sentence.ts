import type { TrustOrder } from '../../../shared/handoff/order.ts'
import { endedWithoutStop } from './wording.ts'

const DEED: Readonly<Record<TrustOrder['order'], (name: string) => string>> = {
  freeze: (name) => `issue nothing more with ${name}`,
  taint: (name) => `issue nothing more with ${name} and replace all that it issued`,
  release: (name) => `issue with ${name} again`,
  distrust: (name) => `distrust ${name}`,
}

/** "distrust fleet-issuing-eu-1": what a fleet is told to do. */
export function orderDeed(order: TrustOrder): string {
  return DEED[order.order](order.authority)
}

/** The same, with since when, what takes its place, and why: what people approve. */
export function orderWords(order: TrustOrder): string {
  const since = order.order === 'distrust' ? ` since ${order.from.slice(0, 16).replace('T', ' ')}Z` : ''
  const instead =
    order.order === 'distrust' && order.replacement !== null ? `, ${order.replacement.authority} instead` : ''
  return `${orderDeed(order)}${since}${instead}: ${endedWithoutStop(order.reason)}`
}
