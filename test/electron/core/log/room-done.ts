import { D, TIME, token } from './said-entry.ts'

/** Outputs of the steps of the room, the id of their step, and the sentence that is made of them. */
export const ROOM_DONE = {
  'check-air-gap': [
    {
      verdict: 'open',
      findings: [{ area: 'route', name: 'r', severity: 'open', words: 'There is a way out through eth0.', from: '/x' }],
      omitted: 0,
      facts: D,
      deviation: null,
    },
    'air gap',
    'This computer | is not cut off: There is a way out through eth0 | air gap',
  ],
  'inspect-media': [
    {
      path: '/media/stick',
      device: null,
      files: 3,
      folders: 0,
      bytes: 9,
      manifest: D,
      findings: [{ code: 'hidden-file', path: '.x', words: '.x is hidden.' }],
      omitted: 0,
      inspection: D,
      deviation: null,
    },
    'media',
    '/media/stick | holds 3 files, all of them read, with 1 finding | media',
  ],
  'inspect-token': [
    {
      tokenName: 'vault-a',
      token,
      reading: { manufacturer: 'Maker', model: 'HSM 2', hardware: '1.0', firmware: '2.2', library: '2.6' },
      userPin: 'ok',
      loggedIn: false,
      objects: 4,
      lastRead: TIME,
      changes: ['The firmware version was 2.1, and is 2.2.'],
      inspection: D,
      deviation: null,
    },
    'token',
    'vault-a | says that it is a HSM 2, firmware 2.2: The firmware version was 2.1, and is 2.2 | token',
  ],
  'record-bag': [
    {
      bags: [
        { item: 'HSM 1', opened: 'A001', sealed: 'A002' },
        { item: 'Card set', opened: null, sealed: 'A003' },
      ],
      problems: [],
      deviation: null,
    },
    'bag',
    'HSM 1 | came out of bag A001 and went into bag A002; Card set went into bag A003 | bag',
  ],
  'read-back': [
    {
      digest: D,
      form: 'words',
      compared: 8,
      of: 'the request ca.csr',
      how: 'typed',
      reader: null,
      readerName: 'the sender',
      listener: 'priya-raman',
    },
    'back',
    'Priya Raman | heard 8 words of the request ca.csr from the sender, and typed them: they are equal | read-back',
  ],
  'hand-over': [
    { role: 'officer', from: 'priya-raman', to: 'tomas-oliveira', left: 20, came: 21 },
    'over',
    'Tomás Oliveira | took over as officer from Priya Raman, and both signed | people',
  ],
  'check-clock': [
    {
      hostTime: TIME,
      references: [
        { reference: 'the wall clock', person: 'hanna-voss', says: TIME, readAt: TIME, offsetSeconds: -2, ok: true },
        { reference: 'a watch', person: 'priya-raman', says: TIME, readAt: TIME, offsetSeconds: 0, ok: true },
      ],
      host: { timeZone: 'UTC', offsetMinutes: 0, syncServices: null, rtc: null },
      findings: [],
      deviation: null,
    },
    'clock',
    'The clock | is 2 s behind the wall clock, read by Hanna Voss and agrees to the second with a watch, read by Priya Raman | clock',
  ],
} as const
