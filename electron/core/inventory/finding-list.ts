import { type Evidence, type Finding, type FindingKind, SEVERITY_OF } from '../../../shared/inventory/finding.ts'
import { PLACE_UNIT } from '../../../shared/inventory/inventory.ts'
import type { Inventory } from './open-inventory.ts'
import { identityWords } from './repeated.ts'

const FINDINGS_A_KIND = 100
const ORDER = { serious: 0, warning: 1, note: 2 } as const

/** Findings as they come: all are counted, so many of a kind are kept. */
export class FindingList {
  readonly #kept: Finding[] = []
  readonly #counts = new Map<FindingKind, number>()

  /** `evidence` is asked only for what is kept. */
  add(kind: FindingKind, make: () => Omit<Finding, 'kind' | 'severity'>): void {
    const before = this.#counts.get(kind) ?? 0
    this.#counts.set(kind, before + 1)
    if (before < FINDINGS_A_KIND) this.#kept.push({ kind, severity: SEVERITY_OF[kind], ...make() })
  }

  /** Serious ones first. */
  get findings(): Finding[] {
    return this.#kept.toSorted((a, b) => ORDER[a.severity] - ORDER[b.severity])
  }

  get counts(): { kind: FindingKind; severity: Finding['severity']; count: number }[] {
    return [...this.#counts]
      .map(([kind, count]) => ({ kind, severity: SEVERITY_OF[kind], count }))
      .toSorted((a, b) => ORDER[a.severity] - ORDER[b.severity])
  }
}

/** Where a row of an inventory stands. */
export function evidenceOf(inventory: Inventory, row: number): Evidence {
  const identity = inventory.blocks.identity(row, inventory.groups)
  const source = inventory.document.sources[identity.source]
  const [name] = inventory.blocks.names(row).split('\n')
  return {
    source: source?.name ?? '',
    sha256: source?.sha256 ?? '0'.repeat(64),
    at: { unit: PLACE_UNIT[source?.kind ?? 'unknown'], value: identity.position },
    says: `${identityWords(identity)}${name === undefined || name === '' ? '' : `, ${name}`}`.slice(0, 500),
  }
}
