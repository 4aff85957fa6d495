import { describe, expect, it } from 'vitest'
import {
  applyEntry,
  certificateOfKey,
  type FacilityState,
  foundState,
  isPractice,
  latestCrl,
} from '../../../shared/facility/state.ts'
import type { LogEntry } from '../../../shared/ledger/entries.ts'
import { APPROVAL_ACTIONS, type Policy, type Quorum } from '../../../shared/people/policy.ts'
import { failureOf } from '../../support/failure.ts'
import {
  abortion,
  approval,
  D,
  generateEffect,
  generateIntent,
  opened,
  outputs,
  RUN,
  samplePlan,
  signEffect,
  signIntent,
  TIME,
  token,
} from '../../support/run-log.ts'

const founded = { name: 'Vault', mode: 'practice', origin: 'example/vault', logKey: 'k', software: 's' } as const
const quorum: Quorum = [{ role: 'officer', count: 2 }]
const policy: Policy = {
  policy: 'fleet',
  version: 1,
  title: 'Fleet',
  quorums: Object.fromEntries(APPROVAL_ACTIONS.map((action) => [action, quorum])) as Policy['quorums'],
  exclusiveRoles: [],
  approvalsElsewhere: 0,
  rehearsal: { required: false, withinDays: 30 },
  keyRequirements: { local: true, sensitive: true, alwaysSensitive: true, neverExtractable: true },
  keyBackup: 'never',
  clockToleranceSeconds: 60,
  silentDays: 100,
  idleLockMinutes: 10,
}
const ada = {
  id: 'ada',
  name: 'Ada',
  roles: ['officer'],
  credentials: [{ id: 'one', kind: 'key-file', algorithm: 'ed25519', publicKey: D('a'), place: 'facility' }],
} as const

function entry(index: number, kind: string, data: unknown, at: { run?: string; step?: string } = {}): LogEntry {
  return {
    index,
    time: TIME,
    kind,
    actor: null,
    role: null,
    run: at.run ?? null,
    step: at.step ?? null,
    data,
    blobs: [],
  } as unknown as LogEntry
}

type Row = readonly [kind: string, data: unknown, at?: { run?: string; step?: string }]

function fold(...rows: readonly Row[]): FacilityState {
  const state = foundState(entry(0, 'facility-founded', founded))
  rows.forEach(([kind, data, at], index) => {
    applyEntry(state, entry(index + 1, kind, data, at), () => samplePlan)
  })
  return state
}

const inStep = (step: string, run = RUN) => ({ run, step })
const open: Row = ['run-opened', opened(), { run: RUN }]
const assembled: Row[] = [
  open,
  ['step-started', { kind: 'assemble' }, inStep('assemble')],
  ['step-done', { kind: 'assemble', output: outputs.assemble }, inStep('assemble')],
]
const keyed: Row[] = [
  ...assembled,
  ['step-started', { kind: 'generate-key' }, inStep('root')],
  ['step-intended', { kind: 'generate-key', intent: generateIntent }, inStep('root')],
  ['effect-recorded', { kind: 'generate-key', intent: 5, effect: generateEffect }, inStep('root')],
  ['step-done', { kind: 'generate-key', output: outputs['generate-key'] }, inStep('root')],
]
const issued: Row[] = [
  ...keyed,
  ['step-started', { kind: 'preview-certificate' }, inStep('draft')],
  ['step-done', { kind: 'preview-certificate', output: outputs['preview-certificate'] }, inStep('draft')],
  ['approval-given', approval('ada'), inStep('agree')],
  ['step-done', { kind: 'approve', output: outputs.approve }, inStep('agree')],
  ['step-started', { kind: 'issue-certificate' }, inStep('issue')],
  ['step-intended', { kind: 'issue-certificate', intent: signIntent }, inStep('issue')],
  ['effect-recorded', { kind: 'issue-certificate', intent: 13, effect: signEffect }, inStep('issue')],
  ['step-done', { kind: 'issue-certificate', output: outputs['issue-certificate'] }, inStep('issue')],
]

describe('foundState', () => {
  it('needs the founding as the first entry', () => {
    expect(failureOf(() => foundState(undefined))).toBe('log-inconsistent')
    expect(failureOf(() => foundState(entry(1, 'facility-founded', founded)))).toBe('log-inconsistent')
    expect(failureOf(() => foundState(entry(0, 'policy-adopted', { policy, digest: D('1') })))).toBe('log-inconsistent')
  })
})

describe('applyEntry', () => {
  it('learns people, policy and tokens', () => {
    const state = fold(
      ['policy-adopted', { policy, digest: D('8') }],
      ['person-enrolled', { person: ada }],
      ['token-registered', { name: 'hsm', token, model: 'm', manufacturer: 'n' }],
      ['facility-opened', { software: 's', host: 'h' }],
    )
    expect(state).toMatchObject({ policyDigest: D('8'), size: 5, lastTime: TIME })
    expect(state.people.get('ada')).toMatchObject({ name: 'Ada', enrolledAt: TIME })
    expect(state.tokens.get('hsm')).toMatchObject({ token, index: 3 })
    expect(isPractice(state)).toBe(true)
  })

  it('learns keys and certificates from the steps that made them, with their run', () => {
    const state = fold(...issued)
    expect(state.keys.get('root-key')).toMatchObject({ spki: D('2'), run: RUN, dossier: D('4'), madeAt: TIME })
    expect(state.certificates).toMatchObject([{ certificate: D('5'), run: RUN, index: issued.length }])
    const key = state.keys.get('root-key')
    expect(key === undefined ? null : certificateOfKey(state, key)?.certificate).toBe(D('5'))
    expect(latestCrl(state, 'root-key')).toBeNull()
  })

  it('knows no key while the outcome is unknown', () => {
    expect(fold(...keyed.slice(0, 5)).keys.size).toBe(0)
  })

  it.each<[string, Row[]]>([
    ['a second founding', [['facility-founded', founded]]],
    [
      'an entry of a run that was never opened',
      [['step-started', { kind: 'assemble' }, inStep('assemble', 'run-0009')]],
    ],
    ['an entry of a run without a run', [['step-started', { kind: 'assemble' }, {}]]],
    ['a run that was opened before', [open, ['run-aborted', abortion('ada'), { run: RUN }], open]],
    ['a run while another one is open', [open, ['run-opened', opened('run-0002'), { run: 'run-0002' }]]],
    [
      'a person who is enrolled already',
      [
        ['person-enrolled', { person: ada }],
        ['person-enrolled', { person: { ...ada, name: 'Eve' } }],
      ],
    ],
    [
      'a second person with the same key',
      [
        ['person-enrolled', { person: ada }],
        ['person-enrolled', { person: { ...ada, id: 'eve', name: 'Eve' } }],
      ],
    ],
    [
      'a policy after the founding',
      [
        ['facility-opened', { software: 's', host: 'h' }],
        ['policy-adopted', { policy, digest: D('8') }],
      ],
    ],
    ['a person after the founding', [open, ['person-enrolled', { person: ada }]]],
    [
      'a token after the founding',
      [
        ['facility-opened', { software: 's', host: 'h' }],
        ['token-registered', { name: 'hsm', token, model: 'm', manufacturer: 'n' }],
      ],
    ],
    [
      'a token that is registered already',
      [
        ['token-registered', { name: 'hsm', token, model: 'm', manufacturer: 'n' }],
        ['token-registered', { name: 'hsm', token: { ...token, serial: '2' }, model: 'm', manufacturer: 'n' }],
      ],
    ],
  ])('refuses %s', (_what, rows) => {
    expect(failureOf(() => fold(...rows))).toBe('log-inconsistent')
  })
})
