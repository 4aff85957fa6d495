import { fail } from '../../../shared/failure.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import { viewToken } from './keys.ts'
import type { Scene } from './scene.ts'

/** The token that a field of a step names. */
export function tokenNamed({ session, run }: Scene, field: string): ReturnType<typeof viewToken> {
  const token = session.facility.state.tokens.get(resolveValue(run.plan, field))
  if (token === undefined) throw fail('token-not-found', `The facility has no token "${field}".`)
  return viewToken(session.facility.state, session.room, token.token)
}
