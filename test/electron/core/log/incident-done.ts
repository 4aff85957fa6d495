import { D, TIME } from './said-entry.ts'

/** What the steps of a playbook say when they are done. */
export const INCIDENT_DONE = {
  notify: [
    { audience: 'owners of services', channel: 'mail', sentAt: TIME, message: D, edited: true },
    'x',
    'owners of services | got a message that people wrote, sent at 2026-11-25 09:00Z | notify',
  ],
  'run-ceremony': [
    { played: true, ceremony: 'destroy-key', plan: null, minutes: 45 },
    'x',
    'The ceremony destroy-key | was played: it would take 45 minutes | ceremony',
  ],
  review: [
    { well: [], badly: [], lucky: [], factors: [], actions: [], closes: [] },
    'x',
    'The review | names 0 causes, promises 0 actions, closes 0 | review',
  ],
  decide: [
    { choice: 'revoke', by: 'hanna-voss', confirmedBy: 'priya-raman', reason: 'It is known.' },
    'x',
    'The decision | is "revoke", decided by Hanna Voss and confirmed by Priya Raman | decide',
  ],
  classify: [
    {
      class: 'A',
      answers: {
        complete: 'no',
        extracted: 'unknown',
        used: 'yes',
        enrolment: 'no',
        revocation: 'no',
        weakness: 'no',
      },
      by: 'hanna-voss',
      confirmedBy: null,
      reason: 'The counters do not fit.',
    },
    'x',
    'Class A | is what this incident is, full key compromise, decided by Hanna Voss | classify',
  ],
} as const
