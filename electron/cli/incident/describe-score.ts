import type { Score, ScoredDecision } from '../../../shared/incident/score.ts'
import { spanWords, timedLine } from './words.ts'

/** What a drill came to. `drills`: how many of this playbook were played to their end. */
export function describeScore(score: Score, drills: number): string {
  const { recovery, targets, clocks, acts, decisions, met, of } = score
  const took = recovery.took === null ? 'not reached' : spanWords(recovery.took)
  return [
    `DRILL: score ${String(met)} of ${String(of)}; recovery ${took}, target ${spanWords(recovery.allowed)}; ${String(drills)} ${drills === 1 ? 'drill' : 'drills'} of this playbook played to the end`,
    ...[...targets, ...clocks, ...acts].map((timed) => `  ${timedLine(timed)}`),
    ...decisions.map((decision) => `  ${decisionLine(decision)}`),
  ].join('\n')
}

function decisionLine({ title, expected, chosen, verdict }: ScoredDecision): string {
  return `${verdict.toUpperCase().padEnd(10)}  ${title}: ${chosen ?? 'not decided'}, expected ${expected}`
}
