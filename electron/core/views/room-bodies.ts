import { isPractice } from '../../../shared/facility/state.ts'
import { outputOf, type StepState } from '../../../shared/procedure/run-state.ts'
import { worstFirst } from '../../../shared/room/air-gap.ts'
import { findPerson } from '../people/find-person.ts'
import { viewDigest, viewPerson } from './pieces.ts'
import type { Builder } from './scene.ts'

type RoomKind = 'check-clock' | 'check-air-gap'

/** The steps that look at the room: the machine, the clocks, the media, the bags, the people. */
export const roomBodies: { readonly [K in RoomKind]: Builder<K> } = {
  'check-clock': ({ session, run, state }, step) => {
    const { state: known, policy } = session.facility
    const output = isDone(state) ? outputOf(run, step.id, 'check-clock') : null
    return {
      kind: 'check-clock',
      toleranceSeconds: policy.clockToleranceSeconds,
      matters: !isPractice(known),
      result: output && {
        hostTime: output.hostTime,
        references: output.references.map(({ person, ...reading }) => ({
          ...reading,
          person: viewPerson(findPerson(known, person)),
        })),
        findings: output.findings,
      },
    }
  },
  'check-air-gap': ({ session, run, state }, step) => {
    const output = isDone(state) ? outputOf(run, step.id, 'check-air-gap') : null
    return {
      kind: 'check-air-gap',
      matters: !isPractice(session.facility.state),
      current: worstFirst(session.watch.current.findings),
      result: output && { ...output, facts: viewDigest(output.facts) },
    }
  },
}

function isDone(state: StepState): boolean {
  return state.status === 'done'
}
