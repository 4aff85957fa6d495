import { D, TIME } from './said-entry.ts'

/** What the steps of a revocation write, in which step, and the sentence of it. */
export const REVOCATION_DONE = {
  revoke: [
    {
      item: { kind: 'document', tbs: D, size: 441, key: null },
      revocations: {
        type: 'conclave-revocations/v1',
        issuer: 'root-g1',
        spki: D,
        reasons: 'rfc5280',
        entries: D,
        count: 1,
        byReason: { keyCompromise: 1 },
        earliest: TIME,
        latest: TIME,
        replaces: 0,
        certificates: [
          {
            certificate: D,
            subject: 'C=CH, O=Meridian, CN=Fleet Issuing EU-1',
            serial: '01',
            reason: 'keyCompromise',
            revokedAt: TIME,
            invalidSince: null,
          },
        ],
        notIssuedHere: null,
        list: null,
        why: 'A sample.',
      },
    },
    'revoke',
    'Conclave | wrote down for approval: root-g1 revokes Fleet Issuing EU-1, keyCompromise since 2026-11-25 | preview',
  ],
} as const
