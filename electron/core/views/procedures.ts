import { livingKeyNames, livingPlaces } from '../../../shared/facility/keys.ts'
import { type ShareKind, shareKind, threshold } from '../../../shared/custody/share-set.ts'
import { certificateOfKey, type FacilityState, mayOpen } from '../../../shared/facility/state.ts'
import { openCeremony } from '../../../shared/facility/open-runs.ts'
import { role } from '../../../shared/ids.ts'
import type { InputView, ProcedureView } from '../../../shared/ipc/contract/runs.ts'
import {
  type Definition,
  definitionDigest,
  type InputDefinition,
  isPlaybook,
  procedureName,
  procedureWord,
} from '../../../shared/procedure/definition.ts'
import { RFC5280_REASONS } from '../../../shared/pki/reasons.ts'
import { commonNameOf } from '../procedure/authority-name.ts'
import { revocableCertificates } from '../revocation/revocable.ts'
import { fleetAuthorities } from '../procedure/fleet-authorities.ts'
import { planProfile } from '../procedure/issuers.ts'
import { EFFECT_KINDS } from '../../../shared/procedure/step-kinds.ts'
import type { FacilityConsole } from '../console.ts'
import { viewDigest } from './pieces.ts'

/** The library as the screen shows it: what each procedure needs, and why it cannot be started now. */
export function viewProcedures(session: FacilityConsole): ProcedureView[] {
  const { state } = session.facility
  return [...session.library.procedures.values()].map((definition) => viewProcedure(state, definition))
}

function viewProcedure(state: FacilityState, definition: Definition): ProcedureView {
  let number = 0
  const inputs = viewProcedureInputs(state, definition)
  return {
    procedure: procedureName(definition),
    kind: procedureWord(definition),
    version: definition.version,
    title: definition.title,
    summary: definition.summary,
    digest: viewDigest(definitionDigest(definition)),
    roles: Object.entries(definition.script.roles).map(([name, count]) => ({ role: name as 'officer', count })),
    hardware: isPlaybook(definition) ? [] : definition.script.hardware,
    acts: definition.acts.map((act) => ({
      title: act.title,
      steps: act.steps.map((step) => ({ number: ++number, title: step.title, usesKey: EFFECT_KINDS.has(step.kind) })),
    })),
    inputs,
    locked: whyLocked(state, definition, inputs),
    runs: [...state.runs.values()].filter((run) => procedureName(run.plan.definition) === procedureName(definition))
      .length,
  }
}

/** Why it cannot be started now, in words; null when it can. */
export function whyLocked(state: FacilityState, definition: Definition, inputs: readonly InputView[]): string | null {
  if (!mayOpen(state, procedureName(definition)))
    return state.established ? 'This facility is founded, once and for ever.' : 'The facility is founded first.'
  const open = isPlaybook(definition) ? null : openCeremony(state)
  if (open !== null) return `${open.plan.title} is still open. One ceremony at a time.`
  const empty = inputs.find(
    ({ kind, choices }) =>
      (kind === 'authority' || kind === 'token' || kind === 'key' || kind === 'certificate') && choices.length === 0,
  )
  if (empty === undefined) return null
  return empty.kind === 'token'
    ? 'No HSM token is registered in this facility.'
    : `There is nothing to choose for "${empty.label}" yet. Create a root first.`
}

/** What has to be filled in, with what there is to choose from. */
export function viewProcedureInputs(state: FacilityState, { inputs }: Definition): InputView[] {
  return Object.entries(inputs).map(([name, input]) => viewInput(state, name, input))
}

function viewInput(state: FacilityState, name: string, input: InputDefinition): InputView {
  return {
    name,
    kind: input.kind,
    label: input.label,
    help: input.help ?? '',
    example: input.example ?? '',
    choices: choicesOf(state, name, input),
  }
}

const BACKUP_CHOICES: InputView['choices'] = [
  { value: 'none', label: 'No: it never leaves its HSM' },
  { value: 'wrap', label: 'Yes: wrapped, for one other HSM' },
]

const ORDER_CHOICES: InputView['choices'] = [
  { value: 'freeze', label: 'Freeze: it issues nothing more' },
  { value: 'taint', label: 'Taint: and all that it issued is replaced' },
  { value: 'release', label: 'Release: it may issue again' },
]

/** "fleet-root-g1, on hsm-a and hsm-b" */
function keyLabel({ keys, transportKeys }: FacilityState, name: string): string {
  const key = keys.get(name)
  if (key === undefined) return `${name}, transport key on ${transportKeys.get(name)?.tokenName ?? ''}`
  return `${name}, on ${livingPlaces(key)
    .map(({ tokenName }) => tokenName)
    .join(' and ')}`
}

const SHARE: Readonly<Record<ShareKind, string>> = {
  sealed: 'Sealed with their key file',
  paper: 'On paper, 40 words',
}

/** Hand-off keys are offered where the procedure asks for a signer, CAs where it asks for an issuer. */
function choicesOf(state: FacilityState, name: string, input: InputDefinition): InputView['choices'] {
  if (input.kind === 'token')
    return [...state.tokens.values()].map((token) => ({
      value: token.name,
      label: `${token.name}, serial ${token.token.serial}`,
    }))
  if (input.kind === 'person')
    return [...state.people.values()]
      .filter(({ removedAt }) => removedAt === null)
      .map(({ id, name: full, roles }) => ({ value: id, label: `${full}, ${roles.join(' and ')}` }))
  if (input.kind === 'key') return livingKeyNames(state).map((value) => ({ value, label: keyLabel(state, value) }))
  if (input.kind === 'key-backup') return BACKUP_CHOICES
  if (input.kind === 'certificate')
    return revocableCertificates(state).map(({ name: value, certificate: { subject, serial, notAfter } }) => ({
      value,
      label: `${commonNameOf(subject)}, serial ${serial}, until ${notAfter.slice(0, 10)}`,
    }))
  if (input.kind === 'reason') return RFC5280_REASONS.map((value) => ({ value, label: value }))
  if (input.kind === 'role') return role.options.map((value) => ({ value, label: value }))
  if (input.kind === 'share') return shareKind.options.map((value) => ({ value, label: SHARE[value] }))
  if (input.kind === 'threshold') return threshold.options.map((value) => ({ value, label: value }))
  if (input.kind === 'fleet-order') return ORDER_CHOICES
  if (input.kind === 'fleet-authority')
    return fleetAuthorities(state).map(({ name: value, certificates: [newest] }) => ({
      value,
      label: newest?.subject.replace(/^.*CN=/, '') ?? value,
    }))
  if (input.kind !== 'authority') return []
  const wantsSigner = name.includes('signer')
  return [...state.keys.values()].flatMap((key) => {
    const certificate = certificateOfKey(state, key)
    const run = certificate === null ? undefined : state.runs.get(certificate.run)
    if (certificate === null || run === undefined) return []
    const isSigner = planProfile(run.plan, certificate.profile).kind === 'handoff-signer'
    return isSigner === wantsSigner ? [{ value: key.name, label: certificate.subject.replace(/^.*CN=/, '') }] : []
  })
}
