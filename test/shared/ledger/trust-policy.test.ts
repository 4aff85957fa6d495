import { describe, expect, it } from 'vitest'
import { OperationError } from '../../../shared/failure.ts'
import { isQuorum, parseTrustPolicy, quorumText } from '../../../shared/ledger/trust-policy.ts'
import { testCosigner, testSigner } from '../../support/note-signer.ts'

const log = testSigner('conclave.example/log', 1).vkey
const [x1, x2, x3, y1, y2] = [2, 3, 4, 5, 6].map((number) => testCosigner(`w${String(number)}.example`, number))

/** The example of the specification, shorter. */
const POLICY = `# two organisations
log ${log}

witness X1 ${x1?.vkey ?? ''}\thttps://x.example/
  witness X2 ${x2?.vkey ?? ''}
witness X3 ${x3?.vkey ?? ''}
group X-witnesses 2 X1 X2 X3
witness Y1 ${y1?.vkey ?? ''}
witness Y2 ${y2?.vkey ?? ''}
group Y-witnesses any Y1 Y2
group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
`

describe('C2SP tlog-policy', () => {
  it('counts groups of groups', () => {
    const policy = parseTrustPolicy(POLICY)
    const met = (...names: string[]) =>
      isQuorum(policy, (key) => policy.witnesses.some((one) => one.key === key && names.includes(one.name)))
    expect(policy.logs).toHaveLength(1)
    expect(met('X1', 'X3', 'Y2')).toBe(true)
    expect(met('X1', 'X2', 'X3')).toBe(false)
    expect(met('X1', 'Y1', 'Y2')).toBe(false)
    expect(met()).toBe(false)
    expect(quorumText(policy)).toBe('2 of X-witnesses, Y-witnesses')
  })

  it('needs nobody for "none", and one for a single witness', () => {
    expect(isQuorum(parseTrustPolicy('quorum none\n'), () => false)).toBe(true)
    const single = parseTrustPolicy(`witness a ${x1?.vkey ?? ''}\nquorum a\n`)
    expect(isQuorum(single, () => true)).toBe(true)
    expect(isQuorum(single, () => false)).toBe(false)
  })

  it.each([
    ['no quorum', POLICY.replace('quorum X-and-Y\n', ''), 'no quorum line'],
    ['two quorums', `${POLICY}quorum none\n`, 'quorum line already'],
    ['a member that comes later', `group g any a\nwitness a ${x1?.vkey ?? ''}\nquorum g\n`, 'Line 1'],
    ['a member of two groups', POLICY.replace('any Y1 Y2', 'any Y1 X1'), 'member of a group already'],
    ['"none" as a member', POLICY.replace('any Y1 Y2', 'any Y1 none'), 'not defined'],
    ['a threshold of 0', POLICY.replace('2 X1', '0 X1'), 'a number from 1 to 3'],
    ['a threshold above its members', POLICY.replace('2 X1', '4 X1'), 'a number from 1 to 3'],
    [
      'a key twice under two names',
      POLICY.replace('witness Y1', `witness X9 ${x1?.vkey ?? ''}\nwitness Y1`),
      'this key',
    ],
    ['a log twice', POLICY.replace(`log ${log}`, `log ${log}\nlog ${log}`), 'listed already'],
    ['a log key as a witness', POLICY.replace(y1?.vkey ?? '?', log), 'not one for cosignatures'],
    ['a cosigner as a log', POLICY.replace(log, y1?.vkey ?? '?'), 'not one of a log'],
    ['a taken name', POLICY.replace('group X-and-Y', 'group X1'), 'is taken'],
    ['an unknown word', `${POLICY}witnesses none\n`, 'none of log'],
    ['a control character', POLICY.replace('quorum ', 'quorum \r'), 'control character'],
    ['a key with another id', POLICY.replace(/\+[0-9a-f]{8}\+/, '+00000000+'), 'key ID'],
  ])('refuses %s, and says the line', (_, text, why) => {
    let message = ''
    try {
      parseTrustPolicy(text)
    } catch (error) {
      if (error instanceof OperationError) message = error.failure.message
    }
    expect(message).toMatch(/^Line \d+ of the trust policy/)
    expect(message).toContain(why)
  })
})
