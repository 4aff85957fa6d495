import { changeProblems } from '../../../../shared/facility/apply-change.ts'
import { fail } from '../../../../shared/failure.ts'
import { role, type Role } from '../../../../shared/ids.ts'
import { canonicalBytes } from '../../../../shared/ledger/canonical-json.ts'
import { type FacilityChange, itemOfChange } from '../../../../shared/people/change.ts'
import { slugOf } from '../../../../shared/people/names.ts'
import { activeCredentials, type Credential } from '../../../../shared/people/person.ts'
import type { ProposedChange, StepKind, StepOutput } from '../../../../shared/procedure/outputs.ts'
import { admitFile, refusing } from '../../gate/gate.ts'
import { findPerson } from '../../people/find-person.ts'
import { keepKeyFile } from '../../people/keep-key-file.ts'
import { makeCredential } from '../../people/make-credential.ts'
import { assertApproved } from '../approvals.ts'
import { parsePolicy } from '../library.ts'
import type { StepContext } from '../step-context.ts'

/** A new person, with the credential that they make at the console. Throws change-refused, passphrase-weak, what a card says. */
export async function enrolPerson(context: StepContext<'enrol-person'>): Promise<ProposedChange> {
  const { step } = context
  const name = context.value(step.name)
  const id = slugOf(name)
  const credential = await newCredential(context, id, `${id}-1`)
  return propose(context, {
    change: 'enrol-person',
    person: { id, name, roles: [roleOf(context, step.role)], credentials: [credential] },
  })
}

export function removePerson(context: StepContext<'remove-person'>): ProposedChange {
  const { step } = context
  return propose(context, {
    change: 'remove-person',
    person: context.value(step.person),
    reason: context.value(step.reason),
  })
}

export function setRoles(context: StepContext<'set-roles'>): ProposedChange {
  const roles = context.step.roles.map((name) => roleOf(context, name))
  return propose(context, {
    change: 'set-roles',
    person: context.value(context.step.person),
    roles: [...new Set(roles)],
  })
}

/** The person's other credentials are revoked in the same moment. */
export async function moveCredential(context: StepContext<'move-credential'>): Promise<ProposedChange> {
  const person = findPerson(context.facility, context.value(context.step.person))
  const add = await newCredential(context, person.id, `${person.id}-${String(person.credentials.length + 1)}`)
  const revoke = activeCredentials(person).map(({ id }) => id)
  return propose(context, { change: 'move-credential', person: person.id, add, revoke })
}

/** Throws token-not-found for one that no module shows now. */
export async function registerToken(context: StepContext<'register-token'>): Promise<ProposedChange> {
  const { input, step, services } = context
  if (input.kind !== 'token') throw fail('invalid-request', 'This step wants a token that is in the room.')
  const { label, serial } = input
  const shown = (await services.room.read()).flatMap(({ slots }) => slots.map(({ token }) => token))
  const found = shown.find((token) => token?.label === label && token.serial === serial)
  if (found === null || found === undefined)
    throw fail('token-not-found', `The token "${label}", serial ${serial}, is not in the room.`)
  const { model, manufacturer } = found
  return propose(context, {
    change: 'register-token',
    name: context.value(step.name),
    token: { label, serial },
    model,
    manufacturer,
  })
}

/** Throws procedure-invalid with every problem of the file. */
export function importPolicy(context: StepContext<'import-policy'>): ProposedChange {
  const { input } = context
  if (input.kind !== 'file') throw fail('invalid-request', 'This step wants the file with the policy.')
  const file = admitFile(input.path, ['policy'])
  const parsed = refusing(file, () => parsePolicy(input.path, new TextDecoder().decode(file.bytes)))
  return propose(context, { change: 'adopt-policy', policy: parsed })
}

/** From now on it is so. The approvals are judged once more, as before a signature. */
export function applyApprovedChange(context: StepContext<'apply-change'>): StepOutput<'apply-change'> {
  const { step, facility, run, services } = context
  const proposed = proposedBy(context)
  const bytes = services.facility.artifacts.get(proposed.item.tbs)
  assertApproved(facility, run, context.referred(step.approval), proposed.item, bytes)
  // Between the proposal and now, another change of the same run may have been made.
  assertPossible(context, proposed.change)
  return proposed
}

function proposedBy(context: StepContext<'apply-change'>): ProposedChange {
  const { output } = context.referred(context.step.change)
  if (output !== null && 'change' in output) return output
  throw fail('log-inconsistent', `"${context.step.change}" proposes no change.`)
}

/** Keeps the document; its digest is what people approve. Throws change-refused. */
export function propose<K extends StepKind>(context: StepContext<K>, change: FacilityChange): ProposedChange {
  assertPossible(context, change)
  context.services.facility.artifacts.put(canonicalBytes(change))
  return { item: itemOfChange(change), change }
}

function assertPossible<K extends StepKind>({ facility }: StepContext<K>, change: FacilityChange): void {
  const problems = changeProblems(facility, change)
  if (problems.length === 0) return
  throw fail('change-refused', `This cannot be changed so: ${problems.join('; ')}. Nothing was changed.`, {
    remedy: 'Abort the run and plan it otherwise.',
    detail: { problems },
  })
}

function roleOf<K extends StepKind>(context: StepContext<K>, field: string): Role {
  const parsed = role.safeParse(context.value(field))
  if (parsed.success) return parsed.data
  throw fail('plan-invalid', `"${context.value(field)}" is not a role.`, {
    remedy: `Roles: ${role.options.join(', ')}.`,
  })
}

async function newCredential<K extends 'enrol-person' | 'move-credential'>(
  { input, services }: StepContext<K>,
  person: string,
  id: string,
): Promise<Credential> {
  if (input.kind !== 'credential') throw fail('invalid-request', 'This step wants a new credential.')
  const made = await makeCredential(services.room, person, id, input.credential)
  keepKeyFile(services.facility.layout, made, input.credential)
  return made.credential
}
