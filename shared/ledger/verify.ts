import { bytesToHex, equalBytes } from '../bytes.ts'
import { OperationError } from '../failure.ts'
import type { BlobReference, Envelope } from './envelope.ts'
import { CompactRange, emptyRoot, type Sha256 } from './merkle.ts'
import type { VerifyEd25519 } from './note.ts'
import { isQuorum, quorumText, type TrustPolicy } from './trust-policy.ts'
import { ProblemList, type CheckpointVerdict, type LogVerdict } from './verdict.ts'
import { ChainChecker, type LogRecord } from './verify-chain.ts'
import {
  checkCosignatures,
  checkLogSignature,
  checkpointVerdict,
  readCheckpoints,
  readKey,
  readLogKey,
  type ReadCheckpoint,
} from './verify-checkpoint.ts'
import { ED25519_COSIGNATURE, formatVkey, type NoteKey } from './vkey.ts'

export interface LogSource {
  /** In rising order of place. Read once, one at a time. */
  readonly entries: Iterable<LogRecord>
  /** Signed notes, cosignatures included. */
  readonly checkpoints: readonly string[]
}

export interface VerifyOptions {
  /** The log's vkey from somebody the verifier trusts. Without it, entry 0 is believed about its own log. */
  readonly logKey?: string
  /** Vkeys of cosigners from somebody the verifier trusts. */
  readonly cosigners?: readonly string[]
  /** Logs, witnesses and the quorum that the newest checkpoint must have, from somebody the verifier trusts. */
  readonly policy?: TrustPolicy
  /** Vkeys of cosigners that an entry introduces. */
  readonly collectKeys?: (entry: Envelope) => readonly string[]
  /** A checkpoint from paper: it is trusted as it stands. `root` has 32 bytes. */
  readonly from?: { readonly size: number; readonly root: Uint8Array }
  readonly checkBlob?: (blob: BlobReference) => 'present' | 'missing' | 'damaged'
  /** A native SHA-256 makes a million entries a matter of seconds. */
  readonly sha256?: Sha256
  /** The same of signatures under checkpoints. */
  readonly ed25519?: VerifyEd25519
}

/** Never throws for what a log holds: everything wrong with it is in the verdict. */
export function verifyLog(source: LogSource, options: VerifyOptions = {}): LogVerdict {
  const verifier = new LogVerifier(source.checkpoints, options)
  try {
    for (const record of source.entries) verifier.push(record)
  } catch (error) {
    // A database too damaged to be read any further is a finding, too.
    if (!(error instanceof OperationError) || error.code !== 'facility-damaged') throw error
    verifier.unreadable(error.failure.message)
  }
  return verifier.finish()
}

/** The same, entry by entry, for callers that show progress or can be interrupted. */
export class LogVerifier {
  readonly #options: VerifyOptions
  readonly #problems = new ProblemList()
  readonly #judging: Parameters<typeof checkLogSignature>[3]
  readonly #chain: ChainChecker
  readonly #range: CompactRange
  readonly #checkpoints: readonly ReadCheckpoint[]
  readonly #cosigners: NoteKey[] = []
  #logKey: NoteKey | null
  #reached = 0
  /** Entries under a checkpoint that the log signed and that fits, or under the paper one. */
  #covered = 0
  #mismatched: { from: number; size: number } | null = null
  #paperMismatched: { from: number; size: number } | null = null

  constructor(checkpoints: readonly string[], options: VerifyOptions = {}) {
    this.#options = options
    this.#judging = { problems: this.#problems, ed25519: options.ed25519 }
    this.#chain = new ChainChecker(this.#problems, options.sha256)
    this.#range = new CompactRange(options.sha256)
    this.#checkpoints = readCheckpoints(checkpoints, this.#problems)
    this.#logKey = options.logKey === undefined ? this.#policyLog() : readLogKey(options.logKey)
    // Before all others: a key that the log itself introduces must not stand in the way of a trusted one.
    this.#cosigners.push(...(options.policy?.witnesses ?? []).map(({ key }) => key))
    this.#addCosigners(options.cosigners ?? [])
    if (checkpoints.length === 0) {
      this.#problems.add(
        0,
        'checkpoint-missing',
        'The log has no checkpoint: nothing outside it speaks for its entries.',
      )
    }
  }

  push(record: LogRecord): void {
    const { leaf, envelope } = this.#chain.check(record)
    const index = this.#chain.next - 1
    if (this.#chain.complete) this.#range.append(leaf)
    if (index === 0) this.#meetLogKey(envelope)
    if (envelope !== null) {
      this.#addCosigners(this.#options.collectKeys?.(envelope) ?? [])
      for (const blob of envelope.blobs) this.#checkBlob(index, blob)
    }
    this.#compareRoots()
  }

  /** The source gave up before its end. */
  unreadable(why: string): void {
    this.#problems.add(this.#chain.next, 'log-unreadable', `Entry ${this.#chain.next} cannot be read. ${why}`)
  }

  finish(): LogVerdict {
    this.#chain.finish()
    const entries = this.#chain.next
    if (entries === 0) this.#problems.add(0, 'log-empty', 'The log has no entries.')
    else if (this.#logKey === null) {
      this.#problems.add(
        0,
        'log-key-unknown',
        'Entry 0 does not tell the key of the log: no checkpoint can be checked.',
      )
    }
    this.#findCutTail(entries)
    const checkpoints = this.#judgeCheckpoints()
    this.#explainMismatches(checkpoints)
    const paper = this.#options.from
    const paperGood = paper !== undefined && this.#paperMismatched === null && paper.size <= entries
    const covered = Math.max(
      paperGood && this.#chain.complete ? paper.size : 0,
      ...checkpoints.filter(({ good }) => good).map(({ size }) => size),
    )
    const witnessed = this.#witnessed(checkpoints)
    const problems = this.#problems.sorted()
    return {
      ok: problems.length === 0,
      entries,
      checkpoints,
      root: this.#chain.complete ? bytesToHex(this.#range.root()) : null,
      problems,
      omitted: this.#problems.omitted,
      uncovered: entries - covered,
      witnessed,
    }
  }

  /** The log of the policy that the checkpoints are of; the first one where they are of none of them. */
  #policyLog(): NoteKey | null {
    const logs = this.#options.policy?.logs ?? []
    const isOurs = ({ name }: NoteKey): boolean =>
      this.#checkpoints.some(({ checkpoint }) => checkpoint.origin === name)
    return logs.find(isOurs) ?? logs[0] ?? null
  }

  /** Entries under the newest checkpoint with the quorum of the policy: none is a problem. */
  #witnessed(checkpoints: readonly CheckpointVerdict[]): number | null {
    const { policy } = this.#options
    if (policy === undefined) return null
    const enough = checkpoints.findLast(
      ({ good, cosignatures }) =>
        good && isQuorum(policy, (key) => cosignatures.some(({ vkey }) => vkey === formatVkey(key))),
    )
    if (enough === undefined && policy.quorum !== null) {
      const why = `No checkpoint has the cosignatures that the policy asks for (${quorumText(policy)}).`
      this.#problems.add(0, 'cosigners-missing', why)
    }
    return enough?.size ?? 0
  }

  #meetLogKey(envelope: Envelope | null): void {
    const own = readLogKey(envelope?.data['logKey'])
    const isTrusted = this.#options.logKey !== undefined || (this.#options.policy?.logs.length ?? 0) > 0
    if (!isTrusted) {
      this.#logKey = own
    } else if (own === null || own.keyId !== this.#logKey?.keyId || own.name !== this.#logKey.name) {
      this.#problems.add(0, 'log-key-differs', 'Entry 0 names another log key than the trusted one.')
    }
  }

  #addCosigners(vkeys: readonly string[]): void {
    for (const vkey of vkeys) {
      const key = readKey(vkey)
      if (key?.type === ED25519_COSIGNATURE) this.#cosigners.push(key)
    }
  }

  #checkBlob(index: number, blob: BlobReference): void {
    const state = this.#options.checkBlob?.(blob) ?? 'present'
    if (state === 'missing')
      this.#problems.addCapped(index, 'blob-missing', `"${blob.name}" of entry ${index} is missing.`)
    if (state === 'damaged')
      this.#problems.addCapped(index, 'blob-damaged', `"${blob.name}" of entry ${index} was changed.`)
  }

  #compareRoots(): void {
    if (!this.#chain.complete) return
    const size = this.#range.size
    const { from } = this.#options
    if (from?.size === size) {
      if (equalBytes(from.root, this.#range.root())) this.#anchor(size)
      else this.#paperMismatched = { from: this.#covered, size }
    }
    for (; this.#checkpoints[this.#reached] !== undefined; this.#reached += 1) {
      const next = this.#checkpoints[this.#reached]
      if (next === undefined || next.checkpoint.size > size) return
      next.logSigned = checkLogSignature(next, this.#logKey, this.#covered, this.#judging)
      // Size 0 comes before the first entry, whose key signs it.
      const root = next.checkpoint.size === 0 ? emptyRoot(this.#options.sha256) : this.#range.root()
      next.rootFits = equalBytes(next.checkpoint.root, root)
      if (!next.logSigned) continue
      if (next.rootFits) this.#anchor(next.checkpoint.size)
      else this.#mismatched ??= { from: this.#covered, size: next.checkpoint.size }
    }
  }

  #anchor(size: number): void {
    if (size === 0) return
    this.#covered = size
    this.#chain.anchor()
  }

  #findCutTail(entries: number): void {
    const { from } = this.#options
    if (from !== undefined && from.size > entries) {
      this.#problems.add(entries, 'tail-cut', `The paper checkpoint has ${from.size} entries; ${entries} are left.`)
    }
    const last = this.#checkpoints.at(-1)?.checkpoint.size ?? 0
    if (last > entries) {
      this.#problems.add(entries, 'tail-cut', `A checkpoint has ${last} entries; ${entries} are left.`)
    }
  }

  #judgeCheckpoints(): CheckpointVerdict[] {
    let covered = 0
    return this.#checkpoints.map((read) => {
      if (read.rootFits === null) read.logSigned = checkLogSignature(read, this.#logKey, covered, this.#judging)
      const cosignatures = checkCosignatures(read, this.#cosigners, covered, this.#judging)
      const good = read.logSigned && read.rootFits === true && cosignatures !== null
      if (good) covered = read.checkpoint.size
      return checkpointVerdict(read, good, cosignatures ?? [])
    })
  }

  #explainMismatches(checkpoints: readonly CheckpointVerdict[]): void {
    if (this.#paperMismatched !== null) {
      const { from, size } = this.#paperMismatched
      const at = this.#problems.firstIn(from, size) ?? from
      this.#problems.add(at, 'paper-mismatch', `Entries ${from} to ${size - 1} are not those of the paper checkpoint.`)
    }
    if (this.#mismatched === null) return
    const { from, size } = this.#mismatched
    if (checkpoints.some((checkpoint) => checkpoint.good && checkpoint.size >= size)) {
      const why = `Two checkpoints contradict each other: that of ${size} entries is of another history.`
      this.#problems.add(from, 'checkpoints-inconsistent', why)
      return
    }
    // The first entry that is wrong by other evidence explains it; without any, the whole range is in doubt.
    const at = this.#problems.firstIn(from, size) ?? from
    const why = `Entries ${from} to ${size - 1} are not those of the checkpoint of ${size} entries.`
    this.#problems.add(at, 'checkpoint-root-mismatch', why)
  }
}
