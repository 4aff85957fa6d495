import { existsSync } from 'node:fs'
import type { ShareSet } from '../../../shared/custody/share-set.ts'
import { pinSources, pinSourcesAt } from '../../../shared/facility/pins.ts'
import type { OpeningView } from '../../../shared/ipc/contract/opening.ts'
import type { ApprovalItem } from '../../../shared/ipc/contract/approval-item.ts'
import type { StepBodyOf } from '../../../shared/ipc/contract/steps.ts'
import { isPresent } from '../../../shared/procedure/attendance.ts'
import { outputOf } from '../../../shared/procedure/run-state.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import type { StepOf } from '../../../shared/procedure/step-kinds.ts'
import { shareFilePath } from '../custody/share-store.ts'
import { findPerson } from '../people/find-person.ts'
import { counterOf } from '../procedure/open-token.ts'
import { referredStep } from '../procedure/referred-step.ts'
import { namedTokenOf } from '../procedure/step-token.ts'
import { sourceWords, viewCustodyAct } from './custody-rows.ts'
import { viewPerson } from './pieces.ts'
import type { Builder, Scene } from './scene.ts'
import { tokenNamed } from './token-named.ts'

/** The steps in which custodians act. */
export const custodyBodies: { readonly [K in 'open-token' | 'prepare-custody' | 'split-pin']: Builder<K> } = {
  'open-token': (scene, step) => {
    const { run, state } = scene
    const output = state.status === 'done' ? outputOf(run, step.id, 'open-token') : null
    const people = output?.custody?.people ?? []
    return {
      kind: 'open-token',
      token: tokenNamed(scene, step.token),
      openedBy: people.map((id) => viewPerson(findPerson(scene.session.facility.state, id))),
    }
  },
  'prepare-custody': (scene, step) => {
    const { facility } = scene.session
    const { plan } = scene.run
    const token = resolveValue(plan, step.token)
    return {
      kind: 'prepare-custody',
      token: tokenNamed(scene, step.token),
      now: sourceWords(pinSources(facility.state, token)[0] ?? null),
      threshold: resolveValue(plan, step.threshold),
      custodians: step.custodians.map(({ person, share }) => ({
        person: facility.state.people.get(resolveValue(plan, person))?.name ?? resolveValue(plan, person),
        share: resolveValue(plan, share),
      })),
      result: scene.state.status === 'done' ? custodyItem(scene, step.id) : null,
    }
  },
  'split-pin': (scene, step) => {
    const { session, run, state } = scene
    const { act } = outputOf(run, referredStep(run, step.act).step.id, 'prepare-custody')
    const done = state.status === 'done' ? outputOf(run, step.id, 'split-pin') : null
    return {
      kind: 'split-pin',
      token: tokenNamed(scene, act.token),
      item: custodyItem(scene, referredStep(run, step.act).step.id),
      approvers: outputOf(run, referredStep(run, step.approval).step.id, 'approve').approvers.map((id) =>
        viewPerson(findPerson(session.facility.state, id)),
      ),
      ...viewDealing(scene, step),
      set: done?.set.id ?? null,
    }
  },
}

/** What an approve step over this shows. */
export function custodyItem({ session, run }: Pick<Scene, 'session' | 'run'>, stepId: string): ApprovalItem {
  const { item, act } = outputOf(run, stepId, 'prepare-custody')
  return viewCustodyAct(session.facility.state, item, act)
}

function viewDealing(
  { session, run, state }: Scene,
  step: StepOf<'split-pin'>,
): Pick<StepBodyOf<'split-pin'>, 'phase' | 'custodians'> {
  const { facility, engine } = session
  const { act } = outputOf(run, referredStep(run, step.act).step.id, 'prepare-custody')
  const dealing = engine.services.custody.dealingAt(counterOf(run, state))
  const isOver = state.status === 'done' || state.status === 'recorded' || state.status === 'unknown'
  return {
    phase: isOver ? 'over' : dealing === null ? 'current-pin' : dealing.complete ? 'ready' : 'dealing',
    custodians: act.custodians.map(({ person, share }) => ({
      person: viewPerson(findPerson(facility.state, person)),
      share,
      here: isPresent(run, person),
      dealt: isOver || dealing?.isDealt(person) === true,
      shown: dealing?.shown === person,
    })),
  }
}

/** How the token of the current step is opened; null for a step that needs none. */
export function viewOpening({ session, run, state }: Scene): OpeningView | null {
  const { facility } = session
  const token = namedTokenOf(facility.state, run, state)
  if (token === null) return null
  const sources = pinSourcesAt(facility.state, token.name, state)
  return {
    token: token.name,
    typed: sources.includes(null),
    sets: sources.flatMap((source) => (source === null ? [] : [viewSet({ session, run, state }, source)])),
  }
}

function viewSet({ session, run, state }: Scene, set: ShareSet): OpeningView['sets'][number] {
  const { facility, engine } = session
  const givers = engine.services.custody.givers(counterOf(run, state), set)
  return {
    id: set.id,
    needed: set.k,
    custodians: set.custodians.map(({ person, kind }) => ({
      person: viewPerson(findPerson(facility.state, person)),
      share: kind,
      here: isPresent(run, person),
      given: givers.includes(person),
      inFacility: kind === 'sealed' && existsSync(shareFilePath(facility.layout, person, set.id)),
    })),
  }
}
