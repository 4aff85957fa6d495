import { evidenceWords, type RefusedEvidence } from '../../../shared/evidence/collection.ts'
import type { EvidenceGroup, EvidenceItem, UnavoidableChange } from '../../../shared/evidence/item.ts'
import { safeFileName } from '../../../shared/evidence/names.ts'
import { OperationError } from '../../../shared/failure.ts'
import type { Role } from '../../../shared/ids.ts'
import { canonicalBytes } from '../../../shared/ledger/canonical-json.ts'
import { type Clock, toInstant } from '../clock.ts'
import type { ArtifactStore } from '../facility/artifacts.ts'
import type { IncomingArtifact } from '../facility/incoming-artifact.ts'
import { SOFTWARE } from '../software.ts'

/** Everything about an acquisition that is the same for all that one step collects. */
export interface Collector {
  readonly run: string
  readonly step: string
  readonly person: string
  readonly name: string
  readonly role: Role | null
  readonly timeZone: string
  readonly offsetMinutes: number
  readonly clock: string
  /** Where what is collected is kept. */
  readonly place: string
  readonly why: string
  readonly authority: string
}

/** What is said of one item by whoever reads it. */
export interface About {
  readonly group: EvidenceGroup
  readonly what: string
  readonly source: string
  /** The name that it has, or is given; made safe here. */
  readonly name: string
  readonly method: string
  readonly changes?: readonly Omit<UnavoidableChange, 'responsible'>[]
  readonly compared?: readonly string[]
}

/** Takes pieces of evidence into the artifact store, hashing them as they come, and writes down the custody of each. */
export class Acquirer {
  readonly items: EvidenceItem[] = []
  readonly refused: RefusedEvidence[] = []
  readonly #artifacts: ArtifactStore
  readonly #collector: Collector
  readonly #clock: Clock

  constructor(artifacts: ArtifactStore, collector: Collector, clock: Clock) {
    this.#artifacts = artifacts
    this.#collector = collector
    this.#clock = clock
  }

  /** disk-full, disk-read-only. */
  bytes(about: About, bytes: Uint8Array): void {
    const at = this.#now()
    this.#note(about, at, this.#artifacts.put(bytes))
  }

  /** As canonical JSON. */
  json(about: About, value: unknown): void {
    this.bytes(about, canonicalBytes(value))
  }

  /** Piece by piece. `finish` returns what was stored; until `keep`, no item knows of it. */
  receive(): { readonly at: string; readonly incoming: IncomingArtifact } {
    return { at: this.#now(), incoming: this.#artifacts.receive() }
  }

  /** What came through `receive`, or lies in the store since before. */
  keep(about: About, stored: { readonly sha256: string; readonly size: number }, at = this.#now()): void {
    this.#note(about, at, stored)
  }

  /** What could not be had; people decide about it when the step is done. */
  refuse(group: EvidenceGroup, source: string, code: string, words: string): void {
    this.refused.push({ group, source: evidenceWords(source), code, words: evidenceWords(words) })
  }

  /** Does it, or says why not: only what would stop everything else, a full disk, is thrown. */
  async attempt(group: EvidenceGroup, source: string, work: () => Promise<void> | void): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof OperationError) || ['disk-full', 'disk-read-only', 'cancelled'].includes(error.code))
        throw error
      this.refuse(group, source, error.code, error.failure.message)
    }
  }

  #note(about: About, at: string, { sha256, size }: { readonly sha256: string; readonly size: number }): void {
    const { person, name, role, place, why, authority, timeZone, offsetMinutes, clock, run, step } = this.#collector
    const number = String(this.items.length + 1).padStart(4, '0')
    const by = { person, name, role, place, authority }
    const [tool = 'conclave', version = ''] = SOFTWARE.split(' ')
    this.items.push({
      id: `${run}.${step}.${number}`,
      group: about.group,
      what: evidenceWords(about.what),
      source: evidenceWords(about.source),
      file: safeFileName(about.name),
      acquisition: {
        by: person,
        name,
        role,
        at,
        timeZone,
        offsetMinutes,
        clock,
        method: evidenceWords(about.method),
        tool,
        version,
      },
      place,
      sha256,
      size,
      compared: (about.compared ?? []).map(evidenceWords),
      changes: (about.changes ?? []).map((change) => ({ ...change, responsible: person })),
      why,
      authority,
      custody: [
        { ...by, at, act: 'acquired', purpose: evidenceWords(about.method) },
        { ...by, at: this.#now(), act: 'stored', purpose: 'kept under its SHA-256 until it is sealed' },
      ],
    })
  }

  #now(): string {
    return toInstant(this.#clock.now())
  }
}
