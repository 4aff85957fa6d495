import type { InventoryOf } from '../../../shared/inventory/row.ts'
import type { TokenRef } from '../../../shared/ipc/hsm-contract.ts'
import type { NewCredentialRequest } from '../../../shared/ipc/contract/new-credential.ts'
import type { Role } from '../../../shared/ids.ts'
import type { Review } from '../../../shared/incident/actions.ts'
import type { ClassificationAnswers } from '../../../shared/incident/classification.ts'
import type { DecisionStep } from '../../../shared/procedure/decision.ts'
import type { GivenDecision, RunException } from '../../../shared/procedure/run-state.ts'
import type { ClockReading } from '../../../shared/room/clock-check.ts'
import type { ReadBackDemand } from '../../../shared/room/read-back.ts'
import type { ApprovalItem } from '../../../shared/procedure/approval.ts'

export interface Seat {
  readonly person: string
  readonly role: Role
}

export interface ExceptionDecision {
  readonly person: string
  readonly decision: 'continue' | 'abort'
  readonly reason: string
}

/** A step of a playbook that is to be decided, and what was said in it. */
export interface DecisionQuestion {
  readonly step: DecisionStep
  readonly given: readonly GivenDecision[]
  /** Who may speak next, and has not said the same already. */
  readonly seats: readonly Seat[]
}

export interface Decision {
  readonly person: string
  readonly choice: string
  readonly answers: ClassificationAnswers | null
  readonly reason: string
}

export interface ReadBackQuestion {
  readonly digest: string
  /** What the digest is of. */
  readonly of: string
  readonly words: number
  readonly form: ReadBackDemand['form']
  readonly how: 'typed' | 'spoken'
  /** Who reads from outside the room; null: somebody who is here. */
  readonly outside: string | null
  readonly listeners: readonly Seat[]
  readonly readers: readonly Seat[]
}

export interface Heard {
  readonly reader: string | null
  readonly listener: string
  readonly typed: string | null
}

/** Where a run without a window gets what people would type. Secrets are UTF-8 bytes that the runner's callee wipes. */
export interface AnswerSource {
  /** Who starts the run. */
  starter(): Promise<string>
  present(needed: Readonly<Partial<Record<Role, number>>>): Promise<readonly Seat[]>
  passphrase(person: string, purpose: string): Promise<Uint8Array>
  pin(tokenName: string): Promise<Uint8Array>
  /** Two readings of two references, by two of those who are here. */
  clockReadings(now: string, present: readonly Seat[]): Promise<readonly [ClockReading, ClockReading]>
  requestFile(): Promise<string>
  /** The file with what is to be revoked. */
  revocationList(): Promise<string>
  /** Where the medium is mounted that is to be looked at. */
  mediaFolder(): Promise<string>
  /** The bags of a thing that the log says is in `stored`; `next` is a number that no bag had yet. */
  bags(item: string, stored: string | null, next: number): Promise<{ opened: string | null; sealed: string | null }>
  /** Null where it was not equal. */
  readBack(question: ReadBackQuestion): Promise<Heard | null>
  /** What happened and what was stopped, as the statement of the freeze. */
  freezeStatement(): Promise<string>
  /** A medium with files that are evidence, and what they are. */
  evidenceFiles(): Promise<{ folder: string; description: string }>
  /** A file or folder with an inventory. */
  inventory(of: InventoryOf): Promise<string>
  /** The certificates of those who may open the evidence. */
  recipientsFile(): Promise<string>
  backupFile(): Promise<string>
  /** The .json of a receipt, with its .p7s beside it; of a status report; and the certificate of a receiver. */
  receiptFile(): Promise<string>
  statusFile(): Promise<string>
  receiverFile(): Promise<string>
  exportFolder(): Promise<string>
  /** What a new person, or one who moves, will sign with. */
  newCredential(person: string): Promise<NewCredentialRequest>
  policyFile(): Promise<string>
  /** The token that is to be registered. */
  newToken(): Promise<TokenRef>
  /** Who types the last try of a PIN, and the second person who allows it; null: nobody does. */
  finalTry(tokenName: string): Promise<{ typist: string; person: string } | null>
  /** Who of these custodians gives their share of the PIN of a token next; null when nobody does. */
  custodian(token: string, candidates: readonly string[]): Promise<string | null>
  /** The words of a custodian's share on paper, UTF-8. */
  paper(person: string, token: string): Promise<Uint8Array>
  /** Shows a custodian the words of a new share; what they type back from their paper. */
  writeDown(person: string, token: string, words: readonly string[]): Promise<Uint8Array>
  /** Says yes to a statement that was read aloud; false aborts the run. */
  confirm(statement: string): Promise<boolean>
  /** Who approves these items next; null when nobody will. */
  approver(items: readonly ApprovalItem[], given: readonly string[], role: Role): Promise<string | null>
  /** What becomes of a deviation that holds the run up, and who decides it; null when nobody does. */
  deviation(exception: RunException): Promise<ExceptionDecision | null>
  /** Who decides a step of a playbook next, and how; null when nobody does. */
  decide(question: DecisionQuestion): Promise<Decision | null>
  /** The message as it was sent; `written` is what Conclave made of the log. */
  message(written: string): Promise<string>
  /** In a drill: how many minutes a ceremony would take. */
  playedMinutes(ceremony: string): Promise<number>
  review(): Promise<Review>
  signOff(person: string): Promise<{ agrees: boolean; remark: string }>
}
