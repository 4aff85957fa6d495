/** Where plain answers lead. A playbook or ceremony is named as its file is. */
export type TriageEnd =
  | { readonly to: 'playbook'; readonly name: string; readonly because: string }
  | { readonly to: 'ceremony'; readonly name: string; readonly because: string }

export interface TriageAnswer {
  readonly id: string
  readonly says: string
  readonly next: { readonly to: 'question'; readonly id: string } | TriageEnd
}

export interface TriageQuestion {
  readonly id: string
  readonly ask: string
  /** What helps to answer it. */
  readonly hint: string
  readonly answers: readonly TriageAnswer[]
}

function playbook(name: string, because: string): TriageEnd {
  return { to: 'playbook', name, because }
}

const ISSUING = 'issuing-ca-compromise'
const ROOT = 'root-compromise'
const HSM = 'hsm-lost-or-stolen'
const CREDENTIAL = 'officer-credential-compromised'

/** "What happened?" in the words of somebody who was woken up. Whoever is not sure is led to the graver playbook. */
export const TRIAGE: readonly TriageQuestion[] = [
  {
    id: 'seen',
    ask: 'What happened?',
    hint: 'Take what is nearest. A playbook that turns out to be too grave is closed with a reason; nothing is revoked by opening one.',
    answers: [
      {
        id: 'signature',
        says: 'There is a certificate or a signature that nobody can explain',
        next: { to: 'question', id: 'whose' },
      },
      {
        id: 'intruder',
        says: 'Somebody was in a system of a CA, or could have been',
        next: { to: 'question', id: 'reach' },
      },
      {
        id: 'device',
        says: 'An HSM, a token or a backup of a key is missing, or its bag is open',
        next: playbook(HSM, 'Who holds the device may hold the key. The playbook begins with which keys were on it.'),
      },
      {
        id: 'person',
        says: 'A card, a key file, a passphrase or a share may be in other hands',
        next: { to: 'question', id: 'credential' },
      },
      {
        id: 'weakness',
        says: 'A weakness of an HSM, its firmware or an algorithm was published',
        next: { to: 'question', id: 'whose' },
      },
      {
        id: 'list',
        says: 'A CRL is late, wrong or cannot be fetched',
        next: { to: 'question', id: 'list' },
      },
    ],
  },
  {
    id: 'whose',
    ask: 'Which key is it about?',
    hint: 'The issuer that stands in the certificate, or the key that the device or algorithm was used for.',
    answers: [
      {
        id: 'issuing',
        says: 'A key of an issuing CA',
        next: playbook(ISSUING, 'The key of an issuing CA is in doubt; the root above it is not.'),
      },
      {
        id: 'root',
        says: 'A root key',
        next: playbook(ROOT, 'Nothing stands above a root: it cannot be revoked, only distrusted.'),
      },
      {
        id: 'unsure',
        says: 'Nobody knows yet',
        next: playbook(ROOT, 'Until it is known, the graver one is opened. Its first steps find out which key it is.'),
      },
    ],
  },
  {
    id: 'reach',
    ask: 'What could they reach from there?',
    hint: 'What the system is allowed to do counts, not what you saw them do.',
    answers: [
      {
        id: 'sign',
        says: 'They could have something signed by an issuing CA',
        next: playbook(
          ISSUING,
          'Who could ask for signatures could have used the key. What it signed has to be proven.',
        ),
      },
      {
        id: 'root',
        says: 'This console, a root HSM or the room they stand in',
        next: playbook(ROOT, 'The offline site itself is in doubt.'),
      },
      {
        id: 'people',
        says: 'Only accounts or devices of people who approve',
        next: playbook(CREDENTIAL, 'What one person can approve is in doubt, no key of a CA.'),
      },
      {
        id: 'unsure',
        says: 'Nobody knows yet',
        next: playbook(
          ISSUING,
          'An online system reaches at most its issuing CA. The classification says later if that was wrong.',
        ),
      },
    ],
  },
  {
    id: 'credential',
    ask: 'What is in other hands?',
    hint: 'Count it even if it lay open for a short time only.',
    answers: [
      {
        id: 'one',
        says: 'What one person signs with, or one share of a PIN',
        next: playbook(CREDENTIAL, 'One person alone can sign nothing here; two of them could.'),
      },
      {
        id: 'several',
        says: 'So many that they could meet a quorum, or the PIN of a token',
        next: playbook(HSM, 'Together with the device it would be enough to use a key.'),
      },
    ],
  },
  {
    id: 'list',
    ask: 'Why is the CRL wrong?',
    hint: 'The number and the time of the next update stand in the CRL.',
    answers: [
      {
        id: 'late',
        says: 'It was not signed in time',
        next: {
          to: 'ceremony',
          name: 'sign-crl',
          because: 'No key is in doubt: a new CRL is signed. Late is an incident for the report all the same.',
        },
      },
      {
        id: 'foreign',
        says: 'It differs from what was signed here',
        next: playbook(ISSUING, 'A list that verifies and was not signed here is a signature that nobody can explain.'),
      },
    ],
  },
]

/** Throws for an id that is none of a question: the table is closed. */
export function triageQuestion(id: string): TriageQuestion {
  const found = TRIAGE.find((question) => question.id === id)
  if (found === undefined) throw new Error(`no question "${id}"`)
  return found
}
