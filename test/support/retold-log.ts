import { ArtifactStore } from '../../electron/core/facility/artifacts.ts'
import { facilityLayout } from '../../electron/core/facility/layout.ts'
import { type LogSigner, openLogKey } from '../../electron/core/ledger/signer.ts'
import { LedgerStore } from '../../electron/core/ledger/store.ts'
import type { FacilityVerdict } from '../../electron/core/log/verdict.ts'
import { verifyRecord } from '../../electron/core/log/verify-facility.ts'
import { formatCheckpoint } from '../../shared/ledger/checkpoint.ts'
import type { Envelope } from '../../shared/ledger/envelope.ts'
import { signNote } from '../../shared/ledger/note.ts'
import { chain, rootOver } from './sample-log.ts'

/**
 * A log as somebody tells it anew who has the folder and the log key: chain, tree and checkpoints are made again and are
 * good, all that people signed is as it was. In memory, so that it can be done a thousand times.
 */
export class RetoldLog {
  readonly #entries: readonly Envelope[]
  readonly #sizes: readonly number[]
  readonly #artifacts: ArtifactStore
  readonly #signer: LogSigner

  /** Of a facility that nobody has open. */
  constructor(facility: string) {
    const layout = facilityLayout(facility)
    const store = LedgerStore.open(layout.ledger, { readOnly: true })
    this.#entries = [...store.read()].map(({ envelope }) => envelope)
    this.#sizes = store.checkpoints().map(({ size }) => size)
    store.close()
    this.#artifacts = new ArtifactStore(layout.artifacts)
    this.#signer = openLogKey(layout.logKey)
  }

  /** A copy that may be changed. */
  entries(): Envelope[] {
    return structuredClone(this.#entries) as Envelope[]
  }

  async verdictOn(entries: readonly Envelope[]): Promise<FacilityVerdict> {
    const records = chain(entries.map(({ v: _v, index: _index, prev: _prev, ...draft }) => draft))
    const sizes = [...new Set([...this.#sizes.filter((size) => size < records.length), records.length])]
    const checkpoints = sizes.map((size) =>
      signNote(
        formatCheckpoint({ origin: this.#signer.name, size, root: rootOver(records.slice(0, size)) }),
        this.#signer,
      ),
    )
    return verifyRecord({ entries: records, checkpoints }, this.#artifacts)
  }
}
