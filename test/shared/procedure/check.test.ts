import { describe, expect, it } from 'vitest'
import { checkDefinition, suggest } from '../../../shared/procedure/check.ts'
import type { Definition } from '../../../shared/procedure/definition.ts'
import { bareProcedure, issueProcedure, issueSteps, procedureOf, step, tokenInput } from '../../support/procedures.ts'

const { key, preview, approve, issue } = issueSteps

/** "place: message" of every problem; places as in a JSON pointer below the only act. */
function problemsOf(procedure: Definition): string[] {
  return checkDefinition(procedure).map(
    ({ path, message }) => `${path.join('/').replace('acts/0/steps/', '')}: ${message}`,
  )
}

const handoff = (fields: object = {}) =>
  step('bundle', 'build-handoff', {
    domain: 'fleet',
    signers: ['a', 'b'],
    threshold: 2,
    'next-expected-days': 30,
    ...fields,
  })

describe('checkDefinition', () => {
  it('finds nothing wrong with a sound procedure', () => {
    expect(problemsOf(issueProcedure())).toEqual([])
  })

  it.each([
    [
      'an id that is used twice',
      [step('root', 'confirm', { statement: 'x' }), key],
      ['2/id: the id "root" is used twice'],
    ],
    [
      'the reserved id',
      [step('inputs', 'confirm', { statement: 'x' }), key],
      ['1/id: "inputs" is reserved; choose another id'],
    ],
    ['a sign-off in the middle', [key, step('early', 'sign-off')], ['2: a sign-off can only be the last step']],
    [
      'an unknown step with a suggestion',
      [key, { ...preview, 'subject-key': 'rooot.key' }],
      ['2/subject-key: there is no step "rooot", did you mean "root"?'],
    ],
    [
      'an unknown step without a suggestion',
      [key, { ...preview, 'subject-key': 'something-else.key' }],
      ['2/subject-key: there is no step "something-else"'],
    ],
    [
      'a step that comes later',
      [preview, key],
      ['1/subject-key: "root" comes later; a step can only use what is done before it'],
    ],
    [
      'a step that refers to itself',
      [key, { ...preview, 'subject-key': 'draft.key' }],
      ['2/subject-key: "draft" comes later; a step can only use what is done before it'],
    ],
    [
      'an unknown input with a suggestion',
      [{ ...key, token: 'inputs.tokem' }, preview],
      ['1/token: there is no input "tokem", did you mean "token"?'],
    ],
    [
      'an output that the step does not offer',
      [key, { ...preview, 'subject-key': 'root.request' }],
      ['2/subject-key: step "root" (generate-key) offers "root.key", not "request"'],
    ],
    [
      'an output of a step that offers none',
      [key, { ...preview, 'subject-key': 'assemble.key' }],
      ['2/subject-key: step "assemble" (assemble) offers no output, not "key"'],
    ],
    [
      'an output of the wrong kind for the field',
      [key, preview, approve, step('read', 'confirm', { statement: 'equal', shows: 'root.key' })],
      ['4/shows: "shows" takes request or certificate, not "key"'],
    ],
    [
      'an input where the output of a step belongs',
      [key, { ...preview, 'subject-key': 'inputs.token' }],
      ['2/subject-key: "subject-key" takes the output of a step (key or request), not an input'],
    ],
    [
      'the output of a step where a text belongs',
      [key, { ...preview, token: 'root.key' }],
      ['2/token: "token" takes a text or an input, not the output of a step'],
    ],
    [
      'an approval that does not cover what is signed',
      [key, preview, { ...preview, id: 'other' }, approve, { ...issue, preview: 'other.preview' }],
      ['5/approval: the approval "agree" does not cover "other.preview"; it covers draft.preview'],
    ],
    [
      'an approval for another action',
      [key, preview, { ...approve, action: 'sign-crl' }, issue],
      ['4/approval: the approval "agree" is for sign-crl; this step needs sign-certificate'],
    ],
    [
      'a preview that is signed twice',
      [key, preview, approve, issue, { ...issue, id: 'again' }],
      ['5: "draft.preview" is signed in step "issue" already'],
    ],
    [
      'more signatures than signers',
      [key, handoff({ threshold: 3 })],
      ['2/threshold: 3 signatures are wanted of 2 signers'],
    ],
    [
      'a signer named twice',
      [key, handoff({ signers: ['a', 'a'] })],
      ['2/signers: "a" signs twice; each signer is named once'],
    ],
  ])('refuses %s', (_what, steps, expected) => {
    expect(problemsOf(procedureOf(steps, tokenInput))).toEqual(expected)
  })

  it('refuses an input that no step uses', () => {
    const unused = { ...tokenInput, spare: { kind: 'text', label: 'Spare' } }
    expect(problemsOf(procedureOf(Object.values(issueSteps), unused))).toEqual([
      'inputs/spare: no step uses the input "spare"',
    ])
  })

  it('refuses a beginning that is no assembly and an end that is no sign-off', () => {
    expect(problemsOf(bareProcedure([key], tokenInput))).toEqual([
      '0: the first step must be of kind "assemble": nobody is in the room before it',
      '0: the last step must be of kind "sign-off"',
    ])
  })

  it('does not take a text that people read for a reference', () => {
    const said = step('said', 'confirm', { statement: 'root.key', title: 'inputs.nothing', say: 'agree.approval' })
    expect(problemsOf(procedureOf([said, ...Object.values(issueSteps)], tokenInput))).toEqual([])
  })

  it('reports everything at once', () => {
    const steps = [
      { ...key, token: 'inputs.tokem' },
      { ...preview, 'subject-key': 'nowhere.key' },
      { ...approve, action: 'sign-crl' },
      issue,
    ]
    expect(problemsOf(procedureOf(steps, tokenInput))).toHaveLength(3)
  })
})

describe('suggest', () => {
  it('names the nearest within two edits, and nothing beyond', () => {
    expect(suggest('offcer', ['administrator', 'officer'])).toBe(', did you mean "officer"?')
    expect(suggest('xyz', ['administrator', 'officer'])).toBe('')
    expect(suggest('', [])).toBe('')
    expect(suggest('ab', ['abcd', 'abc'])).toBe(', did you mean "abc"?')
  })
})
