import { D, TIME } from './said-entry.ts'

const recipient = { subject: 'CN=Court, O=State', sha256: D, notAfter: TIME, algorithm: 'rsa-3072' }

/** Outputs of the steps of evidence, the id of their step, and the sentence that is made of them. */
export const EVIDENCE_DONE = {
  'collect-evidence': [
    {
      groups: [
        { group: 'hsm', items: 3, bytes: 900 },
        { group: 'files', items: 2, bytes: 100 },
      ],
      pieces: 5,
      bytes: 1000,
      record: D,
      findings: [{ group: 'files', source: '/media/x', code: 'media-read-back', words: 'x cannot be read (EIO).' }],
      omitted: 1,
      deviation: null,
    },
    'collect',
    '5 pieces of evidence | were collected from the HSMs and files, 2 could not be had | evidence',
  ],
  'import-recipients': [
    { fileName: 'court.pem', recipientsFile: D, recipients: [recipient] },
    'recipients',
    'Court | may open the evidence, by the certificates of file abab abab … abab | evidence',
  ],
  'seal-evidence': [
    {
      package: { name: 'DRILL-evidence-run-0007-seal', sha256: D, size: 5000, parts: 1 },
      destination: '/media/stick',
      medium: null,
      contentManifest: D,
      sums: D,
      packageManifest: D,
      pieces: 5,
      collections: [D],
      recipients: [D],
      sealedAt: TIME,
      drill: true,
      seals: [
        { signer: 'log', person: null, signature: '00' },
        { signer: 'tomas-oliveira-1', person: 'tomas-oliveira', signature: '00' },
      ],
      adopted: false,
    },
    'seal',
    'DRILL-evidence-run-0007-seal | holds 5 pieces of evidence of a drill, sealed by the log and Tomás Oliveira, abab abab … abab, and went to /media/stick | sealed',
  ],
} as const
