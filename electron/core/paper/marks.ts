import { hexToBytes, sha256Hex } from '../../../shared/bytes.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { LogEntry } from '../../../shared/ledger/entries.ts'
import type { SignatureMark } from '../../../shared/paper/paper.ts'
import type { Statement } from '../../../shared/procedure/approval.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import { sentenceOf } from '../log/sentence.ts'
import { personName } from '../log/wording.ts'
import { verifyStatement } from '../people/signature.ts'
import { credentialWords } from '../views/founding.ts'
import { dateAndTime } from './words.ts'

interface Signed {
  readonly statement: Statement
  readonly signature: string
}

/** What people signed in this entry; nothing for what Conclave wrote by itself. */
export function signedIn({ data }: LogEntry): readonly Signed[] {
  if ('statements' in data) return data.statements
  return 'statement' in data ? [{ statement: data.statement, signature: data.signature }] : []
}

/** Each signature of an entry, in place of initials. Verified again, against the credential as the log knows it. */
export function marksOf(entry: LogEntry, run: RunState | undefined, state: FacilityState): SignatureMark[] {
  return signedIn(entry).map(({ statement, signature }) => {
    const person = state.people.get(statement.person)
    const credential = person?.credentials.find(({ id }) => id === statement.credential)
    const { says, tone } = saying(entry, state)
    return {
      name: personName(state, statement.person),
      role: roleOf(statement, entry, run),
      says,
      tone,
      // The note of a start is the title of the run.
      remark: entry.kind === 'run-opened' ? '' : remarkOf(statement),
      time: dateAndTime(statement.time),
      entry: String(entry.index),
      credential: `${statement.credential}${credential === undefined ? '' : `, ${credentialWords(credential)}`}`,
      digest: sha256Hex(hexToBytes(signature)),
      // As signed then: a credential that was revoked since has not unsigned anything.
      valid: credential !== undefined && verifyStatement(statement, signature, credential),
    }
  })
}

/** In which role: as they signed it, else as they were in the room at that moment. */
function roleOf(statement: Statement, entry: LogEntry, run: RunState | undefined): string {
  if ('role' in statement) return statement.role
  if (entry.role !== null) return entry.role
  const stays = run?.attendance.filter(({ person }) => person === statement.person) ?? []
  // Whoever starts a run does so before anybody signs in.
  const stay = entry.kind === 'run-opened' ? stays[0] : stays.findLast(({ index }) => index < entry.index)
  return stay?.role ?? 'not in the room'
}

function remarkOf(statement: Statement): string {
  if ('remark' in statement) return statement.remark.trim()
  if ('reason' in statement) return statement.reason.trim()
  return 'note' in statement ? statement.note.trim() : ''
}

const WHERE = {
  room: '',
  file: ', on another Conclave, brought as a file',
  qr: ', on another Conclave, brought as a QR code',
}

function saying(entry: LogEntry, state: FacilityState): Pick<SignatureMark, 'says' | 'tone'> {
  switch (entry.kind) {
    case 'approval-given':
      return { says: `Approves${WHERE[entry.data.via]}`, tone: 'plain' }
    case 'approval-refused':
      return { says: `Does not approve${WHERE[entry.data.via]}`, tone: 'against' }
    case 'sign-off-given':
      return entry.data.statement.agrees
        ? { says: 'I agree: the script was followed', tone: 'plain' }
        : { says: 'I do not agree', tone: 'against' }
    case 'exception-decided':
      return entry.data.statement.decision === 'continue'
        ? { says: 'Decides that the run goes on', tone: 'plain' }
        : { says: 'Decides that the run ends', tone: 'against' }
    case 'decision-given':
      return { says: `Chooses ${entry.data.statement.choice}`, tone: 'plain' }
    case 'person-signed-in':
      return { says: 'Comes into the room', tone: 'plain' }
    case 'person-signed-out':
      return { says: 'Leaves the room', tone: 'plain' }
    case 'run-opened':
      return { says: 'Starts the run', tone: 'plain' }
    case 'run-paused':
      return { says: 'Pauses the run: the room is empty', tone: 'plain' }
    case 'run-resumed':
      return { says: 'Goes on with the run', tone: 'plain' }
    case 'run-aborted':
      return { says: 'Aborts the run', tone: 'against' }
    default:
      return { says: sentenceOf(entry, state).text, tone: 'plain' }
  }
}
