import type { ApprovalItem } from '../../../shared/ipc/contract/approval-item.ts'
import { activeCredentials } from '../../../shared/people/person.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import { findPerson } from '../people/find-person.ts'
import { viewChange } from './change-rows.ts'
import { credentialWords } from './founding.ts'
import { viewPerson } from './pieces.ts'
import type { Builder, Scene } from './scene.ts'

type ChangeKind =
  | 'enrol-person'
  | 'remove-person'
  | 'set-roles'
  | 'move-credential'
  | 'register-token'
  | 'import-policy'

/** The steps that write a change down for approval. */
export const changeBodies: { readonly [K in ChangeKind]: Builder<K> } = {
  'enrol-person': (scene, step) => ({
    kind: 'enrol-person',
    name: resolveValue(scene.run.plan, step.name),
    role: resolveValue(scene.run.plan, step.role),
    result: changeOf(scene),
  }),
  'remove-person': (scene, step) => ({
    kind: 'remove-person',
    person: personNamed(scene, step.person),
    reason: resolveValue(scene.run.plan, step.reason),
    result: changeOf(scene),
  }),
  'set-roles': (scene, step) => ({
    kind: 'set-roles',
    person: personNamed(scene, step.person),
    roles: step.roles.map((name) => resolveValue(scene.run.plan, name)),
    result: changeOf(scene),
  }),
  'move-credential': (scene, step) => {
    const { state } = scene.session.facility
    const person = findPerson(state, resolveValue(scene.run.plan, step.person))
    return {
      kind: 'move-credential',
      person: viewPerson(person),
      credentials: activeCredentials(person).map(credentialWords),
      result: changeOf(scene),
    }
  },
  'register-token': (scene, step) => ({
    kind: 'register-token',
    name: resolveValue(scene.run.plan, step.name),
    result: changeOf(scene),
  }),
  'import-policy': (scene) => {
    const { policy } = scene.session.facility
    return {
      kind: 'import-policy',
      inForce: `${policy.title}, version ${String(policy.version)}`,
      result: changeOf(scene),
    }
  },
}

/** What the step wrote for approval; null before. */
function changeOf({ session, state }: Scene): ApprovalItem | null {
  const { output } = state
  return output !== null && 'change' in output ? viewChange(session.facility.state, output) : null
}

function personNamed({ session, run }: Scene, field: string): ReturnType<typeof viewPerson> {
  return viewPerson(findPerson(session.facility.state, resolveValue(run.plan, field)))
}
