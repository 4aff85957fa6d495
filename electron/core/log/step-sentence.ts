import type { FacilityState } from '../../../shared/facility/state.ts'
import { role, roleCount } from '../../../shared/ids.ts'
import type { EntryOf } from '../../../shared/ledger/entries.ts'
import { KEY_ALGORITHM_NAME } from '../../../shared/pki/algorithm-identifiers.ts'
import { type StepKind, type StepOutput, stepOutputs } from '../../../shared/procedure/outputs.ts'
import type { LintSummary } from '../../../shared/procedure/outputs.ts'
import type { Revocations } from '../../../shared/revocation/document.ts'
import { keyActWords } from './key-act-sentence.ts'
import { orderDeed, orderWords } from './order-sentence.ts'
import { madeChange, proposal } from './change-sentence.ts'
import { INCIDENT_SAYINGS } from './incident-sentence.ts'
import { REPORT_SAYINGS } from './report-sentence.ts'
import { INVENTORY_SAYINGS } from './inventory-sentence.ts'
import { EVIDENCE_SAYINGS } from './evidence-sentence.ts'
import { ROOM_SAYINGS } from './room-step-sentence.ts'
import type { Sentence } from './sentence.ts'
import { counted } from '../../../shared/counted.ts'
import { approvedThing, commonName, endedWithoutStop, ends, joined, personName, runOf, stepOf } from './wording.ts'

/** A finished step as one sentence: what is now so. */
export function doneSentence(entry: EntryOf<'step-done'>, state: FacilityState): Sentence {
  const { kind, output } = entry.data
  const parsed = stepOutputs[kind].safeParse(output)
  // A log that was changed can hold anything; the verifier says what is wrong with it.
  if (!parsed.success) return { strong: 'Conclave', text: `finished a step (${kind})`, label: 'outcome' }
  const say = SAY[kind] as (output: StepOutput, context: Context) => Sentence
  return say(parsed.data, { entry, state })
}

interface Context {
  readonly entry: EntryOf<'step-done'>
  readonly state: FacilityState
}

type Sayings = { readonly [K in StepKind]: (output: StepOutput<K>, context: Context) => Sentence }

const SAY: Sayings = {
  assemble: ({ present }) => ({
    strong: counted(present.length, 'person', 'people'),
    text: `${present.length === 1 ? 'is' : 'are'} in the room: ${joined(rolesOf(present))}`,
    label: 'people',
  }),
  confirm: ({ statement }) => ({
    strong: 'The room',
    text: `confirmed: ${endedWithoutStop(statement)}`,
    label: 'confirm',
  }),
  ...ROOM_SAYINGS,
  ...INCIDENT_SAYINGS,
  ...EVIDENCE_SAYINGS,
  ...INVENTORY_SAYINGS,
  'open-token': ({ tokenName, model, custody }, { state }) => ({
    strong: tokenName,
    text: `was opened with ${custody === undefined ? 'its PIN' : `the shares of ${joined(custody.people.map((id) => personName(state, id)))}`}, a ${model}`,
    label: 'token',
  }),
  'close-token': ({ tokenName }) => ({ strong: tokenName, text: 'was closed', label: 'token' }),
  'generate-key': ({ key }) => ({
    strong: key.tokenName,
    text: `holds the new ${KEY_ALGORITHM_NAME[key.algorithm]} key ${key.name}, read back, as the policy wants`,
    label: 'outcome',
  }),
  'inspect-key': ({ key, checks }, { state }) => ({
    strong: state.keys.get(key)?.tokenName ?? 'The token',
    text: `showed ${key} again, ${counted(checks.length, 'attribute')}, as the policy wants`,
    label: 'read-back',
  }),
  'generate-transport-key': ({ transportKey: { name, tokenName, spki } }) => ({
    strong: tokenName,
    text: `holds the new transport key ${name}, public key ${ends(spki)}`,
    label: 'outcome',
  }),
  'prepare-backup': ({ act }) => ({
    strong: 'Conclave',
    text: `wrote down for approval: ${keyActWords(act)}`,
    label: 'key',
  }),
  'prepare-restore': ({ act }) => ({
    strong: 'Conclave',
    text: `wrote down for approval: ${keyActWords(act)}`,
    label: 'key',
  }),
  'prepare-destruction': ({ act }) => ({
    strong: 'Conclave',
    text: `wrote down for approval: ${keyActWords(act)}`,
    label: 'key',
  }),
  'back-up-key': ({ key, sealed, recovered }) => ({
    strong: key,
    text: `was backed up, backup ${ends(sealed)}${recoveredWords(recovered)}`,
    label: 'key',
  }),
  'export-backup': ({ fileName, sealed }) => ({
    strong: fileName,
    text: `was written and read back, backup ${ends(sealed)}`,
    label: 'export',
  }),
  'restore-key': ({ key, recovered }) => ({
    strong: key.tokenName,
    text: `holds a copy of ${key.name}, restored, read back and tested${recoveredWords(recovered)}`,
    label: 'key',
  }),
  'destroy-key': ({ key, tokenName, remaining, recovered }) => ({
    strong: key,
    text: `was destroyed on ${tokenName}${remaining === 0 ? '' : `; ${counted(remaining, 'other object')} of its id stay there`}${recoveredWords(recovered)}`,
    label: 'key',
  }),
  'import-request': ({ fileName, algorithm }) => ({
    strong: 'Conclave',
    text: `took in the request ${fileName}, signed by its own ${KEY_ALGORITHM_NAME[algorithm]} key`,
    label: 'import',
  }),
  'preview-certificate': ({ subject, item, lint }) => ({
    strong: 'Conclave',
    text: `built the certificate of ${commonName(subject)}, ${String(item.size)} bytes to be signed, ${findings(lint)}`,
    label: 'preview',
  }),
  revoke: ({ revocations }) => ({
    strong: 'Conclave',
    text: `wrote down for approval: ${revocationWords(revocations)}`,
    label: 'preview',
  }),
  'preview-crl': ({ issuer, number, item, lint }) => ({
    strong: 'Conclave',
    text: `built CRL ${String(number)} of ${commonName(issuer)}, ${String(item.size)} bytes to be signed, ${findings(lint)}`,
    label: 'preview',
  }),
  approve: ({ approvers, items }, { state, entry }) => ({
    strong: joined(approvers.map((id) => personName(state, id))),
    text: `${approvers.length === 1 ? 'is' : 'are'} the quorum: ${approvedThing(stepOf(runOf(state, entry.run), entry.step), items)} ${items.every(({ kind }) => kind === 'document') ? 'is approved' : 'may be signed'}`,
    label: 'quorum',
  }),
  'issue-certificate': ({ subject, serial, recovered }) => ({
    strong: commonName(subject),
    text: `was issued, serial ${ends(serial)}${recoveredWords(recovered)}`,
    label: 'issue',
  }),
  'issue-crl': ({ issuer, number, entries, nextUpdate, recovered }) => ({
    strong: `CRL ${String(number)} of ${commonName(issuer)}`,
    text: `was issued, ${entries === 0 ? 'nothing' : counted(entries, 'certificate')} revoked, valid until ${nextUpdate.slice(0, 10)}${recoveredWords(recovered)}`,
    label: 'issue',
  }),
  'prepare-reissue': ({ reissue: { issuer, count, refused } }) => ({
    strong: 'Conclave',
    text: `wrote down for approval: ${issuer} signs ${counted(count, 'certificate')}${refused === 0 ? '' : `; ${counted(refused, 'request')} set aside`}`,
    label: 'preview',
  }),
  'reissue-many': ({ signingKey, certificates, recovered }) => ({
    strong: counted(certificates.length, 'certificate'),
    text: `were issued by ${signingKey} from one approved list${recoveredWords(recovered)}`,
    label: 'issue',
  }),
  'verify-hierarchy': ({ checks }) => ({
    strong: 'OpenSSL',
    text: `verified ${joined(checks.map(({ name }) => commonName(name)))}`,
    label: 'verify',
  }),
  freeze: ({ order }) => ({
    strong: 'Conclave',
    text: `wrote down for approval: ${orderWords(order)}`,
    label: 'order',
  }),
  distrust: ({ order }) => ({
    strong: 'Conclave',
    text: `wrote down for approval: ${orderWords(order)}`,
    label: 'order',
  }),
  'build-handoff': ({ domain, sequence, fileCount, orders }) => ({
    strong: 'Conclave',
    text: `built hand-off ${String(sequence)} for ${domain}, ${counted(fileCount, 'file')}${orders.length === 0 ? '' : `, with the order to ${joined(orders.map(orderDeed))}`}`,
    label: 'preview',
  }),
  'sign-handoff': ({ manifest, signatures, recovered }, { state }) => ({
    strong: handoffName(state, manifest),
    text: `was signed by ${joined(signatures.map(({ signer }) => signer))}${recoveredWords(recovered)}`,
    label: 'issue',
  }),
  export: ({ folderName, checks }) => ({
    strong: folderName,
    text: `was written and read back, ${counted(checks.length, 'check')} passed`,
    label: 'export',
  }),
  ...REPORT_SAYINGS,
  'register-receiver': ({ change }, { state }) => ({ ...proposal(change, state), label: 'receiver' }),
  'remove-receiver': ({ change }, { state }) => ({ ...proposal(change, state), label: 'receiver' }),
  'enrol-person': ({ change }, { state }) => ({ ...proposal(change, state), label: 'people' }),
  'remove-person': ({ change }, { state }) => ({ ...proposal(change, state), label: 'people' }),
  'set-roles': ({ change }, { state }) => ({ ...proposal(change, state), label: 'people' }),
  'move-credential': ({ change }, { state }) => ({ ...proposal(change, state), label: 'people' }),
  'register-token': ({ change }, { state }) => ({ ...proposal(change, state), label: 'token' }),
  'import-policy': ({ change }, { state }) => ({ ...proposal(change, state), label: 'policy' }),
  'apply-change': ({ change }, { state }) => ({ ...madeChange(change, state), label: 'change' }),
  'prepare-custody': ({ act }, { state }) => ({
    strong: 'Conclave',
    text: `wrote down for approval: the PIN of ${act.token} is split, ${String(act.k)} of ${String(act.custodians.length)}, among ${joined(act.custodians.map(({ person }) => personName(state, person)))}`,
    label: 'share',
  }),
  'split-pin': ({ tokenName, set, recovered }, { state }) => ({
    strong: tokenName,
    text: `opens with ${String(set.k)} of the shares of ${joined(set.custodians.map(({ person }) => personName(state, person)))}${recoveredWords(recovered)}`,
    label: 'share',
  }),
  'sign-off': ({ agree, disagree, checkpoint }) => ({
    strong:
      disagree.length === 0 ? 'Everybody' : `${String(agree.length)} of ${String(agree.length + disagree.length)}`,
    text: `signed off that the script was followed, on the checkpoint of ${counted(checkpoint.size, 'entry', 'entries')}`,
    label: 'sign-off',
  }),
}

/** "1 administrator", "3 officers", in the order of rank. */
function rolesOf(present: StepOutput<'assemble'>['present']): string[] {
  return role.options.flatMap((name) => {
    const count = present.filter((seat) => seat.role === name).length
    return count === 0 ? [] : [roleCount(name, count)]
  })
}

function findings({ errors, warnings }: LintSummary): string {
  if (errors + warnings === 0) return 'lint clean'
  return errors === 0 ? counted(warnings, 'warning') : counted(errors, 'lint error')
}

/** "fleet-root-g1 revokes Fleet Issuing EU-1, keyCompromise since 2026-11-29" */
function revocationWords({ issuer, certificates, count, byReason, earliest }: Revocations): string {
  const named = certificates.length === count ? joined(certificates.map(({ subject }) => commonName(subject))) : null
  return `${issuer} revokes ${named ?? counted(count, 'certificate')}, ${joined(Object.keys(byReason))} since ${earliest.slice(0, 10)}`
}

function recoveredWords(recovered: boolean): string {
  return recovered ? ', finished from the log after a stop' : ''
}

function handoffName(state: FacilityState, manifest: string): string {
  const found = state.handoffs.find(({ draft }) => draft.manifest === manifest)
  return found === undefined ? 'The hand-off' : `Hand-off ${String(found.draft.sequence)} for ${found.draft.domain}`
}
