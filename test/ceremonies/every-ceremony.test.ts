import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { isPlaybook } from '../../shared/procedure/definition.ts'
import { verifyFacility } from '../../electron/core/log/verify-facility.ts'
import { PRACTICE_CAST, PRACTICE_TOKEN } from '../../electron/core/practice/cast.ts'
import { makeFleetRequest } from '../../electron/core/practice/fleet-request.ts'
import { createPracticeToken } from '../../electron/core/practice/softhsm.ts'
import { conclaveJson } from '../electron/cli/command-line.ts'
import { PRESENT, PRIYA, TOMAS } from '../support/ceremony-run.ts'
import { present } from '../support/present.ts'
import { readHandoffFolder, TestReceiver } from '../support/test-receiver.ts'
import { library, TestFacility } from '../support/test-facility.ts'

const HSM = PRACTICE_TOKEN.name
const SAFE = 'backup-hsm'
const ROOT = 'fleet-root-g1'
const SUBJECT = { country: 'CH', organization: 'Meridian Fleet AG', token: HSM }
const FLEET = { 'first-signer': 'handoff-a', 'second-signer': 'handoff-b', domain: 'fleet', token: HSM }
const SIGNERS = { 'first-signer': 'handoff-a', 'second-signer': 'handoff-b' }

const REVOKED = { issuer: ROOT, token: HSM, reason: 'keyCompromise', since: 'now' }

/** Every file of ceremonies/, in an order in which one facility can hold them all, with the inputs of its plan. */
const LIFE: readonly (readonly [ceremony: string, inputs: Readonly<Record<string, string>>])[] = [
  ['found-facility', {}],
  ['generate-root', { ...SUBJECT, ...SIGNERS, 'common-name': 'Fleet Root G1', 'root-key': ROOT, backup: 'wrap' }],
  [
    'issue-intermediate',
    { ...SUBJECT, ...SIGNERS, 'common-name': 'Fleet Issuing EU-1', issuer: ROOT, domain: 'fleet' },
  ],
  ['reissue-fleet', { ...FLEET, country: 'CH', organization: 'Meridian Fleet AG', issuer: ROOT, why: 'A second region' }],
  ['register-receiver', { name: 'fleet-eu', domain: 'fleet' }],
  ['freeze-authority', { ...FLEET, authority: 'fleet-issuing-eu-1', order: 'taint', reason: 'Under suspicion' }],
  ['take-receipt', { domain: 'fleet' }],
  [
    'distrust-authority',
    { ...FLEET, authority: 'fleet-issuing-eu-1', reason: 'Stolen', from: '2020-01-01 12:00', replacement: 'none' },
  ],
  ['send-handoff', FLEET],
  ['remove-receiver', { receiver: 'fleet-eu', reason: 'Replaced' }],
  ['sign-crl', { issuer: ROOT, token: HSM }],
  [
    'emergency-crl',
    { ...REVOKED, 'not-issued-here': 'Found by reconciliation', why: 'Issued while the key was in other hands' },
  ],
  [
    'revoke-ca',
    { ...REVOKED, ...SIGNERS, certificate: 'fleet-issuing-eu-1', domain: 'fleet', why: 'Its key was used by others' },
  ],
  ['enrol-person', { name: 'Mira Castellanos', role: 'witness' }],
  ['move-credential', { person: 'mira-castellanos' }],
  ['remove-person', { person: 'mira-castellanos', reason: 'Left the company' }],
  ['change-policy', {}],
  ['register-token', { name: 'spare-hsm' }],
  ['back-up-key', { key: ROOT, token: HSM, target: SAFE, 'transport-key': 'transport-a' }],
  ['restore-key', { key: ROOT, token: SAFE }],
  ['destroy-key', { key: ROOT, token: HSM, reason: 'The HSM is retired' }],
  [
    'split-pin',
    {
      token: SAFE,
      threshold: '2',
      'first-custodian': TOMAS,
      'first-share': 'sealed',
      'second-custodian': PRIYA,
      'second-share': 'sealed',
      'third-custodian': 'greta-lindqvist',
      'third-share': 'paper',
    },
  ],
  ['close-facility-day', { token: HSM }],
]

const site = await TestFacility.found(library, undefined, [HSM, SAFE])
const spare = await createPracticeToken(site.layout.practiceHsm, { ...PRACTICE_TOKEN, label: 'spare-hsm' })
const out = join(site.folder, 'out')
mkdirSync(out)
const request = makeFleetRequest(out, 'Fleet Issuing EU-1')
const more = join(site.folder, 'more')
mkdirSync(more)
const requests = makeFleetRequest(more, 'Fleet Issuing US-1')
const list = join(site.folder, 'rogue.txt')
writeFileSync(list, '# serial number, reason\n0a:11:22\n4b00ff cACompromise\n{"serial":"77"}\n')
const receiver = new TestReceiver(out, 'fleet-eu', 'fleet')
afterAll(() => site.remove())

function write(name: string, content: object): string {
  const path = join(site.folder, name)
  // JSON is YAML too.
  writeFileSync(path, JSON.stringify(content))
  return path
}

function planOf(ceremony: string, inputs: Readonly<Record<string, string>>): string {
  return write(`${ceremony}.plan.yaml`, { plan: `Rehearse ${ceremony}`, procedure: ceremony, inputs })
}

/** What the receiver answers to the last hand-off; nothing before there is one. */
function reports(): { receipt?: string; status?: string } {
  const [last] = readdirSync(out).filter((name) => /^PRACTICE-handoff-.*\d$/.test(name)).toSorted().toReversed()
  if (last === undefined) return {}
  const handoff = readHandoffFolder(join(out, last))
  return { receipt: receiver.receipt(handoff), status: receiver.status(handoff) }
}

/** Everything that people would type. What is exported by one ceremony is read by a later one. */
function answersFile(ceremony: string): string {
  const fleet = present(library.policies.get('fleet'), 'policy')
  const backup = readdirSync(out).find((name) => name.endsWith('.sealed-key.json'))
  return write('all.answers.yaml', {
    answers: 'practice',
    starter: PRESENT[0],
    present: PRACTICE_CAST.flatMap(({ id, roles: [role] }) =>
      (PRESENT as readonly string[]).includes(id) ? [{ person: id, role }] : [],
    ),
    passphrases: Object.fromEntries(PRACTICE_CAST.map(({ id, passphrase }) => [id, passphrase])),
    pin: PRACTICE_TOKEN.pin,
    approvers: [TOMAS, PRIYA],
    decides: TOMAS,
    'new-passphrase': 'glacier ribbon mira anvil',
    media: out,
    request: ceremony === 'reissue-fleet' ? requests : request,
    receiver: receiver.certificateFile,
    ...reports(),
    export: out,
    policy: write('next.policy.yaml', { ...fleet, version: fleet.version + 1, clockToleranceSeconds: 60 }),
    revocations: list,
    'new-token': spare,
    ...(backup === undefined ? {} : { backup: join(out, backup) }),
  })
}

describe('conclave run --answers', { timeout: 120_000 }, () => {
  it('has a plan here for every file of ceremonies/', () => {
    const ceremonies = [...library.procedures].filter(([, procedure]) => !isPlaybook(procedure)).map(([name]) => name)
    expect(LIFE.map(([ceremony]) => ceremony).toSorted()).toEqual(ceremonies.toSorted())
  })

  it('has no problem in any of the plans', () => {
    const plans = LIFE.map(([ceremony, inputs]) => planOf(ceremony, inputs))
    const { json } = conclaveJson(['plan', 'check', ...plans])
    expect(json['files']).toMatchObject(plans.map((plan) => ({ file: plan, ok: true })))
  })

  it.each(LIFE)('runs %s to its end on SoftHSM', (ceremony, inputs) => {
    const { code, json } = conclaveJson(['run', planOf(ceremony, inputs), '--facility', site.root, '--answers', answersFile(ceremony)])
    expect(json).toMatchObject({ status: 'closed' })
    expect(code).toBe(0)
  })

  it('leaves one log that verifies', async () => {
    expect(await verifyFacility(site.root)).toMatchObject({ ok: true, problems: [] })
  })
})
