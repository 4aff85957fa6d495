import { bytesToHex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { canonicalJson } from '../../../shared/ledger/canonical-json.ts'
import type { KeyFileCredential } from '../../../shared/people/person.ts'
import { type Statement, statementBytes } from '../../../shared/procedure/approval.ts'
import { ANSWER_TYPE, type ApprovalAnswer } from '../../../shared/transfer/approval-answer.ts'
import type { RequestedPerson } from '../../../shared/transfer/approval-request.ts'
import { qrText } from '../../../shared/transfer/qr-text.ts'
import { toInstant } from '../clock.ts'
import { readFileCapped } from '../files/host-files.ts'
import { unlockCredential } from '../people/credential-file.ts'
import { assertShown } from '../procedure/approvals.ts'
import { assertNoObjection } from './objections.ts'
import type { JudgedRequest } from './read-request.ts'

const KEY_FILE_LIMIT = 16_384

export interface Answering {
  readonly person: string
  /** Path of the person's key file. */
  readonly keyFile: string
  /** Passphrase, UTF-8. Wiped. */
  readonly secret: Uint8Array
  /** Digests that were on the screen. */
  readonly shown: readonly string[]
  /** Why they do not agree; null when they do. */
  readonly refusal: string | null
  /** Milliseconds. */
  readonly now: number
}

/**
 * Signs what the person would have signed in the room: the same statement, byte for byte. Throws person-unknown,
 * credential-unknown, approval-for-other-bytes, tbs-mismatch, passphrase-incorrect, credential-damaged.
 */
export async function signAnswer(judged: JudgedRequest, answering: Answering): Promise<ApprovalAnswer> {
  try {
    const { request } = judged
    assertShown(
      request.items.map(({ item }) => item),
      answering.shown,
    )
    if (answering.refusal === null) assertNoObjection(judged.items)
    const person = findRequested(request.people, answering.person)
    const file = readFileCapped(answering.keyFile, KEY_FILE_LIMIT)
    const credential = credentialOf(person, file)
    const statement = statementOf(judged, person, credential.id, answering)
    const unlocked = await unlockCredential(file, credential, answering.secret)
    try {
      return { type: ANSWER_TYPE, statement, signature: bytesToHex(unlocked.sign(statementBytes(statement))) }
    } finally {
      unlocked.wipe()
    }
  } finally {
    answering.secret.fill(0)
  }
}

/** What the answer is in a file; and in a QR code. */
export function answerText(answer: ApprovalAnswer): string {
  return canonicalJson(answer)
}

export function answerQrText(answer: ApprovalAnswer): string {
  return qrText('approval-answer', answerText(answer))
}

function statementOf(
  { request, step }: JudgedRequest,
  person: RequestedPerson,
  credential: string,
  { refusal, now }: Answering,
): ApprovalAnswer['statement'] {
  const common = {
    facility: request.facility.origin,
    run: request.run,
    step: step.id,
    plan: request.plan.digest,
    policy: request.policy.digest,
    person: person.id,
    credential,
    time: toInstant(now),
  }
  if (refusal !== null) return { type: 'conclave-act/v1', act: 'refuse-approval', note: refusal, ...common }
  const items = request.items.map(({ item }) => item)
  return { type: 'conclave-approval/v1', items, role: person.role, ...common } satisfies Statement
}

function findRequested(people: readonly RequestedPerson[], id: string): RequestedPerson {
  const found = people.find((person) => person.id === id)
  if (found !== undefined) return found
  throw fail('person-unknown', `This request does not ask "${id}".`, {
    remedy: `It asks: ${people.map((person) => person.id).join(', ')}.`,
  })
}

/** The one whose public key the file names; what the file says of itself is checked when it is opened. */
function credentialOf(person: RequestedPerson, file: Uint8Array): KeyFileCredential {
  const text = Buffer.from(file).toString('latin1')
  const files = person.credentials.filter(
    (credential): credential is KeyFileCredential => credential.kind === 'key-file',
  )
  const found = files.find(({ publicKey }) => text.includes(publicKey)) ?? files[0]
  if (found !== undefined) return found
  throw fail('credential-unknown', `${person.name} signs with a card only. A card signs in the room.`, {
    remedy: 'Approve in the room, or have a key file enrolled.',
  })
}
