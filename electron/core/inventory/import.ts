import { createHash, type Hash } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { fail } from '../../../shared/failure.ts'
import type { InventoryDocument, SyntheticFleet } from '../../../shared/inventory/inventory.ts'
import { Labeller, type LabelRules } from '../../../shared/inventory/labels.ts'
import type { InventoryOf } from '../../../shared/inventory/row.ts'
import { monotonic } from '../clock.ts'
import { CertdbReader } from './certdb.ts'
import { finishIndex } from './finish.ts'
import { closeIndex } from './index-file.ts'
import { IndexWriter, type ImportTerms, type SourceProgress } from './index-writer.ts'
import { Remaining } from './remaining.ts'
import { readerOf } from './readers/reader-of.ts'
import { type Place, START } from './readers/stream-reader.ts'
import { RowWriter } from './row-writer.ts'
import { SourceFile } from './source-file.ts'
import type { Source } from './sources.ts'

const SKIP = 1 << 20
const COMMIT_ROWS = 32_768
const COMMIT_MS = 2000

export interface ImportProgress {
  readonly phase: 'reading' | 'indexing'
  readonly bytes: number
  readonly totalBytes: number
  readonly rows: number
  readonly rejected: number
  /** Measured on what was done so far; null while that says nothing yet. */
  readonly secondsLeft: number | null
}

export interface ImportOptions {
  /** As `listSources` gives them. */
  readonly sources: readonly Source[]
  readonly of: InventoryOf
  readonly labels: { readonly rules: LabelRules; readonly sha256: string } | null
  /** The index file that is made. Beside it, rejected rows in "<path>.rejects.jsonl". */
  readonly out: string
  /** Not null: what is read was made up for a drill. */
  readonly synthetic?: SyntheticFleet | null
  /** Goes on with an import that was stopped. */
  readonly resume: boolean
  readonly signal?: AbortSignal | undefined
  readonly progress?: ((progress: ImportProgress) => void) | undefined
}

export interface ImportedInventory {
  readonly digest: string
  readonly document: InventoryDocument
}

/**
 * Reads everything that a fleet, an issuer or an observer says into one index file. What is broken is set aside, the rest goes in.
 * After a stop, also a kill, `resume` goes on where the last whole step ended: the result is the same. Throws file-not-found,
 * file-exists, inventory-empty, inventory-source-changed, inventory-complete, cancelled, disk-full and what the index says.
 */
export async function importInventory(options: ImportOptions): Promise<ImportedInventory> {
  const { sources } = options
  if (sources.length === 0)
    throw fail('inventory-empty', 'There is no file to import.', { remedy: 'Choose the files.' })
  const terms: ImportTerms = {
    of: options.of,
    labels: options.labels?.sha256 ?? null,
    sources: sources.map(({ name, size }) => ({ name, size })),
  }
  const goesOn = options.resume && existsSync(options.out)
  const index = goesOn ? IndexWriter.resume(options.out, terms) : IndexWriter.create(options.out, terms)
  let isClosed = false
  try {
    const run = new ImportRun(index, sources, options)
    const read = await run.readAll()
    const made = await finishIndex(index, read, terms, run.indexing, options.synthetic ?? null)
    closeIndex(options.out, index.sqlite)
    isClosed = true
    return made
  } finally {
    if (!isClosed) index.sqlite.close()
  }
}

/** Removes an index that is of no use. */
export function removeIndex(path: string): void {
  for (const suffix of ['', '-journal', '.rejects.jsonl']) rmSync(path + suffix, { force: true })
}

class ImportRun {
  readonly #index: IndexWriter
  readonly #sources: readonly Source[]
  readonly #options: ImportOptions
  readonly #writer: RowWriter
  readonly #remaining: Remaining
  readonly #total: number
  #before = 0
  #rejected = 0
  #committed = 0
  /** Not stored yet. */
  readonly #progress = new Map<number, SourceProgress>()

  constructor(index: IndexWriter, sources: readonly Source[], options: ImportOptions) {
    this.#index = index
    this.#sources = sources
    this.#options = options
    this.#writer = new RowWriter(options.of, options.labels === null ? null : new Labeller(options.labels.rules))
    this.#total = sources.reduce((sum, { size }) => sum + size, 0)
    this.#remaining = new Remaining(this.#total)
  }

  async readAll(): Promise<SourceProgress[]> {
    const known = this.#index.restore(this.#writer)
    const done: SourceProgress[] = []
    for (const [number, source] of this.#sources.entries()) {
      const earlier = known[number]
      const read = earlier?.done === true ? earlier : await this.#read(number, source, earlier ?? null)
      done.push(read)
      this.#before += source.size
      this.#rejected += read.rejected
    }
    this.#commit()
    return done
  }

  readonly indexing = (rows: number): void => {
    this.#options.progress?.({
      phase: 'indexing',
      bytes: this.#total,
      totalBytes: this.#total,
      rows,
      rejected: this.#rejected,
      secondsLeft: null,
    })
  }

  async #read(number: number, source: Source, earlier: SourceProgress | null): Promise<SourceProgress> {
    const writer = this.#writer
    writer.source = number
    writer.kind = source.kind
    writer.sourceRows = earlier?.rows ?? 0
    writer.sourceRejected = earlier?.rejected ?? 0
    const read =
      source.kind === 'certdb'
        ? await this.#database(number, source, earlier)
        : await this.#stream(number, source, earlier)
    this.#progress.set(number, read)
    if (this.#isTime() || this.#isStopped) this.#commit()
    this.#stopIfAsked()
    return read
  }

  async #database(number: number, source: Source, earlier: SourceProgress | null): Promise<SourceProgress> {
    const reader = new CertdbReader(this.#writer, source, `${this.#options.out}.certdb`, earlier?.place.offset ?? 0)
    const sha256 = await reader.digest()
    if (earlier !== null && earlier.sha256 !== sha256) throw sourceChanged(source)
    const progressOf = (done: boolean) => this.#progressOf(source, { offset: reader.id, line: 1 }, sha256, done)
    await reader.read((share) => {
      this.#report(source.size * share)
      if (this.#isTime() || this.#isStopped) this.#commit([number, progressOf(false)])
      this.#stopIfAsked()
    })
    return progressOf(true)
  }

  async #stream(number: number, source: Source, earlier: SourceProgress | null): Promise<SourceProgress> {
    const file = new SourceFile(source)
    try {
      const from = earlier?.place ?? START
      const hash = await skip(file, source, from.offset, earlier?.sha256 ?? null)
      const reader = readerOf(source, this.#writer, from)
      const progressOf = (done: boolean) => this.#progressOf(source, reader.place, hash.copy().digest('hex'), done)
      for (;;) {
        const bytes = await file.next()
        const taken = reader.feed(bytes, file.isLast)
        file.take(taken)
        hash.update(bytes.subarray(0, taken))
        this.#report(reader.place.offset)
        if (file.isLast) break
        if (!reader.isSettled) continue
        if (this.#isTime() || this.#isStopped) this.#commit([number, progressOf(false)])
        this.#stopIfAsked()
      }
      if (reader.place.offset !== source.size || file.sizeNow !== source.size) throw sourceChanged(source)
      return progressOf(true)
    } finally {
      file.close()
    }
  }

  #progressOf({ name, size, kind }: Source, place: Place, sha256: string, done: boolean): SourceProgress {
    const { sourceRows, sourceRejected } = this.#writer
    return { name, size, kind, place, sha256, rows: sourceRows, rejected: sourceRejected, done }
  }

  #isTime(): boolean {
    return this.#writer.waiting >= COMMIT_ROWS || monotonic() - this.#committed > COMMIT_MS
  }

  #commit(current?: readonly [number, SourceProgress]): void {
    if (current !== undefined) this.#progress.set(...current)
    this.#index.commit(this.#writer, this.#progress)
    this.#progress.clear()
    this.#committed = monotonic()
  }

  get #isStopped(): boolean {
    return this.#options.signal?.aborted === true
  }

  #report(offset: number): void {
    const bytes = this.#before + offset
    this.#options.progress?.({
      phase: 'reading',
      bytes,
      totalBytes: this.#total,
      rows: this.#writer.rows,
      rejected: this.#rejected + this.#writer.sourceRejected,
      secondsLeft: this.#remaining.seconds(bytes, monotonic()),
    })
  }

  /** After a commit. */
  #stopIfAsked(): void {
    if (!this.#isStopped) return
    throw fail('cancelled', `The import was stopped after ${String(this.#writer.rows)} rows.`, {
      remedy: 'Nothing is lost: import the same files with --resume, and it goes on from there.',
    })
  }
}

/** Reads again what was taken before, and compares it: the rows in the index are of these bytes. */
async function skip(file: SourceFile, source: Source, offset: number, sha256: string | null): Promise<Hash> {
  const hash = createHash('sha256')
  let left = offset
  while (left > 0) {
    const bytes = await file.next(Math.min(left, SKIP))
    if (bytes.length === 0) break
    file.take(bytes.length)
    hash.update(bytes)
    left -= bytes.length
  }
  if (left > 0 || (sha256 !== null && hash.copy().digest('hex') !== sha256)) throw sourceChanged(source)
  return hash
}

function sourceChanged({ name }: Source): Error {
  return fail('inventory-source-changed', `"${name}" is not the file any more that the import was begun with.`, {
    remedy: 'Import it anew, from a file that nobody writes to.',
  })
}
