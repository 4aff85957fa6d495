import { D, TIME } from './said-entry.ts'

const SUBJECT = 'C=CH, O=Meridian, CN=Fleet Root G1'

/** Outputs of the steps that issue and verify, the id of their step, and the sentence that is made of them. */
export const ISSUED_DONE = {
  'issue-certificate': [
    {
      certificate: D,
      subject: SUBJECT,
      serial: `01b27191${'00'.repeat(11)}b381`,
      notBefore: TIME,
      notAfter: TIME,
      profile: 'fleet-root',
      subjectKey: D,
      signingKey: 'root-g1',
      recovered: true,
    },
    'issue-root',
    'Fleet Root G1 | was issued, serial 01b2 7191 … b381, finished from the log after a stop | issue',
  ],
  'issue-crl': [
    {
      crl: D,
      issuer: SUBJECT,
      signingKey: 'root-g1',
      number: 7,
      thisUpdate: TIME,
      nextUpdate: '2027-05-24T09:00:00.000Z',
      entries: 2,
      recovered: false,
    },
    'issue-crl',
    'CRL 7 of Fleet Root G1 | was issued, 2 certificates revoked, valid until 2027-05-24 | issue',
  ],
  'verify-hierarchy': [
    {
      checks: [
        { name: SUBJECT, ok: true, detail: '' },
        { name: `CRL 7 of ${SUBJECT}`, ok: true, detail: '' },
      ],
    },
    'verify',
    'OpenSSL | verified Fleet Root G1 and CRL 7 of Fleet Root G1 | verify',
  ],
} as const
