import type { Failure, FailureCode } from '../../../shared/failure.ts'
import type { StepBody, StepView } from '../../../shared/ipc/contract/steps.ts'

const LOST: ReadonlySet<FailureCode> = new Set(['token-not-open', 'token-gone', 'hsm-stopped'])

/** Steps that open and close their token themselves, or only name it. A look at the token needs it open all the same. */
const NEED_NO_LOGIN: ReadonlySet<StepBody['kind']> = new Set([
  'open-token',
  'close-token',
  'inspect-token',
  'prepare-custody',
  'split-pin',
])

/**
 * The token that a step needs open and that no longer is: its login ended with a process or a pulled cable. Null when all is
 * well.
 */
export function lostToken(step: StepView, refusal: Failure | null): { readonly label: string } | null {
  const { body } = step
  if (!step.current || step.status === 'working') return null
  if (NEED_NO_LOGIN.has(body.kind) && step.status !== 'unknown') return null
  if ('token' in body) return body.token.open ? null : { label: body.token.name ?? body.token.label }
  const failure = refusal ?? step.failure
  if (failure === null || !LOST.has(failure.code)) return null
  return { label: 'key' in body && typeof body.key === 'object' ? body.key.token : 'the HSM' }
}
