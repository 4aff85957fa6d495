import { describe, expect, it } from 'vitest'
import { factsOf } from '../../../../electron/core/views/entry-facts.ts'

const DIGEST = 'ab'.repeat(32)

describe('factsOf', () => {
  it('calls things by words and leaves out what a view of the entry says elsewhere', () => {
    const { digests, fields } = factsOf({
      kind: 'x',
      signature: 'c0ffee',
      statement: {
        type: 'conclave-approval/v1',
        run: 'run-1',
        credential: 'card-1',
        items: [{ tbs: DIGEST, size: 441 }],
      },
    })
    expect(digests.map(({ name, digest }) => [name, digest.hex])).toStrictEqual([['To be signed', DIGEST]])
    expect(fields).toStrictEqual([
      { name: 'Signature', value: 'c0ffee' },
      { name: 'Credential', value: 'card-1' },
      { name: 'Size', value: '441' },
    ])
  })

  it('tells several things of one kind apart', () => {
    const { digests } = factsOf({ items: [{ tbs: DIGEST }, { tbs: 'cd'.repeat(32) }] })
    expect(digests.map(({ name }) => name)).toStrictEqual(['To be signed', 'To be signed 2'])
  })

  it('makes a line of a list, and a line each of checks and of people', () => {
    const { fields } = factsOf({
      output: {
        approvers: ['tomas-oliveira', 'priya-raman'],
        disagree: [],
        checks: [
          { name: 'CKA_LOCAL', ok: true, detail: 'true' },
          { name: 'CKA_EXTRACTABLE', ok: false, detail: 'true' },
        ],
        present: [{ person: 'hanna-voss', role: 'administrator' }],
      },
    })
    expect(fields).toStrictEqual([
      { name: 'Approvers', value: 'tomas-oliveira, priya-raman' },
      { name: 'Disagree', value: 'none' },
      { name: 'CKA_LOCAL', value: 'true' },
      { name: 'CKA_EXTRACTABLE', value: 'true: not as it should be' },
      { name: 'Present', value: 'hanna-voss, administrator' },
    ])
  })

  it('says yes, no and none', () => {
    const { fields } = factsOf({ statement: { agrees: false, remark: '', step: null }, output: { recovered: true } })
    expect(fields).toStrictEqual([
      { name: 'Agrees', value: 'no' },
      { name: 'Remark', value: 'none' },
      { name: 'Recovered', value: 'yes' },
    ])
  })
})
