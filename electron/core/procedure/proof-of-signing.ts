import { fail } from '../../../shared/failure.ts'
import { parseEnvelope } from '../../../shared/ledger/envelope.ts'
import { formatProof } from '../../../shared/ledger/proof.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import type { Facility } from '../facility/facility.ts'

/**
 * The entry by which a step of a run was done, and that it is in the log, under a checkpoint of this moment (C2SP tlog-proof). Fails
 * with `log-inconsistent` when there is none.
 */
export function proofOfSigning(
  facility: Facility,
  run: Pick<RunState, 'id' | 'openedIndex'>,
  step: string,
): { readonly entry: Uint8Array; readonly proof: string } {
  const { size, note } = facility.checkpoint()
  const { store } = facility
  for (let index = size - 1; index > run.openedIndex; index -= 1) {
    const entry = store.bytesOf(index)
    const { kind, run: of, step: done } = parseEnvelope(entry)
    if (kind !== 'step-done' || of !== run.id || done !== step) continue
    return { entry, proof: formatProof({ index, hashes: store.inclusionProof(index, size), checkpoint: note }) }
  }
  throw fail('log-inconsistent', 'The log has no entry that records the signing of this hand-off.')
}
