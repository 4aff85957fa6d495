import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { definitionDigest, stepsOf } from '../../../shared/procedure/definition.ts'
import { checkInputs, type Plan, plan, planDigest, profilesOf, resolveValue } from '../../../shared/procedure/plan.ts'
import { issueProcedure, procedureOf, step } from '../../support/procedures.ts'

const inputs = {
  token: { kind: 'token', label: 'Token' },
  name: { kind: 'key-name', label: 'Key' },
  country: { kind: 'country', label: 'Country' },
  organization: { kind: 'text', label: 'Organization' },
}
const procedure = procedureOf(
  [
    step('root', 'generate-key', { token: 'inputs.token', name: 'inputs.name', algorithm: 'ec-p384' }),
    step('draft', 'preview-certificate', {
      profile: 'fleet-root',
      subject: { country: 'inputs.country', organization: 'inputs.organization', 'common-name': 'Root' },
      'subject-key': 'root.key',
      issuer: 'self',
      token: 'inputs.token',
    }),
  ],
  inputs,
)
const good = { token: 'hsm-1', name: 'root-key', country: 'CH', organization: 'Fleet AG' }

function planWith(values: Readonly<Record<string, string>>): Plan {
  return { type: 'conclave-plan/v1', title: 'A plan', definition: procedure, inputs: { ...values }, profiles: {} }
}

describe('checkInputs', () => {
  it('takes what fits', () => {
    expect(checkInputs(procedure, good)).toEqual([])
  })

  it.each([
    ['country', 'ch'],
    ['country', 'CHE'],
    ['token', 'HSM 1'],
    ['token', 'hsm--1'],
    ['name', '../../etc'],
    ['name', '1st'],
    ['organization', ' Fleet AG'],
    ['organization', 'x'.repeat(56)],
    ['organization', '   '],
  ])('refuses the %s "%s"', (name, value) => {
    const problems = checkInputs(procedure, { ...good, [name]: value })
    expect(problems.map(({ path }) => path)).toEqual([['inputs', name]])
  })

  it('takes a text of 55 characters, so that a practice mark fits before it', () => {
    expect(checkInputs(procedure, { ...good, organization: 'x'.repeat(55) })).toEqual([])
  })

  it('reports unknown, missing and malformed inputs all at once', () => {
    const { token: _token, ...rest } = good
    expect(checkInputs(procedure, { ...rest, country: 'x', colour: 'red' }).map(({ path }) => path[1])).toEqual([
      'colour',
      'token',
      'country',
    ])
  })

  it('does not take what every object has for an input', () => {
    const odd = procedureOf([step('said', 'confirm', { statement: 'x', shows: undefined })], {
      constructor: { kind: 'text', label: 'Odd' },
    })
    expect(checkInputs(odd, {}).map(({ path }) => path)).toEqual([['inputs', 'constructor']])
  })
})

describe('planDigest', () => {
  it('is the same whatever the order of the inputs', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(Object.entries(good), { minLength: 4 }), (entries) => {
        expect(planDigest(planWith(Object.fromEntries(entries)))).toBe(planDigest(planWith(good)))
      }),
    )
  })

  it('changes with any value', () => {
    const before = planDigest(planWith(good))
    for (const name of Object.keys(good)) expect(planDigest(planWith({ ...good, [name]: 'other' }))).not.toBe(before)
    expect(planDigest({ ...planWith(good), title: 'Another plan' })).not.toBe(before)
    expect(planDigest({ ...planWith(good), profiles: { 'fleet-root': { version: 2 } } })).not.toBe(before)
  })

  it('survives the way through JSON', () => {
    const document = planWith(good)
    expect(planDigest(plan.parse(JSON.parse(JSON.stringify(document))))).toBe(planDigest(document))
  })
})

describe('a plan', () => {
  it('knows its steps and the profiles that they name, once each', () => {
    expect(stepsOf(procedure).map(({ id }) => id)).toEqual(['assemble', 'root', 'draft', 'sign-off'])
    expect(profilesOf(procedure)).toEqual(['fleet-root'])
    expect(definitionDigest(procedure)).not.toBe(definitionDigest(issueProcedure()))
  })

  it('resolves an input, and leaves a literal alone', () => {
    expect(resolveValue(planWith(good), 'inputs.token')).toBe('hsm-1')
    expect(resolveValue(planWith(good), 'self')).toBe('self')
  })
})
