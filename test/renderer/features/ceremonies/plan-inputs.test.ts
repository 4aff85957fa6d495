import { describe, expect, it } from 'vitest'

import { firstInputs, suggestedTitle, withExamples } from '../../../../renderer/features/ceremonies/plan-inputs.ts'
import type { InputView } from '../../../../shared/ipc/contract/runs.ts'

const signers = [
  { value: 'handoff-a', label: 'A' },
  { value: 'handoff-b', label: 'B' },
]

function input(name: string, choices: InputView['choices'] = [], example = ''): InputView {
  return { name, kind: choices.length > 0 ? 'authority' : 'text', label: name, help: '', example, choices }
}

describe('plan inputs', () => {
  it('chooses two signers where two are asked for', () => {
    const inputs = [input('first-signer', signers), input('second-signer', signers), input('organization')]
    expect(firstInputs(inputs)).toEqual({ 'first-signer': 'handoff-a', 'second-signer': 'handoff-b', organization: '' })
  })

  it('chooses the only one again where there is no other', () => {
    const one = signers.slice(0, 1)
    expect(firstInputs([input('a', one), input('b', one)])).toEqual({ a: 'handoff-a', b: 'handoff-a' })
  })

  it('fills examples in only where nothing was written', () => {
    const inputs = [input('country', [], 'CH'), input('organization', [], 'Meridian Fleet AG')]
    expect(withExamples(inputs, { country: '', organization: 'Own AG' })).toEqual({ country: 'CH', organization: 'Own AG' })
  })

  it('suggests a title of at most 80 characters from what is made', () => {
    expect(suggestedTitle({ title: 'Create a root CA' }, { 'common-name': ' Fleet Root G1 ' })).toBe('Create Fleet Root G1')
    expect(suggestedTitle({ title: 'Create a root CA' }, { 'common-name': '' })).toBe('')
    expect(suggestedTitle({ title: 'Create a root CA' }, { 'common-name': 'x'.repeat(200) })).toHaveLength(80)
    expect(suggestedTitle({ title: 'Change the policy' }, {})).toBe('Change the policy')
  })
})
