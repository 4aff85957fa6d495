import { certificateOfKey, type FacilityState } from '../../../shared/facility/state.ts'
import type { Problem } from '../../../shared/procedure/check.ts'
import { type Definition, stepsOf } from '../../../shared/procedure/definition.ts'
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
    const key = state.keys.get(given)
    if (kind === 'token' && !state.tokens.has(given))
      return [problem(name, `there is no token "${given}" in this facility`)]
    if (kind === 'token-name' && state.tokens.has(given)) return [problem(name, `a token is called "${given}" already`)]
    const person = state.people.get(given)
    if (kind === 'person' && (person === undefined || person.removedAt !== null))
      return [problem(name, `"${given}" is not one of the people of this facility`)]
    if (kind === 'authority' && (key === undefined || certificateOfKey(state, key) === null)) {
      return [problem(name, `there is no certified key "${given}" in this facility`)]
    }
    return []
  })
}

function checkKeyNames(definition: Definition, inputs: Inputs, state: FacilityState): Problem[] {
  const fields = stepsOf(definition).flatMap((step) => (step.kind === 'generate-key' ? inputOf(step.name) : []))
  const names = fields.map((field) => inputs[field])
  return fields.flatMap((field) => {
    const given = inputs[field] ?? ''
    if (state.keys.has(given)) return [problem(field, `the facility has a key called "${given}" already`)]
    return names.filter((other) => other === given).length > 1 ? [problem(field, `"${given}" is named twice`)] : []
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
      const taken = !isKey && (certified.has(name) || (fromRequest && state.keys.has(name)))
      return taken ? [problem(field, `there is a certificate or a key of this name already; take a new name`)] : []
    })
  })
}

/** The input that a field names; none for a literal. */
function inputOf(field: string): string[] {
  return field.startsWith('inputs.') ? [field.slice('inputs.'.length)] : []
}

function problem(input: string, message: string): Problem {
  return { path: ['inputs', input], message }
}
