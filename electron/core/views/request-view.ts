import type { RequestView } from '../../../shared/ipc/contract/transfer.ts'
import { objectionsTo } from '../transfer/objections.ts'
import type { JudgedRequest } from '../transfer/read-request.ts'
import { viewDigest, viewPerson } from './pieces.ts'

/** An approval request of another Conclave as a screen draws it. */
export function viewRequest(path: string, judged: JudgedRequest): RequestView {
  const { request, sha256, step, number, items, quorum } = judged
  const { facility, run, plan, policy, people, createdAt } = request
  return {
    path,
    file: viewDigest(sha256),
    facility: { name: facility.name, origin: facility.origin, practice: facility.mode === 'practice' },
    run,
    title: plan.document.title,
    step: { id: step.id, number, title: step.title, say: step.say ?? '' },
    plan: viewDigest(plan.digest),
    policy: { title: policy.document.title, version: policy.document.version, digest: viewDigest(policy.digest) },
    quorum,
    elsewhere: policy.document.approvalsElsewhere,
    items: [...items],
    people: people.map(({ id, name, role }) => ({ person: viewPerson({ id, name, roles: [role] }), role })),
    createdAt,
    objections: objectionsTo(items),
  }
}
