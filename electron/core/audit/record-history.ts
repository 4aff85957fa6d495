import { setImmediate } from 'node:timers/promises'
import type { AuditReport } from '../../../shared/audit/report.ts'
import { OperationError } from '../../../shared/failure.ts'
import type { LogEntry } from '../../../shared/ledger/entries.ts'
import { parseEnvelope } from '../../../shared/ledger/envelope.ts'
import { APPROVAL_ACTIONS, policyDigest, quorumWords } from '../../../shared/people/policy.ts'
import { toLogEntry } from '../facility/entry-draft.ts'
import type { LedgerReader } from '../ledger/reader.ts'
import { adoptedPolicy } from '../log/adopted-policy.ts'
import type { IsWithheld } from './leave-out.ts'

/** What the state of a facility forgets and an auditor asks for: every policy that was in force, and what software wrote the log where. */
export class RecordHistory {
  readonly #policies: AuditReport['policies'][number][] = []
  readonly #software = new Map<string, AuditReport['software'][number]>()

  readonly #isWithheld: IsWithheld

  constructor(isWithheld: IsWithheld = () => false) {
    this.#isWithheld = isWithheld
  }

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
    if (entry.kind !== 'facility-opened' || this.#isWithheld(entry.index)) return
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

/** What `RecordHistory` looks at: other entries need not be parsed. */
const TOLD = ['"policy-adopted"', '"adopt-policy"', '"facility-opened"'].map((text) => Buffer.from(text))
const BREATH = 5_000

/** Of a whole log. */
export async function readHistory(store: LedgerReader, isWithheld: IsWithheld): Promise<RecordHistory> {
  const history = new RecordHistory(isWithheld)
  for (const { index, bytes } of store.records()) {
    if (index % BREATH === 0) await setImmediate()
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (!TOLD.some((wanted) => text.includes(wanted))) continue
    const entry = readable(bytes)
    if (entry !== null) history.visit(entry)
  }
  return history
}

/** An entry that cannot be read is in the verdict. */
function readable(bytes: Uint8Array): LogEntry | null {
  try {
    return toLogEntry(parseEnvelope(bytes))
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    return null
  }
}
