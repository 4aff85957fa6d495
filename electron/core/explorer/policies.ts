import type { PolicyVersion } from '../../../shared/ipc/contract/stories.ts'
import { type Policy, policyDigest } from '../../../shared/people/policy.ts'
import { toLogEntry } from '../facility/entry-draft.ts'
import type { FacilityRecord } from '../facility/record.ts'
import { adoptedPolicy } from '../log/adopted-policy.ts'
import { policyRows } from '../views/change-rows.ts'
import { viewDigest } from '../views/pieces.ts'
import type { LogIndex } from './log-index.ts'
import { marked } from './stories/events.ts'
import { wholeName } from './terms.ts'

/** Every policy that was ever in force, in log order, each beside the one before it. */
export function policyHistory({ store }: FacilityRecord, index: LogIndex): PolicyVersion[] {
  const marks = index.mark([wholeName('policy-adopted'), wholeName('adopt-policy')])
  const versions: PolicyVersion[] = []
  let before: Policy | null = null
  for (const at of marked(marks)) {
    const entry = toLogEntry(store.entry(at).envelope)
    const policy = adoptedPolicy(entry)
    if (policy === null) continue
    versions.push({
      title: policy.title,
      version: policy.version,
      digest: viewDigest(policyDigest(policy)),
      entry: at,
      time: entry.time,
      run: entry.run,
      rows: policyRows(before, policy),
    })
    before = policy
  }
  return versions
}
