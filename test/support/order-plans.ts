import type { Plan } from '../../shared/procedure/plan.ts'
import type { Step } from '../../shared/procedure/step-kinds.ts'
import { issuePlan } from './ceremony-run.ts'

/** A ceremony of these steps between an assembly and a sign-off, with the practice HSM open. */
export function planOf(...steps: readonly Step[]): Plan {
  const { definition, inputs: _inputs, profiles: _profiles, ...rest } = issuePlan()
  const acts = [
    {
      title: 'All',
      steps: [
        { kind: 'assemble' as const, id: 'assemble', title: 'Who is here' },
        { kind: 'open-token' as const, id: 'open', title: 'Open the HSM', token: 'practice-hsm' },
        ...steps,
        { kind: 'sign-off' as const, id: 'sign-off', title: 'Sign off' },
      ],
    },
  ]
  return { ...rest, definition: { ...definition, inputs: {}, acts }, inputs: {}, profiles: {} }
}

export function distrust(
  authority: string,
  more: Partial<Extract<Step, { kind: 'distrust' }>> = {},
): Extract<Step, { kind: 'distrust' }> {
  return { kind: 'distrust', id: 'order', title: 'Distrust it', authority, reason: 'Its key was stolen.', ...more }
}

export function freeze(authority: string, order: 'freeze' | 'taint' | 'release'): Step {
  return { kind: 'freeze', id: 'order', title: 'Freeze it', authority, order, reason: 'Under suspicion.' }
}

/** Builds the next hand-off, has it approved, signed and written; with the orders of the step "order" where there is one. */
export function handOver(
  ordered: boolean,
  more: Partial<Extract<Step, { kind: 'build-handoff' }>> = {},
): readonly Step[] {
  const signers = ['handoff-a', 'handoff-b']
  return [
    ...(ordered
      ? [
          {
            kind: 'approve' as const,
            id: 'agree-order',
            title: 'Approve the order',
            action: 'distrust' as const,
            over: ['order.orders'],
          },
        ]
      : []),
    {
      kind: 'build-handoff',
      id: 'handoff',
      title: 'Build it',
      domain: 'fleet',
      signers,
      threshold: 2,
      'next-expected-days': 30,
      ...(ordered ? { orders: ['order.orders'], approval: 'agree-order.approval' } : {}),
      ...more,
    },
    { kind: 'approve', id: 'agree', title: 'Approve it', action: 'sign-handoff', over: ['handoff.handoff'] },
    { kind: 'sign-handoff', id: 'sign', title: 'Sign it', handoff: 'handoff.handoff', approval: 'agree.approval' },
    { kind: 'export', id: 'export', title: 'Write it', handoff: 'handoff.handoff', signatures: 'sign.signatures' },
  ]
}
