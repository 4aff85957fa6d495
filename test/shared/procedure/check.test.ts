import { describe, expect, it } from 'vitest'
import { checkDefinition } from '../../../shared/procedure/check.ts'
import { suggest } from '../../../shared/suggest.ts'
import type { Definition } from '../../../shared/procedure/definition.ts'
import { bareProcedure, issueProcedure, issueSteps, procedureOf, step, tokenInput } from '../../support/procedures.ts'

const { key, preview, approve, issue } = issueSteps

/** "place: code" of every problem, with what is suggested; places as in a JSON pointer below the only act. */
function problemsOf(procedure: Definition): string[] {
  return checkDefinition(procedure).map(
    ({ path, code, suggestion }) =>
      `${path.join('/').replace('acts/0/steps/', '')}: ${code}${suggestion === undefined ? '' : ` ${suggestion}`}`,
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
    ['an id that is used twice', [step('root', 'confirm', { statement: 'x' }), key], ['2/id: id-duplicate']],
    ['the reserved id', [step('inputs', 'confirm', { statement: 'x' }), key], ['1/id: id-reserved']],
    ['a sign-off in the middle', [key, step('early', 'sign-off')], ['2: last-step']],
    [
      'an unknown step with a suggestion',
      [key, { ...preview, 'subject-key': 'rooot.key' }],
      ['2/subject-key: unknown-reference root'],
    ],
    [
      'an unknown step without a suggestion',
      [key, { ...preview, 'subject-key': 'something-else.key' }],
      ['2/subject-key: unknown-reference'],
    ],
    ['a step that comes later', [preview, key], ['1/subject-key: reference-too-late']],
    [
      'a step that refers to itself',
      [key, { ...preview, 'subject-key': 'draft.key' }],
      ['2/subject-key: reference-too-late'],
    ],
    [
      'an unknown input with a suggestion',
      [{ ...key, token: 'inputs.tokem' }, preview],
      ['1/token: unknown-input token'],
    ],
    [
      'an output that the step does not offer',
      [key, { ...preview, 'subject-key': 'root.request' }],
      ['2/subject-key: wrong-output root.key'],
    ],
    [
      'an output of a step that offers none',
      [key, { ...preview, 'subject-key': 'assemble.key' }],
      ['2/subject-key: wrong-output'],
    ],
    [
      'an output of the wrong kind for the field',
      [key, preview, approve, step('read', 'confirm', { statement: 'equal', shows: 'root.key' })],
      ['4/shows: wrong-output'],
    ],
    [
      'an input where the output of a step belongs',
      [key, { ...preview, 'subject-key': 'inputs.token' }],
      ['2/subject-key: wrong-output'],
    ],
    ['the output of a step where a text belongs', [key, { ...preview, token: 'root.key' }], ['2/token: wrong-output']],
    [
      'an input whose name is written in another way',
      [
        { ...key, token: 'inputs.Token' },
        { ...preview, token: 'inputs.token' },
      ],
      ['1/token: unknown-input token'],
    ],
    ['a role that is not in the room', [{ ...key, by: 'auditor' }, preview], ['1/by: role-absent']],
    ['one role for what a quorum does', [key, preview, { ...approve, by: 'officer' }, issue], ['3/by: contradiction']],
    [
      'a wait for a step that is not there, and for itself',
      [
        { ...key, after: { step: 'assembel', wait: '10m' } },
        { ...preview, due: { step: 'draft', within: '1h' } },
      ],
      ['1/after/step: unknown-reference assemble', '2/due/step: reference-too-late'],
    ],
    [
      'a step that is due before it may begin',
      [{ ...key, after: { step: 'assemble', wait: '2h' }, due: { step: 'assemble', within: '120m' } }, preview],
      ['1/due/within: wait-not-before-due'],
    ],
    [
      'an approval that does not cover what is signed',
      [key, preview, { ...preview, id: 'other' }, approve, { ...issue, preview: 'other.preview' }],
      ['5/approval: unapproved'],
    ],
    [
      'an approval for another action',
      [key, preview, { ...approve, action: 'sign-crl' }, issue],
      ['4/approval: wrong-approval'],
    ],
    ['a preview that is signed twice', [key, preview, approve, issue, { ...issue, id: 'again' }], ['5: done-twice']],
    ['more signatures than signers', [key, handoff({ threshold: 3 })], ['2/threshold: too-few-signers']],
    ['a signer named twice', [key, handoff({ signers: ['a', 'a'] })], ['2/signers: repeated']],
  ])('refuses %s', (_what, steps, expected) => {
    expect(problemsOf(procedureOf(steps, tokenInput))).toEqual(expected)
  })

  it('refuses an input that no step uses', () => {
    const unused = { ...tokenInput, spare: { kind: 'text', label: 'Spare' } }
    expect(problemsOf(procedureOf(Object.values(issueSteps), unused))).toEqual(['inputs/spare: input-unused'])
  })

  it('refuses a beginning that is no assembly and an end that is no sign-off', () => {
    expect(problemsOf(bareProcedure([key], tokenInput))).toEqual(['0: first-step', '0: last-step'])
  })

  it('does not take a text that people read for a reference', () => {
    const said = step('said', 'confirm', { statement: 'root.key', title: 'inputs.nothing', say: 'agree.approval' })
    expect(problemsOf(procedureOf([said, ...Object.values(issueSteps)], tokenInput))).toEqual([])
  })

  it('takes a text with a dot for a text, where no step has its first word for an id', () => {
    const named = { ...preview, subject: { 'common-name': 'root-ca.example' } }
    expect(problemsOf(procedureOf([key, named], tokenInput))).toEqual([])
  })

  it('lets a step wait and be due, by a role of the script', () => {
    const times = { by: 'officer', after: { step: 'assemble', wait: '10m' }, due: { step: 'root', within: '2d' } }
    expect(problemsOf(procedureOf([key, { ...preview, ...times }], tokenInput))).toEqual([])
  })

  it('finds the same in a document whose other parts cannot be read, and nothing in what is no document', () => {
    const first = [{ id: 'assemble', kind: 'assemble' }, { kind: 'newer-kind', token: 'inputs.token' }, 3]
    const broken = { script: 7, inputs: { token: null }, acts: [null, { steps: first }] }
    expect(checkDefinition(broken)).toEqual([])
    const reference = { id: 'look', kind: 'inspect-key', key: 'nowhere.key', title: ['not a text'] }
    const steps = [...first, reference, { id: 'sign-off', kind: 'sign-off' }]
    expect(checkDefinition({ ...broken, acts: [{ steps }] }).map(({ code, path }) => [code, path.at(-1)])).toEqual([
      ['unknown-reference', 'key'],
    ])
    for (const nothing of [null, 'text', 7, [], {}, { acts: 'none' }]) expect(checkDefinition(nothing)).toEqual([])
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
