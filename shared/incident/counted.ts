import type { RunState } from '../procedure/run-state.ts'
import { doneSteps, minute } from './facts.ts'

/** What inventories said of the certificates that an incident is about. */
export interface CountedFacts {
  /** Made up for a drill. */
  readonly synthetic: boolean
  readonly total: number
  /** Neither expired nor revoked when it was counted. */
  readonly remainingValid: number
  /** Where they are, in words. */
  readonly where: string
  /** How others find each of them, in words. */
  readonly heuristic: string
  /** SHA-256 of the conclave-impact/v1. */
  readonly document: string
}

/** The newest count of what hangs on the key; null while nothing was counted. */
export function countedOf(run: RunState): CountedFacts | null {
  const newest = doneSteps(run, 'compute-impact').at(-1)
  if (newest === undefined) return null
  const { synthetic, subject, asOf, certificates, live, services, regions, owners, impact } = newest.output
  return {
    synthetic,
    total: certificates,
    remainingValid: live,
    where: `${many(services, 'service')} of ${many(owners, 'owner')} in ${many(regions, 'region')}`,
    heuristic: `Every certificate that hangs on ${subject}, by the inventory of the fleet as of ${minute(asOf)}.`,
    document: impact,
  }
}

/** What was found when inventories were compared, a line for each comparison. */
export function comparedWords(run: RunState): string[] {
  return doneSteps(run, 'reconcile-inventory').map(({ output, state }) => {
    const { synthetic, counts, serious } = output
    const found = counts.filter(({ count }) => count > 0).map(({ kind, count }) => `${kind} ${grouped(count)}`)
    const words = found.length === 0 ? 'nothing was found' : `${found.join(', ')}; serious: ${grouped(serious)}`
    return `${marked(synthetic)}Inventories compared ${minute(state.doneAt ?? '')}: ${words}.`
  })
}

/** "SYNTHETIC: " before what was made up for a drill. */
export function marked(synthetic: boolean): string {
  return synthetic ? 'SYNTHETIC: ' : ''
}

/** "1,000,000" */
export function grouped(count: number): string {
  return count.toLocaleString('en-US')
}

function many(count: number, word: string): string {
  return `${grouped(count)} ${word}${count === 1 ? '' : 's'}`
}
