import { isPractice } from '../../../shared/facility/state.ts'
import { role as roleSchema } from '../../../shared/ids.ts'
import { handedOver } from '../../../shared/procedure/attendance.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import { outputOf, type StepState } from '../../../shared/procedure/run-state.ts'
import { worstFirst } from '../../../shared/room/air-gap.ts'
import type { RecordedReading, TokenReading } from '../../../shared/room/token-reading.ts'
import { isNotedOnly } from '../../../shared/room/media.ts'
import { referredDigest } from '../procedure/referred-digest.ts'
import { findPerson } from '../people/find-person.ts'
import { viewDigest, viewPerson } from './pieces.ts'
import type { Builder } from './scene.ts'
import { tokenNamed } from './token-named.ts'

type RoomKind =
  | 'check-clock'
  | 'check-air-gap'
  | 'inspect-media'
  | 'inspect-token'
  | 'record-bag'
  | 'read-back'
  | 'hand-over'

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
  'inspect-media': ({ session, run, state }, step) => {
    const output = isDone(state) ? outputOf(run, step.id, 'inspect-media') : null
    return {
      kind: 'inspect-media',
      matters: !isPractice(session.facility.state),
      result: output && {
        ...output,
        findings: output.findings.map((finding) => ({ words: finding.words, notedOnly: isNotedOnly(finding) })),
        manifest: viewDigest(output.manifest),
      },
    }
  },
  'inspect-token': (scene, step) => {
    const { session, run, state } = scene
    const output = isDone(state) ? outputOf(run, step.id, 'inspect-token') : null
    const last = session.facility.state.room.readings.get(resolveValue(run.plan, step.token))
    return {
      kind: 'inspect-token',
      token: tokenNamed(scene, step.token),
      last: last === undefined ? null : withoutTime(last),
      result: output && { ...output, inspection: viewDigest(output.inspection) },
    }
  },
  'record-bag': ({ session, run, state }, step) => {
    const output = isDone(state) ? outputOf(run, step.id, 'record-bag') : null
    const { items } = session.facility.state.room.bags
    return {
      kind: 'record-bag',
      items: step.items.map((field) => {
        const item = resolveValue(run.plan, field)
        return { item, stored: items.get(item) ?? null }
      }),
      result: output && { bags: output.bags, problems: output.problems.map(({ words }) => words) },
    }
  },
  'read-back': ({ session, run, state }, step) => {
    const output = isDone(state) ? outputOf(run, step.id, 'read-back') : null
    const { digest, of } = referredDigest(run, step.digest)
    const outside = step.reader === undefined ? null : resolveValue(run.plan, step.reader)
    return {
      kind: 'read-back',
      how: step.how,
      form: step.form ?? 'either',
      words: step.words,
      of,
      outside,
      digest: outside !== null && output === null && step.how === 'typed' ? null : viewDigest(digest),
      result: output && {
        form: output.form,
        compared: output.compared,
        reader: output.readerName,
        listener: viewPerson(findPerson(session.facility.state, output.listener)),
      },
    }
  },
  'hand-over': ({ session, run, state }, step) => {
    const named = (field: string) => findPerson(session.facility.state, resolveValue(run.plan, field))
    const [from, to] = [named(step.from), named(step.to)]
    const role = roleSchema.parse(resolveValue(run.plan, step.role))
    const { left, came } = handedOver(run, state, { role, from: from.id, to: to.id })
    const done = isDone(state)
    return {
      kind: 'hand-over',
      role,
      from: viewPerson(from),
      to: viewPerson(to),
      left: done || left !== null,
      came: done || came !== null,
    }
  },
}

function withoutTime({ at, ...reading }: RecordedReading): { at: string; reading: TokenReading } {
  return { at, reading }
}

function isDone(state: StepState): boolean {
  return state.status === 'done'
}
