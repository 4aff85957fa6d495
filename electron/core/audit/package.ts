import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Withheld } from '../../../shared/audit/withheld.ts'
import { utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import type { LogEntry } from '../../../shared/ledger/entries.ts'
import { formatProof } from '../../../shared/ledger/proof.ts'
import type { Paper } from '../../../shared/paper/paper.ts'
import { renderPaper } from '../../../shared/paper/render.ts'
import { isPlaybook } from '../../../shared/procedure/definition.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import { toLogEntry } from '../facility/entry-draft.ts'
import { writeFailure } from '../files/disk-failure.ts'
import { writeNewFile } from '../files/host-files.ts'
import { reportPaper } from '../incident/report.ts'
import { copyArtifacts } from '../log/copy-artifacts.ts'
import { exportLog, type LeftOut } from '../log/export-log.ts'
import type { ArtifactShelf } from '../facility/artifacts.ts'
import type { LedgerReader } from '../ledger/reader.ts'
import { type Examined, examineRecord } from '../log/verify-facility.ts'
import { attendancePaper } from '../paper/attendance.ts'
import { exceptionsPaper } from '../paper/exceptions.ts'
import { paperFonts } from '../paper/fonts.ts'
import { recordPaper } from '../paper/record.ts'
import type { PaperSource } from '../paper/source.ts'
import { auditPaper } from './audit-paper.ts'
import { auditReport, proofName } from './audit-report.ts'
import { isReportWithheld, isRunWithheld, type IsWithheld, withoutNames } from './leave-out.ts'
import { packageReadme } from './package-readme.ts'
import { readHistory } from './record-history.ts'
import { replayState } from './replay-state.ts'
import { digestsIn } from './withhold.ts'

export interface PackageOptions {
  /** Of the sample: a text from outside, chosen after the log was closed. */
  readonly seed: string
  readonly sampleSize: number
  readonly withheld: readonly Withheld[]
  /** The folder with the single-file verifier. */
  readonly verifier: string
  /** `used`: of the runs that used a key, or did not go as planned. */
  readonly papers: 'all' | 'used'
  readonly progress: (words: string, share?: number) => void
}

/** What is packed. */
export interface PackageSource {
  readonly store: LedgerReader
  readonly artifacts: ArtifactShelf
  /** Where the artifacts lie. */
  readonly folder: string
  /** What a verification of this very log, a moment ago, found; null: it is verified now. */
  readonly examined: Examined | null
}

export interface WrittenPackage {
  readonly entries: number
  readonly papers: number
  readonly files: number
  readonly ok: boolean
  readonly headline: string
}

/**
 * Everything that an auditor takes home, into an empty folder: the log as C2SP tiles with its files, papers of every run,
 * a report as HTML and JSON, proofs of a sample, the single-file verifier and a README. A log that does not verify is
 * packed all the same: the report says so first. Throws disk-full, invalid-request for entries that are not there.
 */
export async function writePackage(
  record: PackageSource,
  folder: string,
  options: PackageOptions,
): Promise<WrittenPackage> {
  const { store, artifacts } = record
  const leftOut = leftOutOf(record, options.withheld)
  const examined =
    record.examined ??
    (await examineRecord(store.source(), artifacts, {
      progress: (done) => options.progress(`Verified ${String(done)} entries`, done / store.size),
    }))
  const { verdict } = examined
  const withheld = new Set(leftOut.map(({ index }) => index))
  const isWithheld: IsWithheld = (index) => withheld.has(index)
  const state = examined.state ?? replayState(store, artifacts)
  const history = await readHistory(store, isWithheld)
  const log = join(folder, 'log')
  make(log)
  const exported = await exportLog(
    store,
    log,
    (done, of) => options.progress(`Exported ${String(done)} of ${String(of)} entries`, done / of),
    leftOut,
  )
  copyArtifacts(record.folder, join(log, 'artifacts'), new Set(leftOut.flatMap(({ blobs }) => blobs)))
  const entry = (index: number): LogEntry => toLogEntry(store.entry(index).envelope)
  const source: PaperSource = {
    state: withoutNames(state, isWithheld),
    checkpoints: store.checkpoints(),
    entries: (from, to) => Array.from(store.read(from, to), ({ envelope }) => toLogEntry(envelope)),
  }
  make(join(folder, 'papers'))
  const papers = new Map<string, string[]>()
  for (const run of source.state.runs.values()) {
    if (options.papers === 'used' && !isNotable(run)) continue
    options.progress(`Papers of ${run.id}`)
    await setImmediate()
    const made = papersOf(source, run, isWithheld).map((paper) => write(folder, paper))
    papers.set(run.id, made)
  }
  const report = auditReport({
    state,
    history,
    verdict,
    entry,
    seed: options.seed,
    sampleSize: options.sampleSize,
    withheld: leftOut.map(({ index, reason }) => ({ index, reason })),
    papersOf: ({ id }) => papers.get(id) ?? [],
  })
  make(join(folder, 'samples'))
  const last = store.checkpoints().at(-1)
  for (const { index } of report.sample.entries) {
    if (last === undefined || index >= last.size) continue
    const proof = formatProof({ index, hashes: store.inclusionProof(index, last.size), checkpoint: last.note })
    writeNewFile(join(folder, proofName(index)), utf8ToBytes(proof))
    if (!isWithheld(index)) writeNewFile(join(folder, 'samples', `entry-${String(index)}.json`), store.bytesOf(index))
  }
  writeNewFile(join(folder, 'report.json'), utf8ToBytes(`${JSON.stringify(report, null, 2)}\n`))
  writeNewFile(join(folder, 'report.html'), utf8ToBytes(renderPaper(auditPaper(report), { fonts: paperFonts() })))
  copyTree(options.verifier, join(folder, 'verifier'))
  writeNewFile(join(folder, 'README.txt'), utf8ToBytes(packageReadme(report)))
  const count = [...papers.values()].flat().length
  return {
    entries: exported.size,
    papers: count,
    files: artifacts.list().length,
    ok: verdict.ok,
    headline: verdict.headline,
  }
}

function isNotable({ plan, steps, exceptions, status }: RunState): boolean {
  if (isPlaybook(plan.definition)) return true
  return status !== 'closed' || exceptions.length > 0 || steps.some(({ intents }) => intents.length > 0)
}

/** A paper that would tell what is withheld is not made. */
function papersOf(source: PaperSource, run: RunState, isWithheld: IsWithheld): Paper[] {
  if (isRunWithheld(run, isWithheld)) return []
  const hasReport = isPlaybook(run.plan.definition) && !isReportWithheld(source.state, isWithheld)
  return [
    recordPaper(source, run),
    attendancePaper(source, run),
    ...(run.exceptions.length === 0 ? [] : [exceptionsPaper(source, run)]),
    ...(hasReport ? [reportPaper(source, run)] : []),
  ]
}

function write(folder: string, paper: Paper): string {
  const name = `papers/${paper.fileName}.html`
  writeNewFile(join(folder, name), utf8ToBytes(renderPaper(paper, { fonts: paperFonts() })))
  return name
}

/** With the files that nothing else in the log names. */
function leftOutOf({ store }: PackageSource, withheld: readonly Withheld[]): LeftOut[] {
  const asked = new Map(withheld.map(({ index, reason }) => [index, reason]))
  const missing = withheld.find(({ index }) => index >= store.size)
  if (missing !== undefined)
    throw fail('invalid-request', `The log has no entry ${String(missing.index)} to leave out.`)
  if (asked.size === 0) return []
  const inside = new Map<number, Set<string>>()
  const elsewhere = new Set<string>()
  for (const { index, envelope } of store.read()) {
    const digests = new Set([...digestsIn(envelope.data), ...envelope.blobs.map(({ sha256 }) => sha256)])
    if (asked.has(index)) inside.set(index, digests)
    else for (const digest of digests) elsewhere.add(digest)
  }
  return [...inside].map(([index, digests]) => ({
    index,
    reason: asked.get(index) ?? '',
    blobs: [...digests].filter((digest) => !elsewhere.has(digest)),
  }))
}

function copyTree(from: string, to: string): void {
  try {
    cpSync(from, to, { recursive: true, errorOnExist: true, force: false })
  } catch (error) {
    throw writeFailure(error, 'A file of the package')
  }
}

function make(path: string): void {
  try {
    mkdirSync(path)
  } catch (error) {
    throw writeFailure(error, `The folder ${path}`)
  }
}
