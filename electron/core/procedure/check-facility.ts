import { isKeyNameTaken, livingKeyNames } from '../../../shared/facility/keys.ts'
import { certificateOfKey, type FacilityState } from '../../../shared/facility/state.ts'
import { type Definition, type InputKind, stepsOf } from '../../../shared/procedure/definition.ts'
import { type Problem, problem, unknownName } from '../../../shared/procedure/problem.ts'
import { revocableCertificates } from '../revocation/revocable.ts'
import { fleetAuthorities } from './fleet-authorities.ts'
import { authoritySlug, commonNameOf } from './authority-name.ts'

type Inputs = Readonly<Record<string, string>>

/** What only a facility can tell: names that are taken, tokens and authorities that are not there. All problems at once. */
export function checkAgainstFacility(definition: Definition, inputs: Inputs, state: FacilityState): Problem[] {
  return [
    ...checkChoices(definition, inputs, state),
    ...checkKeyNames(definition, inputs, state),
    ...checkCommonNames(definition, inputs, state),
  ]
}

function checkChoices(definition: Definition, inputs: Inputs, state: FacilityState): Problem[] {
  return Object.entries(definition.inputs).flatMap(([name, { kind }]) => {
    const given = inputs[name] ?? ''
    if (kind === 'token-name')
      return state.tokens.has(given) ? [taken(name, `a token is called "${given}" already`)] : []
    const known = namesOf(kind, state)
    if (known === null || known.includes(given)) return []
    const message = `there is no ${NOUN[kind] ?? kind} "${given}" in this facility`
    return [unknownName('not-in-facility', ['inputs', name], message, given, known)]
  })
}

const NOUN: Readonly<Partial<Record<InputKind, string>>> = {
  authority: 'certified key',
  'fleet-authority': 'authority',
}

/** The names that an input of this kind chooses from; null where it does not choose. */
function namesOf(kind: InputKind, state: FacilityState): string[] | null {
  if (kind === 'token') return [...state.tokens.keys()]
  if (kind === 'person')
    return [...state.people.values()].flatMap(({ id, removedAt }) => (removedAt === null ? [id] : []))
  if (kind === 'key') return livingKeyNames(state)
  if (kind === 'certificate')
    return revocableCertificates(state).flatMap(({ name, certificate }) => [name, certificate.certificate])
  if (kind === 'fleet-authority') return fleetAuthorities(state).map(({ name }) => name)
  if (kind !== 'authority') return null
  return [...state.keys.values()].flatMap((key) => (certificateOfKey(state, key) === null ? [] : [key.name]))
}

function checkKeyNames(definition: Definition, inputs: Inputs, state: FacilityState): Problem[] {
  const fields = stepsOf(definition).flatMap((step) =>
    step.kind === 'generate-key' || step.kind === 'generate-transport-key' ? inputOf(step.name) : [],
  )
  const names = fields.map((field) => inputs[field])
  return fields.flatMap((field) => {
    const given = inputs[field] ?? ''
    if (isKeyNameTaken(state, given)) return [taken(field, `the facility has a key called "${given}" already`)]
    const isRepeated = names.filter((other) => other === given).length > 1
    return isRepeated ? [problem('repeated', ['inputs', field], `"${given}" is named twice`)] : []
  })
}

/** Two authorities of one name could not stand in one hand-off, and a new generation takes a new name (RFC 5280 §5). */
function checkCommonNames(definition: Definition, inputs: Inputs, state: FacilityState): Problem[] {
  const certified = new Set(state.certificates.map(({ subject }) => authoritySlug(commonNameOf(subject))))
  return stepsOf(definition).flatMap((step) => {
    if (step.kind !== 'preview-certificate') return []
    return inputOf(step.subject['common-name']).flatMap((field) => {
      const name = authoritySlug(inputs[field] ?? '')
      const isKey = definition.inputs[field]?.kind === 'key-name'
      const fromRequest = step.issuer !== 'self'
      const isTaken = !isKey && (certified.has(name) || (fromRequest && state.keys.has(name)))
      return isTaken ? [taken(field, 'there is a certificate or a key of this name already; take a new name')] : []
    })
  })
}

/** The input that a field names; none for a literal. */
function inputOf(field: string): string[] {
  return field.startsWith('inputs.') ? [field.slice('inputs.'.length)] : []
}

function taken(input: string, message: string): Problem {
  return problem('name-taken', ['inputs', input], message)
}
