import { fail } from '../../../shared/failure.ts'
import type { StepBody } from '../../../shared/ipc/contract/steps.ts'
import type { StepKind } from '../../../shared/procedure/outputs.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import { outputOf, type RunState, type StepState } from '../../../shared/procedure/run-state.ts'
import type { FacilityConsole } from '../console.ts'
import { closingCheckpoint } from '../procedure/closing-checkpoint.ts'
import { readDraft } from '../procedure/handoff-pieces.ts'
import { referredDigest } from '../procedure/referred-digest.ts'
import { madeKey } from '../procedure/made-key.ts'
import { referredStep } from '../procedure/referred-step.ts'
import { REQUEST_LIMIT } from '../procedure/steps/import-request.ts'
import { bytesToHex } from '../../../shared/bytes.ts'
import { viewCertificateItem, viewCrlItem, viewItems } from './approval-items.ts'
import { viewRevocations } from './revocation-rows.ts'
import { viewApprovalSlots } from './approval-slots.ts'
import type { Body, Builder, Scene } from './scene.ts'
import { changeBodies } from './change-bodies.ts'
import { orderBodies } from './order-bodies.ts'
import { keyActBodies } from './key-act-bodies.ts'
import { reportBodies } from './report-bodies.ts'
import { reissueBodies } from './reissue-bodies.ts'
import { roomBodies } from './room-bodies.ts'
import { incidentBodies } from './incident-bodies.ts'
import { inventoryStepBodies } from './inventory-bodies.ts'
import { evidenceBodies } from './evidence-bodies.ts'
import { custodyBodies } from './custody-bodies.ts'
import { viewIssuedCertificate, viewIssuedCrl } from './issued.ts'
import { viewKey, viewToken } from './keys.ts'
import { viewDigest, viewPerson } from './pieces.ts'
import { findPerson } from '../people/find-person.ts'
import { tokenNamed } from './token-named.ts'

type Builders = { readonly [K in StepKind]: Builder<K> }

/** What the view of a step draws: one builder a kind; a missing one does not compile. */
export function viewStepBody(session: FacilityConsole, run: RunState, state: StepState): StepBody {
  const build = builders[state.step.kind] as (scene: Scene, step: StepState['step']) => StepBody
  return build({ session, run, state }, state.step)
}

const builders: Builders = {
  assemble: ({ session, run }) => ({
    kind: 'assemble',
    people: [...session.facility.state.people.values()].map((person) => ({
      person: viewPerson(person),
      present: run.present.some((seat) => seat.person === person.id),
    })),
    needed: Object.entries(run.plan.definition.script.roles).map(([role, count]) => ({
      role: role as 'officer',
      count,
    })),
  }),
  confirm: ({ run }, step) => {
    const shown = step.shows === undefined ? null : referredDigest(run, step.shows)
    return {
      kind: 'confirm',
      statement: step.statement,
      digest: shown && viewDigest(shown.digest),
      digestOf: shown && `SHA-256 of ${shown.of}`,
    }
  },
  ...custodyBodies,
  ...reissueBodies,
  ...incidentBodies,
  ...evidenceBodies,
  ...inventoryStepBodies,
  'close-token': (scene, step) => ({
    kind: 'close-token',
    token: tokenNamed(scene, step.token),
  }),
  'generate-key': (scene, step) => {
    const { session, run, state } = scene
    const output = isDone(state) ? outputOf(run, step.id, 'generate-key') : null
    return {
      kind: 'generate-key',
      name: resolveValue(run.plan, step.name),
      algorithm: step.algorithm,
      token: tokenNamed(scene, step.token),
      result: output === null ? null : viewKey(session.facility, output.key, output.dossier),
    }
  },
  'inspect-key': ({ session, run, state }, step) => {
    const { policy } = session.facility
    const made = madeKey(referredStep(run, step.key))
    const dossier = isDone(state) ? outputOf(run, step.id, 'inspect-key').dossier : made.dossier
    return {
      kind: 'inspect-key',
      key: viewKey(session.facility, made.key, dossier),
      policy: `${policy.title}, version ${String(policy.version)}`,
    }
  },
  'import-request': ({ session, run, state }, step) => ({
    kind: 'import-request',
    limitBytes: REQUEST_LIMIT,
    result: isDone(state) ? viewRequest(session, outputOf(run, step.id, 'import-request')) : null,
  }),
  'preview-certificate': ({ session, run, state }, step) => ({
    kind: 'preview-certificate',
    title: resolveValue(run.plan, step.subject['common-name']),
    profile: step.profile,
    result: isDone(state) ? viewCertificateItem(session.facility, run, step) : null,
  }),
  revoke: ({ session, run, state }, step) => {
    const value = (field: string): string => resolveValue(run.plan, field)
    return {
      kind: 'revoke',
      issuer: value(step.issuer),
      certificates: step.certificates?.map(value) ?? null,
      reason: value(step.reason),
      since: value(step.since),
      why: value(step.why),
      result: isDone(state) ? viewRevocations(session.facility.state, outputOf(run, step.id, 'revoke')) : null,
    }
  },
  'preview-crl': ({ session, run, state }, step) => ({
    kind: 'preview-crl',
    title: resolveValue(run.plan, step.issuer),
    result: isDone(state) ? viewCrlItem(session.facility, run, step) : null,
  }),
  approve: ({ session, run, state }, step) => ({
    kind: 'approve',
    items: step.over.flatMap((reference) => viewItems(session.facility, run, reference)),
    slots: viewApprovalSlots(session.facility, run, state),
  }),
  'issue-certificate': (scene, step) => {
    const { session, run, state } = scene
    const item = onlyItem(scene, step.preview)
    return {
      kind: 'issue-certificate',
      item,
      approvers: approvers(scene, step.approval),
      token: tokenOfKey(scene, item.signingKey),
      result: isDone(state)
        ? viewIssuedCertificate(session.facility, outputOf(run, step.id, 'issue-certificate').certificate)
        : null,
    }
  },
  'issue-crl': (scene, step) => {
    const { session, run, state } = scene
    const item = onlyItem(scene, step.preview)
    return {
      kind: 'issue-crl',
      item,
      approvers: approvers(scene, step.approval),
      token: tokenOfKey(scene, item.signingKey),
      result: isDone(state) ? viewIssuedCrl(session.facility, outputOf(run, step.id, 'issue-crl')) : null,
    }
  },
  'verify-hierarchy': ({ run, state }, step) => ({
    kind: 'verify-hierarchy',
    checks: isDone(state) ? outputOf(run, step.id, 'verify-hierarchy').checks : [],
  }),
  'build-handoff': ({ session, run, state }, step) => ({
    kind: 'build-handoff',
    domain: resolveValue(run.plan, step.domain),
    signers: step.signers.map((name) => resolveValue(run.plan, name)),
    threshold: step.threshold,
    result: isDone(state) ? viewDraft(session, outputOf(run, step.id, 'build-handoff')) : null,
  }),
  'sign-handoff': (scene, step) => {
    const { run, state } = scene
    const draft = outputOf(run, referredStep(run, step.handoff).step.id, 'build-handoff')
    return {
      kind: 'sign-handoff',
      signers: draft.signers.map((signer) => ({
        name: signer.name,
        tbs: viewDigest(signer.item.tbs),
        signed: state.intents.some(
          (intent) =>
            intent.outcome === 'recorded' && intent.intent.action === 'sign' && intent.intent.signer === signer.name,
        ),
      })),
      approvers: approvers(scene, step.approval),
      token: tokenOfKey(scene, draft.signers[0]?.name ?? ''),
      manifest: viewDigest(draft.manifest),
    }
  },
  export: ({ run, state }, step) => {
    const draft = outputOf(run, referredStep(run, step.handoff).step.id, 'build-handoff')
    const output = isDone(state) ? outputOf(run, step.id, 'export') : null
    return {
      kind: 'export',
      folderName: draft.folderName,
      manifest: viewDigest(draft.manifest),
      result:
        output === null
          ? null
          : { destination: output.destination, tar: viewDigest(output.tar), checks: output.checks },
    }
  },
  ...orderBodies,
  ...reportBodies,
  ...changeBodies,
  ...keyActBodies,
  ...roomBodies,
  'apply-change': (scene, step) => ({
    kind: 'apply-change',
    item: onlyItem(scene, step.change),
    approvers: approvers(scene, step.approval),
    done: isDone(scene.state),
  }),
  'sign-off': ({ session, run, state }) => {
    const done = isDone(state) ? outputOf(run, state.step.id, 'sign-off').checkpoint : null
    const open = done ?? readClosing(session, run)
    return {
      kind: 'sign-off',
      checkpoint: { size: open.size, root: viewDigest(open.root) },
      people: run.present.map((seat) => {
        const signed = state.signOffs.find((signOff) => signOff.statement.person === seat.person)
        return {
          person: viewPerson(findPerson(session.facility.state, seat.person)),
          signed:
            signed === undefined
              ? ('no' as const)
              : signed.statement.agrees
                ? ('agrees' as const)
                : ('disagrees' as const),
          time: signed?.time ?? null,
          remark: signed?.statement.remark ?? '',
        }
      }),
    }
  },
}

function isDone(state: StepState): boolean {
  return state.status === 'done'
}

function readClosing(session: FacilityConsole, run: RunState): { size: number; root: string } {
  const { size, root } = closingCheckpoint(session.facility, run)
  return { size, root: bytesToHex(root) }
}

function tokenOfKey({ session }: Scene, name: string | null): ReturnType<typeof viewToken> {
  const key = session.facility.state.keys.get(name ?? '')
  if (key === undefined) throw fail('key-not-found', `The facility has no key "${name ?? ''}".`)
  return viewToken(session.facility.state, session.room, key.token)
}

function approvers({ session, run }: Scene, reference: string): ReturnType<typeof viewPerson>[] {
  return outputOf(run, referredStep(run, reference).step.id, 'approve').approvers.map((id) =>
    viewPerson(findPerson(session.facility.state, id)),
  )
}

function onlyItem({ session, run }: Scene, reference: string): ReturnType<typeof viewItems>[number] {
  const [item] = viewItems(session.facility, run, reference)
  if (item === undefined) throw fail('log-inconsistent', `"${reference}" holds nothing to be signed.`)
  return item
}

function viewRequest(
  session: FacilityConsole,
  output: ReturnType<typeof outputOf<'import-request'>>,
): Body<'import-request'>['result'] {
  const bytes = session.facility.artifacts.get(output.request)
  return {
    fileName: output.fileName,
    subject: output.subject,
    algorithm: output.algorithm,
    sha256: viewDigest(output.request),
    size: bytes.length,
    checks: [
      { name: 'Form', ok: true, detail: 'one PKCS#10 request in strict DER, nothing behind it' },
      { name: 'Key', ok: true, detail: `${output.algorithm}, no known weakness` },
      { name: 'Possession', ok: true, detail: 'signed with the key that it asks for' },
    ],
  }
}

function viewDraft(
  session: FacilityConsole,
  output: ReturnType<typeof outputOf<'build-handoff'>>,
): Body<'build-handoff'>['result'] {
  const { manifest } = readDraft(session.facility.artifacts, output)
  return {
    epoch: output.epoch,
    sequence: output.sequence,
    expiresAt: output.expiresAt,
    manifest: viewDigest(output.manifest),
    files: manifest.artifacts.map(({ path, size, sha256 }) => ({ name: path, size, sha256 })),
  }
}
