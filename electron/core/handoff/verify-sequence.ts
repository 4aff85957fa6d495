import type { FailureCode } from '../../../shared/failure.ts'
import type { HandoffManifest } from '../../../shared/handoff/manifest.ts'
import type { Finding } from './findings.ts'

/** The last hand-off that this receiver accepted for the same domain. */
export interface ReceiverState {
  readonly epoch: number
  readonly sequence: number
  readonly manifestSha256: string
}

/**
 * Next in the epoch with the hash of the last one, or the first of the next epoch. Anything else has a code of its own: a replay, a
 * rollback, a gap, a fork, an epoch that nobody announced.
 */
export function checkSequence(manifest: HandoffManifest, manifestSha256: string, state: ReceiverState): Finding {
  const { epoch, sequence, previous_manifest_sha256: previous } = manifest
  const here = `epoch ${epoch}, sequence ${sequence}`
  const last = `epoch ${state.epoch}, sequence ${state.sequence}`
  if (epoch === state.epoch && sequence === state.sequence) {
    if (manifestSha256 === state.manifestSha256)
      return refuse('handoff-replayed', `It is ${here}, which was accepted already.`)
    return refuse('handoff-forked', `It is ${here}, and another hand-off with this number was accepted: two exist.`)
  }
  if (epoch < state.epoch || (epoch === state.epoch && sequence < state.sequence)) {
    return refuse('handoff-rollback', `It is ${here}; the newer ${last} was accepted already.`)
  }
  if (epoch > state.epoch + 1) {
    return refuse('handoff-epoch-unproven', `It is ${here}; after ${last} only epoch ${state.epoch + 1} can follow.`)
  }
  if (epoch === state.epoch + 1) {
    if (sequence === 1) return { detail: `It starts ${here}, after ${last}.`, problems: [] }
    return refuse('handoff-gap', `It is ${here}; the one that starts the epoch is missing.`)
  }
  if (sequence !== state.sequence + 1) {
    return refuse('handoff-gap', `It is ${here} and ${last} was the last one accepted: hand-offs between are missing.`)
  }
  if (previous !== state.manifestSha256) {
    return refuse('handoff-forked', `It continues another hand-off than the ${last} that was accepted.`)
  }
  return { detail: `It continues ${last}.`, problems: [] }
}

function refuse(code: FailureCode, message: string): Finding {
  return { detail: '', problems: [{ code, message }] }
}
