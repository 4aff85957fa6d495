import type { AuditReport } from '../../../shared/audit/report.ts'
import type { LogEntry } from '../../../shared/ledger/entries.ts'
import { APPROVAL_ACTIONS, policyDigest, quorumWords } from '../../../shared/people/policy.ts'
import { adoptedPolicy } from '../log/adopted-policy.ts'

/** What the state of a facility forgets and an auditor asks for: every policy that was in force, and what software wrote the log where. */
export class RecordHistory {
  readonly #policies: AuditReport['policies'][number][] = []
  readonly #software = new Map<string, AuditReport['software'][number]>()

  /** Every entry in its order. */
  visit(entry: LogEntry): void {
    const policy = adoptedPolicy(entry)
    if (policy !== null) {
      this.#policies.push({
        title: policy.title,
        version: policy.version,
        digest: policyDigest(policy),
        since: entry.time,
        entry: entry.index,
        quorums: APPROVAL_ACTIONS.map((action) => ({ action, needs: quorumWords(policy.quorums[action]) })),
        keptApart: policy.exclusiveRoles.map(([one, other]) => `${one} and ${other}`),
      })
    }
    if (entry.kind !== 'facility-opened') return
    const { software, host } = entry.data
    const key = JSON.stringify([software, host])
    const known = this.#software.get(key)
    this.#software.set(key, {
      software,
      host,
      openings: (known?.openings ?? 0) + 1,
      first: known?.first ?? entry.time,
      last: entry.time,
    })
  }

  get policies(): AuditReport['policies'] {
    return this.#policies
  }

  get software(): AuditReport['software'] {
    return [...this.#software.values()]
  }
}
