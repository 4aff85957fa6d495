import { describe, expect, it } from 'vitest'
import { entryData, type EntryKind, type LogEntry } from '../../../../shared/ledger/entries.ts'
import { D, entry, item, say, token, TIME } from './said-entry.ts'

const by = (person: string, more: object = {}): object => ({
  statement: { person, note: 'the serial is wrong.', items: [item], ...more },
  signature: '',
})
const intent = { action: 'sign', token, id: '01', key: D, item, algorithm: 'ecdsa-sha384', signer: 'root-g1' }

const SENTENCES: Readonly<Record<Exclude<EntryKind, 'step-done'>, readonly [LogEntry, string]>> = {
  'facility-founded': [
    entry('facility-founded', { name: 'Zürich vault B', mode: 'practice' }),
    'Zürich vault B | was founded, for practice only | found',
  ],
  'facility-opened': [
    entry('facility-opened', { software: 'conclave', host: 'laptop' }),
    'Conclave | opened the facility on laptop | open',
  ],
  'person-enrolled': [
    entry('person-enrolled', { person: { name: 'Hanna Voss', roles: ['administrator', 'auditor'] } }),
    'Hanna Voss | was enrolled as administrator and auditor | enrol',
  ],
  'policy-adopted': [
    entry('policy-adopted', { policy: { title: 'Fleet policy', version: 14 } }),
    'Fleet policy | was adopted, version 14 | policy',
  ],
  'token-registered': [
    entry('token-registered', { name: 'hsm-a', token, model: 'Luna' }),
    'hsm-a | was registered, a Luna, serial 1 | token',
  ],
  'run-opened': [
    entry('run-opened', {
      title: 'Create Fleet Root G1',
      starter: 'hanna-voss',
      drill: false,
      awareAt: null,
      incident: null,
    }),
    'Hanna Voss | started the ceremony Create Fleet Root G1 | start',
  ],
  'run-closed': [
    entry('run-closed', { agree: ['hanna-voss'], disagree: ['priya-raman'] }),
    'Create Fleet Root G1 | is closed: 1 person does not agree that the script was followed | close',
  ],
  'run-aborted': [
    entry('run-aborted', by('hanna-voss')),
    'Hanna Voss | aborted Create Fleet Root G1: the serial is wrong | abort',
  ],
  'rehearsal-recorded': [
    entry('rehearsal-recorded', {
      statement: {
        person: 'priya-raman',
        practice: { title: 'Create Fleet Root G1', closedAt: TIME, origin: 'practice.conclave.invalid/1' },
      },
    }),
    'Priya Raman | brought the rehearsal of Create Fleet Root G1, closed on 2026-11-25 in practice.conclave.invalid/1 | rehearsal',
  ],
  'log-reviewed': [
    entry('log-reviewed', {
      statement: { person: 'priya-raman', problems: 0, checkpoint: { size: 42 }, remark: 'Compared with paper.' },
    }),
    'Priya Raman | reviewed the log up to entry 41, nothing is wrong: Compared with paper | review',
  ],
  'file-quarantined': [
    entry('file-quarantined', { name: 'x.zip', message: '"x.zip" is a ZIP archive.' }),
    'x.zip | was kept out: "x.zip" is a ZIP archive | gate',
  ],
  'quarantine-discarded': [
    entry('quarantine-discarded', by('priya-raman', { sha256: D, reason: 'Nobody needs it.' })),
    'Priya Raman | had the file abab abab … abab in quarantine destroyed: Nobody needs it | gate',
  ],
  'exception-raised': [
    entry('exception-raised', { expected: 'x', happened: 'The lamp failed.' }, 'clock', 'hanna-voss'),
    'Hanna Voss | noticed a deviation: The lamp failed | exception',
  ],
  'exception-decided': [
    entry('exception-decided', {
      statement: { person: 'priya-raman', decision: 'continue', reason: 'There is another lamp.' },
    }),
    'Priya Raman | decided that the run goes on: There is another lamp | exception',
  ],
  'decision-given': [
    entry('decision-given', { statement: { person: 'priya-raman', choice: 'A', reason: 'The counters do not fit.' } }),
    'Priya Raman | chose class A: The counters do not fit | decide',
  ],
  'action-closed': [
    entry('action-closed', {
      statement: { person: 'priya-raman', action: 'action-0003', note: 'The counter is read every day.' },
    }),
    'Priya Raman | closed action-0003: The counter is read every day | action',
  ],
  'person-signed-in': [
    entry('person-signed-in', { statement: { person: 'priya-raman', role: 'officer' } }),
    'Priya Raman | came into the room as officer | people',
  ],
  'person-signed-out': [
    entry('person-signed-out', { statement: { person: 'priya-raman', note: 'My train goes.' } }),
    'Priya Raman | left the room: My train goes | people',
  ],
  'run-paused': [
    entry('run-paused', { statement: { person: 'hanna-voss', note: 'It is late.' } }),
    'Hanna Voss | paused Create Fleet Root G1, and the room is empty: It is late | people',
  ],
  'run-resumed': [
    entry('run-resumed', { statement: { person: 'hanna-voss', note: '' } }),
    'Hanna Voss | went on with Create Fleet Root G1 | people',
  ],
  'final-try-allowed': [
    entry('final-try-allowed', {
      statement: { person: 'hanna-voss', typist: 'tomas-oliveira', token: { label: 'vault-hsm', serial: '4711' } },
    }),
    'Hanna Voss | allowed the last try of the PIN of vault-hsm, which Tomás Oliveira types | people',
  ],
  'step-started': [
    entry('step-started', { kind: 'generate-key' }, 'root-key', 'hanna-voss'),
    'Hanna Voss | started step 5, generate the root key | start',
  ],
  'step-failed': [
    entry(
      'step-failed',
      { kind: 'open-token', failure: { code: 'pin-incorrect', message: 'The PIN is wrong.' }, intent: null },
      'open',
    ),
    'Conclave | could not open the HSM: The PIN is wrong | failure',
  ],
  'step-intended': [
    entry('step-intended', { kind: 'issue-certificate', intent }, 'issue-root'),
    'Conclave | intends to sign 441 bytes with root-g1 | intent',
  ],
  'effect-recorded': [
    entry(
      'effect-recorded',
      { kind: 'issue-certificate', intent: 39, effect: { action: 'sign', signer: 'root-g1', signature: '00' } },
      'issue-root',
    ),
    'The HSM | signed with root-g1 | outcome',
  ],
  'outcome-lost': [
    entry(
      'outcome-lost',
      { kind: 'generate-key', intent: 39, failure: { code: 'hsm-stopped', message: 'The process ended.' } },
      'root-key',
    ),
    'The outcome | of step 5, generate the root key, is not known: The process ended | unknown',
  ],
  'approval-given': [
    entry('approval-given', { ...by('tomas-oliveira'), via: 'room' }, 'approve-root'),
    'Tomás Oliveira | approved the root certificate | approve',
  ],
  'approval-refused': [
    entry('approval-refused', { ...by('priya-raman'), via: 'room' }, 'approve-root'),
    'Priya Raman | did not approve the root certificate: the serial is wrong | refuse',
  ],
  'share-dealt': [
    entry('share-dealt', { token: 'hsm-a', share: 'paper', person: 'priya-raman' }, 'split', 'priya-raman'),
    'Priya Raman | took a share of the new PIN of hsm-a, on paper | share',
  ],
  'share-given': [
    entry('share-given', { token: 'hsm-a', share: 'sealed' }, 'open', 'priya-raman'),
    'Priya Raman | gave their share of the PIN of hsm-a | share',
  ],
  'share-refused': [
    entry(
      'share-refused',
      {
        token: 'hsm-a',
        share: 'paper',
        failure: { code: 'share-wrong', message: 'It is the share of Tomás Oliveira.' },
      },
      'open',
      'priya-raman',
    ),
    'Priya Raman | gave no right share of the PIN of hsm-a: It is the share of Tomás Oliveira | refuse',
  ],
  'effect-reconciled': [
    entry(
      'effect-reconciled',
      { intent: 39, decision: 'adopt', found: '', statements: [by('tomas-oliveira'), by('priya-raman')] },
      'root-key',
    ),
    'Tomás Oliveira and Priya Raman | decided to keep what was found on the token | reconcile',
  ],
  'sign-off-given': [
    entry('sign-off-given', by('priya-raman', { agrees: false, remark: 'Too fast.' }), 'sign-off'),
    'Priya Raman | signed off and does not agree: Too fast | sign-off',
  ],
}

describe('sentenceOf', () => {
  it.each(Object.entries(SENTENCES))('says %s in one plain sentence', (_kind, [one, sentence]) => {
    expect(say(one)).toBe(sentence)
  })

  it('has a sentence for every kind of entry', () => {
    expect(Object.keys(SENTENCES).concat('step-done').toSorted()).toEqual(Object.keys(entryData).toSorted())
  })

  it('says something even of a run, a step and a person that nobody knows', () => {
    const stranger = { ...entry('step-started', { kind: 'confirm' }, 'nowhere', 'stranger'), run: 'run-0099' }
    expect(say(stranger as LogEntry)).toBe('stranger | started step "nowhere" | start')
  })
})
