import { type HandoffReceipt, handoffReceipt, receiptName, type ReceiptResult } from '../../shared/handoff/receipt.ts'
import { type Clock, toInstant } from '../../electron/core/clock.ts'
import type { HandoffReport } from '../../electron/core/handoff/verify.ts'
import type { Journal } from '../state/journal.ts'
import type { Store } from '../state/store.ts'
import { type WrittenReport, writeReport } from './signed-report.ts'

/** The receipt of what the journal tells, with the next number. The journal is closed by the caller, in the write that takes the number. */
export function writeReceipt(store: Store, journal: Journal, result: ReceiptResult, clock: Clock): WrittenReport {
  const { pin, counter } = store.memory
  return write(store, clock, {
    format: 'ca-handoff-receipt/v1',
    practice: pin.practice,
    domain: pin.domain,
    receiver: pin.receiver,
    ...journal.handoff,
    state_digest: journal.state_digest,
    result,
    reason: journal.stopped ?? journal.reason,
    stages: journal.stages.map(({ region, result: stage, at, checks }) => ({
      region,
      result: stage ?? 'not-started',
      at,
      checks,
    })),
    issued_at: toInstant(clock.now()),
    counter: counter + 1,
  })
}

/** Tells the offline side that something was refused; null when it does not even say what it is. Takes the next number itself. */
export function writeRefusal(store: Store, { handoff, problems }: HandoffReport, clock: Clock): WrittenReport | null {
  const [first] = problems
  if (handoff === null || first === undefined) return null
  const { pin, counter } = store.memory
  const { epoch, sequence, state_digest: digest } = handoff.manifest
  const written = write(store, clock, {
    format: 'ca-handoff-receipt/v1',
    practice: pin.practice,
    domain: pin.domain,
    receiver: pin.receiver,
    epoch,
    sequence,
    manifest_sha256: handoff.manifestSha256,
    state_digest: digest,
    result: 'refused',
    reason: `${first.code}: ${first.message}`.slice(0, 500),
    stages: [],
    issued_at: toInstant(clock.now()),
    counter: counter + 1,
  })
  store.change((memory) => ({ ...memory, counter: counter + 1 }))
  return written
}

function write(store: Store, clock: Clock, receipt: HandoffReceipt): WrittenReport {
  return writeReport(receiptName(receipt), handoffReceipt.parse(receipt), store, clock)
}
