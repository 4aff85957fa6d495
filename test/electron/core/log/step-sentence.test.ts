import { describe, expect, it } from 'vitest'
import { type FacilityChange, itemOfChange } from '../../../../shared/people/change.ts'
import { present } from '../../../support/present.ts'
import { library } from '../../../support/test-facility.ts'
import { STEP_KINDS, type StepKind, type StepOutput } from '../../../../shared/procedure/outputs.ts'
import { INVENTORY_DONE } from './inventory-done.ts'
import { EVIDENCE_DONE } from './evidence-done.ts'
import { ROOM_DONE } from './room-done.ts'
import { REVOCATION_DONE } from './revocation-done.ts'
import { ISSUED_DONE } from './issued-done.ts'
import { INCIDENT_DONE } from './incident-done.ts'
import { KEY_ACTS_DONE } from './key-acts-done.ts'
import { ORDERS_DONE } from './orders-done.ts'
import { REPORTS_DONE } from './reports-done.ts'
import { D, entry, item, say, TIME, token } from './said-entry.ts'

const lint = { rules: 37, errors: 0, warnings: 0, checkedAgainst: 'RFC 5280', report: D }
const checkpoint = { size: 72, root: D }
const SUBJECT = 'C=CH, O=Meridian, CN=Fleet Root G1'
const key = { id: 'key-2', kind: 'key-file', algorithm: 'ed25519', publicKey: D, place: 'facility' } as const
const policy = present(library.policies.get('fleet'), 'policy')
function proposed(change: FacilityChange): StepOutput<'apply-change'> {
  return { item: itemOfChange(change), change }
}

const DONE: Readonly<Record<StepKind, readonly [output: object, step: string, sentence: string]>> = {
  assemble: [
    {
      present: [
        { person: 'hanna-voss', role: 'administrator' },
        { person: 'tomas-oliveira', role: 'officer' },
        { person: 'priya-raman', role: 'officer' },
      ],
    },
    'assemble',
    '3 people | are in the room: 1 administrator and 2 officers | people',
  ],
  confirm: [{ statement: 'The words are equal.' }, 'x', 'The room | confirmed: The words are equal | confirm'],
  ...ROOM_DONE,
  ...EVIDENCE_DONE,
  ...INVENTORY_DONE,
  'open-token': [
    { tokenName: 'hsm-a', token, model: 'Luna', manufacturer: 'x', firmware: '1' },
    'open',
    'hsm-a | was opened with its PIN, a Luna | token',
  ],
  'close-token': [{ tokenName: 'hsm-a' }, 'close', 'hsm-a | was closed | token'],
  'generate-key': [
    {
      key: { name: 'root-g1', token, tokenName: 'hsm-a', id: '01', algorithm: 'ec-p384', spki: D },
      dossier: D,
      backup: 'none',
      recovered: false,
    },
    'root-key',
    'hsm-a | holds the new P-384 key root-g1, read back, as the policy wants | outcome',
  ],
  'inspect-key': [
    { key: 'root-g1', dossier: D, checks: [{ name: 'CKA_LOCAL', ok: true, detail: 'true' }] },
    'inspect-root',
    'The token | showed root-g1 again, 1 attribute, as the policy wants | read-back',
  ],
  ...KEY_ACTS_DONE,
  'import-request': [
    { fileName: 'eu-1.csr', request: D, subject: '', algorithm: 'ec-p384', spki: D },
    'x',
    'Conclave | took in the request eu-1.csr, signed by its own P-384 key | import',
  ],
  'preview-certificate': [
    {
      type: 'certificate',
      item,
      profile: 'fleet-root',
      signingKey: 'root-g1',
      signatureAlgorithm: 'ecdsa-sha384',
      subject: SUBJECT,
      issuer: SUBJECT,
      serial: '01',
      notBefore: TIME,
      notAfter: TIME,
      subjectKey: D,
      lint,
    },
    'preview-root',
    'Conclave | built the certificate of Fleet Root G1, 441 bytes to be signed, lint clean | preview',
  ],
  ...REVOCATION_DONE,
  'preview-crl': [
    {
      type: 'crl',
      item,
      signingKey: 'root-g1',
      signatureAlgorithm: 'ecdsa-sha384',
      issuer: SUBJECT,
      number: 7,
      thisUpdate: TIME,
      nextUpdate: TIME,
      entries: 0,
      added: 0,
      lint: { ...lint, warnings: 1 },
    },
    'preview-crl',
    'Conclave | built CRL 7 of Fleet Root G1, 441 bytes to be signed, 1 warning | preview',
  ],
  approve: [
    { items: [item], approvers: ['tomas-oliveira', 'priya-raman'] },
    'approve-root',
    'Tomás Oliveira and Priya Raman | are the quorum: the root certificate may be signed | quorum',
  ],
  ...ISSUED_DONE,
  ...ORDERS_DONE,
  ...REPORTS_DONE,
  'sign-handoff': [
    {
      manifest: D,
      signatures: [
        { signer: 'hand-a', p7s: D },
        { signer: 'hand-b', p7s: D },
      ],
      recovered: false,
    },
    'x',
    'The hand-off | was signed by hand-a and hand-b | issue',
  ],
  export: [
    {
      folderName: 'handoff-fleet-1-3',
      destination: '/media',
      manifest: D,
      tar: D,
      checks: [{ name: 'x', ok: true, detail: '' }],
    },
    'x',
    'handoff-fleet-1-3 | was written and read back, 1 check passed | export',
  ],
  'enrol-person': [
    proposed({ change: 'enrol-person', person: { id: 'mira', name: 'Mira', roles: ['officer'], credentials: [key] } }),
    'x',
    'Conclave | wrote down for approval: Mira is enrolled as officer | people',
  ],
  'remove-person': [
    proposed({ change: 'remove-person', person: 'priya-raman', reason: 'Left.' }),
    'x',
    'Conclave | wrote down for approval: Priya Raman is removed and signs nothing here any more: Left | people',
  ],
  'set-roles': [
    proposed({ change: 'set-roles', person: 'priya-raman', roles: ['witness', 'auditor'] }),
    'x',
    'Conclave | wrote down for approval: Priya Raman has the roles witness and auditor | people',
  ],
  'move-credential': [
    proposed({ change: 'move-credential', person: 'priya-raman', add: key, revoke: ['priya-raman-1'] }),
    'x',
    'Conclave | wrote down for approval: Priya Raman signs with key-2; revoked: priya-raman-1 | people',
  ],
  'register-token': [
    proposed({ change: 'register-token', name: 'hsm-b', token, model: 'Luna', manufacturer: 'x' }),
    'x',
    'Conclave | wrote down for approval: hsm-b is the token "hsm-a", serial 1 | token',
  ],
  'import-policy': [
    proposed({ change: 'adopt-policy', policy }),
    'x',
    'Conclave | wrote down for approval: Fleet policy version 4 is the policy in force | policy',
  ],
  'apply-change': [
    proposed({ change: 'remove-person', person: 'priya-raman', reason: 'Left.' }),
    'x',
    'Priya Raman | is removed and signs nothing here any more: Left | change',
  ],
  'prepare-reissue': [
    {
      item: { kind: 'document', tbs: D, size: 9, key: null },
      reissue: {
        type: 'conclave-reissue/v1',
        issuer: 'root-a',
        spki: D,
        profile: 'fleet-issuing',
        signatureAlgorithm: 'ecdsa-sha384',
        requests: { fileName: 'fleet.pem', sha256: D, size: 900 },
        list: D,
        pack: D,
        count: 41,
        refused: 1,
        notBefore: '2026-11-29T14:00:00.000Z',
        notAfter: '2031-11-29T13:59:59.000Z',
        lint: { rules: 30, warnings: 0, checkedAgainst: 'RFC 5280' },
        why: 'The root is replaced',
      },
    },
    'x',
    'Conclave | wrote down for approval: root-a signs 41 certificates; 1 request set aside | preview',
  ],
  'reissue-many': [
    {
      reissue: D,
      signingKey: 'root-a',
      profile: 'fleet-issuing',
      notBefore: '2026-11-29T14:00:00.000Z',
      notAfter: '2031-11-29T13:59:59.000Z',
      certificates: [D, D],
      recovered: true,
    },
    'x',
    '2 certificates | were issued by root-a from one approved list, finished from the log after a stop | issue',
  ],
  'prepare-custody': [
    {
      item: { kind: 'document', tbs: D, size: 9, key: null },
      act: {
        act: 'change-custody',
        token: 'hsm-a',
        replaces: null,
        k: 2,
        custodians: [
          { person: 'tomas-oliveira', share: 'sealed' },
          { person: 'priya-raman', share: 'paper' },
        ],
        characters: 'digits',
      },
    },
    'custody',
    'Conclave | wrote down for approval: the PIN of hsm-a is split, 2 of 2, among Tomás Oliveira and Priya Raman | share',
  ],
  'split-pin': [
    {
      token,
      tokenName: 'hsm-a',
      set: {
        id: 'ab'.repeat(16),
        token: 'hsm-a',
        k: 2,
        custodians: [
          { person: 'tomas-oliveira', kind: 'sealed', commitment: D },
          { person: 'priya-raman', kind: 'paper', commitment: D },
        ],
        pinCommitment: D,
      },
      recovered: true,
    },
    'split',
    'hsm-a | opens with 2 of the shares of Tomás Oliveira and Priya Raman, finished from the log after a stop | share',
  ],
  ...INCIDENT_DONE,
  'sign-off': [
    { checkpoint, agree: ['hanna-voss', 'tomas-oliveira'], disagree: [] },
    'sign-off',
    'Everybody | signed off that the script was followed, on the checkpoint of 72 entries | sign-off',
  ],
}

describe('the sentence of a finished step', () => {
  it.each(Object.entries(DONE))('says what a %s step did', (kind, [output, step, sentence]) => {
    expect(say(entry('step-done', { kind, output }, step))).toBe(sentence)
  })

  it('is there for every kind of step', () => {
    expect(Object.keys(DONE).toSorted()).toEqual(STEP_KINDS.toSorted())
  })

  it('is said even of an output that nobody knows', () => {
    expect(say(entry('step-done', { kind: 'approve', output: { nonsense: 1 } }, 'x'))).toBe(
      'Conclave | finished a step (approve) | outcome',
    )
  })
})
