import { toInstant } from '../../electron/core/clock.ts'
import { type HandoffContainer, readHandoff } from '../../electron/core/handoff/container.ts'
import { type HandoffReport, verifyContainer, type VerifyOptions } from '../../electron/core/handoff/verify.ts'
import { OperationError } from '../../shared/failure.ts'
import type { Memory } from '../state/memory.ts'
import { pinnedCertificates } from './pin-signers.ts'

export interface Received {
  readonly report: HandoffReport
  /** Null when it could not be unpacked. */
  readonly container: HandoffContainer | null
}

export interface ReceiveOptions {
  /** Milliseconds. */
  readonly now: number
  readonly acceptLate: boolean
}

/** The receiver's algorithm with everything that this receiver pinned and remembers. Fails when there is nothing to look at. */
export async function verifyReceived(path: string, memory: Memory, options: ReceiveOptions): Promise<Received> {
  try {
    const container = await readHandoff(path)
    return { container, report: verifyContainer(container, optionsOf(memory, options)) }
  } catch (error) {
    if (!(error instanceof OperationError) || ['file-not-found', 'file-unreadable'].includes(error.code)) throw error
    const problems = [{ code: error.code, message: error.failure.message }]
    const checks = [{ name: 'container', ok: false, detail: error.failure.message }]
    return { container: null, report: { ok: false, checks, notChecked: [], problems, handoff: null } }
  }
}

/** The first hand-off may have any number; signers who were pinned again for a later epoch start it without the old ones. */
function optionsOf({ pin, last, crls, anchors }: Memory, { now, acceptLate }: ReceiveOptions): VerifyOptions {
  return {
    signers: pinnedCertificates(pin),
    threshold: pin.threshold,
    domain: pin.domain,
    allowPractice: pin.practice,
    onlyPractice: pin.practice,
    now: toInstant(now),
    acceptLate,
    roots: pin.roots,
    ...(pin.epoch === null ? {} : { signersEpoch: pin.epoch }),
    state:
      last === null
        ? null
        : {
            epoch: last.epoch,
            sequence: last.sequence,
            manifestSha256: last.manifest_sha256,
            anchors,
            crls: crls.map((crl) => ({
              issuerSpkiSha256: crl.issuer_spki_sha256,
              number: crl.number,
              thisUpdate: crl.this_update,
              sha256: crl.sha256,
            })),
          },
  }
}
