import { fail } from '../../../shared/failure.ts'
import { livingPlaces } from '../../../shared/facility/keys.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { ApprovalItem } from '../../../shared/ipc/contract/approval-item.ts'
import type { ComparisonRow } from '../../../shared/ipc/contract/views.ts'
import type { KeyAct } from '../../../shared/keys/key-act.ts'
import type { ProposedCustody, ProposedKeyAct } from '../../../shared/procedure/outputs.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import { outputOf, type StepState } from '../../../shared/procedure/run-state.ts'
import { findPerson } from '../people/find-person.ts'
import { referredStep } from '../procedure/referred-step.ts'
import { viewKey, viewToken } from './keys.ts'
import { viewCustodyAct } from './custody-rows.ts'
import { viewDigest, viewPerson } from './pieces.ts'
import type { Body, Builder, Scene } from './scene.ts'

type KeyActKind =
  | 'generate-transport-key'
  | 'prepare-backup'
  | 'prepare-restore'
  | 'prepare-destruction'
  | 'back-up-key'
  | 'export-backup'
  | 'restore-key'
  | 'destroy-key'

/** The steps that write an act on a key down for approval, and those that do it. */
export const keyActBodies: { readonly [K in KeyActKind]: Builder<K> } = {
  'generate-transport-key': (scene, step) => ({
    kind: 'generate-transport-key',
    name: resolveValue(scene.run.plan, step.name),
    token: tokenOf(scene, resolveValue(scene.run.plan, step.token)),
    spki: isDone(scene) ? viewDigest(outputOf(scene.run, step.id, 'generate-transport-key').transportKey.spki) : null,
  }),
  'prepare-backup': (scene, step) => prepared('prepare-backup', scene, step),
  'prepare-restore': (scene, step) => prepared('prepare-restore', scene, step),
  'prepare-destruction': (scene, step) => prepared('prepare-destruction', scene, step),
  'back-up-key': (scene, step) => ({
    kind: 'back-up-key',
    ...approved(scene, step),
    sealed: isDone(scene) ? viewDigest(outputOf(scene.run, step.id, 'back-up-key').sealed) : null,
  }),
  'export-backup': (scene, step) => {
    const { key, sealed } = outputOf(scene.run, referredStep(scene.run, step.backup).step.id, 'back-up-key')
    const output = isDone(scene) ? outputOf(scene.run, step.id, 'export-backup') : null
    return {
      kind: 'export-backup',
      name: key,
      sealed: viewDigest(sealed),
      result: output === null ? null : { fileName: output.fileName, destination: output.destination },
    }
  },
  'restore-key': (scene, step) => {
    const output = isDone(scene) ? outputOf(scene.run, step.id, 'restore-key') : null
    return {
      kind: 'restore-key',
      ...approved(scene, step),
      result: output === null ? null : viewKey(scene.session.facility, output.key, output.dossier),
    }
  },
  'destroy-key': (scene, step) => ({
    kind: 'destroy-key',
    ...approved(scene, step),
    remaining: isDone(scene) ? outputOf(scene.run, step.id, 'destroy-key').remaining : null,
  }),
}

type Prepared = Body<'prepare-backup' | 'prepare-restore' | 'prepare-destruction'>

function prepared<K extends Prepared['kind']>(
  kind: K,
  scene: Scene,
  step: { readonly key: string; readonly token: string },
): Extract<Prepared, { kind: K }> {
  const { plan } = scene.run
  const { output } = scene.state
  const result = output !== null && 'act' in output ? viewKeyAct(scene.session.facility.state, output) : null
  const place = tokenOf(scene, resolveValue(plan, step.token))
  return { kind, name: resolveValue(plan, step.key), place, result } as Extract<Prepared, { kind: K }>
}

/** What was approved, by whom, and the token on which it is done. */
function approved(
  scene: Scene,
  step: { readonly act: string; readonly approval: string },
): { item: ApprovalItem; approvers: ReturnType<typeof viewPerson>[]; token: ReturnType<typeof viewToken> } {
  const { run, session } = scene
  const { output } = referredStep(run, step.act)
  if (output === null || !('act' in output)) throw fail('log-inconsistent', `"${step.act}" is no act on a key.`)
  const { approvers } = outputOf(run, referredStep(run, step.approval).step.id, 'approve')
  const { state } = session.facility
  return {
    item: viewKeyAct(state, output),
    approvers: approvers.map((id) => viewPerson(findPerson(state, id))),
    token: tokenOf(scene, output.act.token),
  }
}

/** An act on a key as people approve it: what is so now, beside what would be. */
export function viewKeyAct(state: FacilityState, { item, act }: ProposedKeyAct | ProposedCustody): ApprovalItem {
  if (act.act === 'change-custody') return viewCustodyAct(state, item, act)
  return {
    title: TITLE[act.act](act.key),
    kind: 'document',
    size: item.size,
    rows: [
      row('Key', act.key, act.key),
      row('Public key', act.spki, act.spki, true),
      row('Copies', copies(state, act.key, null), copies(state, act.key, act)),
      ...rowsOf(act),
    ],
    lint: null,
    key: null,
    signingKey: null,
    tbs: viewDigest(item.tbs),
  }
}

const TITLE: Readonly<Record<KeyAct['act'], (key: string) => string>> = {
  'back-up-key': (key) => `Back up ${key}`,
  'restore-key': (key) => `Restore ${key}`,
  'destroy-key': (key) => `Destroy ${key}`,
}

function rowsOf(act: KeyAct): ComparisonRow[] {
  switch (act.act) {
    case 'back-up-key':
      return [
        row('Read from', 'nothing yet', act.token),
        row('Can be opened by', 'nothing yet', act.target),
        row('Transport key', 'nothing yet', act.transportKey, true),
      ]
    case 'restore-key':
      return [
        row('Restored on', 'nothing yet', act.token),
        row('Backup', 'nothing yet', act.sealed, true),
        row('Transport key', 'nothing yet', act.transportKey, true),
      ]
    case 'destroy-key':
      return [row('Destroyed on', 'nothing yet', act.token), row('Reason', 'nothing yet', act.reason)]
  }
}

/** The tokens that hold the key, before the act (null) and after it. */
function copies(state: FacilityState, name: string, act: KeyAct | null): string {
  const key = state.keys.get(name)
  const transport = state.transportKeys.get(name)
  const now =
    key !== undefined
      ? livingPlaces(key).map(({ tokenName }) => tokenName)
      : transport?.destroyedAt === null
        ? [transport.tokenName]
        : []
  if (act === null || act.act === 'back-up-key') return now.join(', ') || 'none'
  // Once it is done, "now" is what would be.
  const after =
    act.act === 'restore-key' ? [...new Set([...now, act.token])] : now.filter((token) => token !== act.token)
  return after.join(', ') || 'none'
}

function row(field: string, planned: string, actual: string, mono = false): ComparisonRow {
  return { field, planned, actual, verdict: planned === actual ? 'same' : 'changes', mono }
}

function isDone({ state }: { readonly state: StepState }): boolean {
  return state.status === 'done'
}

function tokenOf({ session }: Scene, name: string): ReturnType<typeof viewToken> {
  const { state } = session.facility
  const token = state.tokens.get(name)
  if (token === undefined) throw fail('token-not-found', `The facility has no token "${name}".`)
  return viewToken(state, session.room, token.token)
}
