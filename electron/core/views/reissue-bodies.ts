import { fail } from '../../../shared/failure.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import { outputOf } from '../../../shared/procedure/run-state.ts'
import { findPerson } from '../people/find-person.ts'
import { referredStep } from '../procedure/referred-step.ts'
import { REQUESTS_LIMIT } from '../procedure/steps/prepare-reissue.ts'
import { tokenOf } from '../procedure/step-token.ts'
import { viewToken } from './keys.ts'
import { viewPerson } from './pieces.ts'
import { viewReissue } from './reissue-rows.ts'
import type { Builder } from './scene.ts'

type ReissueKind = 'prepare-reissue' | 'reissue-many'

/** The steps that write many certificates down for approval, and sign them. */
export const reissueBodies: { readonly [K in ReissueKind]: Builder<K> } = {
  'prepare-reissue': ({ session, run, state }, step) => ({
    kind: 'prepare-reissue',
    issuer: resolveValue(run.plan, step.issuer),
    profile: step.profile,
    why: resolveValue(run.plan, step.why),
    limitBytes: REQUESTS_LIMIT,
    result: state.status === 'done' ? viewReissue(session.facility, outputOf(run, step.id, 'prepare-reissue')) : null,
  }),
  'reissue-many': ({ session, run, state }, step) => {
    const { facility, room } = session
    const proposed = outputOf(run, referredStep(run, step.reissue).step.id, 'prepare-reissue')
    const { approvers } = outputOf(run, referredStep(run, step.approval).step.id, 'approve')
    const ref = tokenOf(facility.state, run, state)
    if (ref === null) throw fail('key-not-found', `The facility has no key "${proposed.reissue.issuer}".`)
    const signed = state.intents.flatMap(({ intent, outcome }) =>
      intent.action === 'sign-many' && outcome === 'recorded' ? [intent.items.length] : [],
    )
    return {
      kind: 'reissue-many',
      item: viewReissue(facility, proposed),
      approvers: approvers.map((id) => viewPerson(findPerson(facility.state, id))),
      token: viewToken(facility.state, room, ref),
      count: proposed.reissue.count,
      signed: signed.reduce((sum, one) => sum + one, 0),
      issued: state.status === 'done' ? outputOf(run, step.id, 'reissue-many').certificates.length : null,
    }
  },
}
