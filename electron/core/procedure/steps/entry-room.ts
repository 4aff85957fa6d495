import { canonicalBytes } from '../../../../shared/ledger/canonical-json.ts'

/** An entry holds 65,535 bytes; this leaves room for everything else in it. */
const FINDINGS_BYTES = 40_000

/** The first findings that an entry has room for, and how many it has not; all of them are in the artifact beside it. */
export function asManyAsFit<T extends object>(findings: readonly T[]): { findings: T[]; omitted: number } {
  let bytes = 0
  const kept: T[] = []
  for (const finding of findings) {
    bytes += canonicalBytes(finding).length + 1
    if (bytes > FINDINGS_BYTES) break
    kept.push(finding)
  }
  return { findings: kept, omitted: findings.length - kept.length }
}
