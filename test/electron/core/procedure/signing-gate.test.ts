import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { approvedBytes } from '../../../../electron/core/procedure/approvals.ts'
import type { FacilityState } from '../../../../shared/facility/state.ts'
import type { SigningItem } from '../../../../shared/procedure/approval.ts'
import { type Attendance, outputOf, type RunState, type StepState } from '../../../../shared/procedure/run-state.ts'
import { PRIYA, stepOf, WITNESS } from '../../../support/ceremony-run.ts'
import { failureOf } from '../../../support/failure.ts'
import { Stages } from '../../../support/stages.ts'
import { present } from '../../../support/present.ts'

const stages = new Stages()
afterEach(() => stages.removeCopies())
afterAll(() => stages.removeAll())

interface Gate {
  state: FacilityState
  run: RunState
  step: StepState
  item: SigningItem
  bytes: Uint8Array
}

/** What stands before the HSM when the root is to be signed, as copies that a test may damage. */
async function gate(): Promise<Gate> {
  const { session, run } = await stages.sceneAt('issue-root')
  const { item } = outputOf(run, 'preview-root', 'preview-certificate')
  return {
    state: { ...session.facility.state },
    run: { ...run },
    step: structuredClone(stepOf(run, 'approve-root')),
    item,
    bytes: session.facility.artifacts.get(item.tbs),
  }
}

function pass({ state, run, step, item, bytes }: Gate): unknown {
  return approvedBytes(state, run, step, item, bytes)
}

/** The approvals of the step with `change` made to the last of them. */
function changeLast(here: Gate, change: (approval: StepState['approvals'][number]) => object): Gate {
  const last = present(here.step.approvals.at(-1), 'approval')
  const approvals = [...here.step.approvals.slice(0, -1), { ...last, ...change(last) } as typeof last]
  return { ...here, step: { ...here.step, approvals } }
}

describe('The gate before the HSM', () => {
  it('lets the approved bytes through', async () => {
    const here = await gate()
    expect(pass(here)).toEqual({ item: here.item, bytes: here.bytes })
  })

  it.each<[string, (here: Gate) => Gate, string]>([
    [
      'a changed byte',
      (here) => ({ ...here, bytes: here.bytes.with(40, (here.bytes[40] ?? 0) ^ 1) }),
      'digest-mismatch',
    ],
    ['a missing byte', (here) => ({ ...here, bytes: here.bytes.slice(0, -1) }), 'digest-mismatch'],
    [
      'another size in the preview',
      (here) => ({ ...here, item: { ...here.item, size: here.item.size + 1 } }),
      'digest-mismatch',
    ],
    ['another key', (here) => ({ ...here, item: { ...here.item, key: 'f'.repeat(64) } }), 'quorum-not-met'],
    [
      'an approve step that is not done',
      (here) => ({ ...here, step: { ...here.step, status: 'pending' } }),
      'quorum-not-met',
    ],
    [
      'a missing approval',
      (here) => ({ ...here, step: { ...here.step, approvals: here.step.approvals.slice(1) } }),
      'quorum-not-met',
    ],
    ['no approval', (here) => ({ ...here, step: { ...here.step, approvals: [] } }), 'quorum-not-met'],
    [
      'the same approval twice',
      (here) => ({
        ...here,
        step: { ...here.step, approvals: here.step.approvals.slice(0, 1).flatMap((one) => [one, one]) },
      }),
      'quorum-not-met',
    ],
    [
      'a signature that does not fit',
      (here) => changeLast(here, () => ({ signature: '00'.repeat(64) })),
      'quorum-not-met',
    ],
    [
      'an approval in the name of another',
      (here) => changeLast(here, ({ statement }) => ({ statement: { ...statement, person: WITNESS } })),
      'quorum-not-met',
    ],
    [
      'a policy that changed since',
      (here) => ({ ...here, state: { ...here.state, policyDigest: 'f'.repeat(64) } }),
      'quorum-not-met',
    ],
    ['another run', (here) => ({ ...here, run: { ...here.run, id: 'run-0009' } }), 'quorum-not-met'],
    ['another plan', (here) => ({ ...here, run: { ...here.run, planDigest: 'f'.repeat(64) } }), 'quorum-not-met'],
    [
      'an approver who is seated as an officer, but not enrolled as one',
      (here) => {
        const people = new Map(here.state.people)
        const priya = present(people.get(PRIYA), 'person')
        people.set(PRIYA, { ...priya, roles: ['witness'] })
        return { ...here, state: { ...here.state, people } }
      },
      'quorum-not-met',
    ],
    [
      'an approver who had left the room',
      (here) => {
        const leave = (stay: Attendance): Attendance => ({ ...stay, untilIndex: stay.index + 1 })
        return { ...here, run: { ...here.run, attendance: here.run.attendance.map(leave) } }
      },
      'quorum-not-met',
    ],
    [
      'an approver who was not in the room',
      (here) => ({ ...here, run: { ...here.run, attendance: here.run.attendance.slice(0, 2) } }),
      'quorum-not-met',
    ],
  ])('does not let %s through', async (_what, change, code) => {
    const here = change(await gate())
    expect(failureOf(() => pass(here))).toBe(code)
  })
})
