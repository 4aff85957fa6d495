import { hash } from 'node:crypto'
import { type Finding, type FindingKind, SEVERITY_OF } from '../../../shared/inventory/finding.ts'
import { type InventoryIssuer, PLACE_UNIT, type SourceKind } from '../../../shared/inventory/inventory.ts'
import type { Labeller, Labels } from '../../../shared/inventory/labels.ts'
import type { InventoryOf } from '../../../shared/inventory/row.ts'
import { scanNames } from '../../../shared/inventory/scan-names.ts'
import { DerError } from '../../../shared/pki/der-reader.ts'
import { type BlockRow, OpenBlock, type SealedBlock } from './blocks.ts'
import { type AuthorityFacts, CertificateRows } from './certificate-rows.ts'
import { crossCheck } from './cross-check.ts'
import { Dictionary, groupKey, groupOf, type LabelGroup } from './dictionaries.ts'

/** Every so many certificates are read by OpenSSL too. */
const SAMPLE = 1024
const FINDINGS_A_KIND = 100
const EXCERPT = 4096

export interface Reject {
  readonly source: number
  /** In the unit of the source's kind. */
  readonly position: number
  readonly length: number
  readonly reason: string
  /** Base64 of the bytes, at most 4096 of them; null where they must not be kept. */
  readonly bytes: string | null
}

/** A finding that does not know its file's digest yet. */
export interface RawFinding {
  readonly kind: FindingKind
  readonly words: string
  readonly serial: string | null
  readonly issuer: string | null
  readonly places: readonly { readonly source: number; readonly position: number; readonly says: string }[]
}

/** What was given about a certificate besides itself. */
export interface GivenWith {
  readonly labels?: Labels
  readonly revoked?: { readonly at: number; readonly reason: number } | null
}

/** Takes rows in, from whatever source, and keeps what is not stored yet. */
export class RowWriter {
  readonly issuers = new Dictionary<InventoryIssuer>()
  readonly groups = new Dictionary<LabelGroup>()
  readonly certificates = new CertificateRows(this.issuers)
  readonly open = new OpenBlock()
  /** Of the source that is being read. */
  source = 0
  kind: SourceKind = 'unknown'
  rows = 0
  sourceRows = 0
  sourceRejected = 0
  blocks = 0
  readonly of: InventoryOf
  readonly #labeller: Labeller | null
  #sealed: { number: number; block: SealedBlock }[] = []
  #authorities: [number, AuthorityFacts][] = []
  #rejects: Reject[] = []
  #findings: RawFinding[] = []
  /** All of each kind, also those that are not written down. */
  readonly counted = new Map<FindingKind, number>()

  constructor(of: InventoryOf, labeller: Labeller | null) {
    this.of = of
    this.#labeller = labeller
  }

  /** One DER certificate at `position` of the source. Sets aside what is none. Returns whether it went in. */
  certificate(der: Buffer, start: number, end: number, position: number, given: GivenWith = {}): boolean {
    let row: BlockRow
    try {
      row = this.certificates.read(der, start, end)
    } catch (error) {
      if (!(error instanceof DerError)) throw error
      const at = `at byte ${String(error.offset - start)} of it`
      this.reject(
        position,
        der.subarray(start, end),
        `no certificate: ${error.message.split(', at byte')[0] ?? ''}, ${at}`,
      )
      return false
    }
    if (given.revoked) {
      row.isRevoked = true
      row.revokedAt = given.revoked.at
      row.reason = given.revoked.reason
    }
    if (this.rows % SAMPLE === 0) this.#sample(der, start, end, position)
    if (row.isCa) this.#authorities.push([this.rows, this.certificates.authority()])
    this.add(row, position, given.labels ?? {})
    return true
  }

  /** A CA certificate of which only facts are known; before `add`. */
  authority(facts: AuthorityFacts): void {
    this.#authorities.push([this.rows, facts])
  }

  add(row: BlockRow, position: number, labels: Labels): void {
    row.group = this.#group(row, labels)
    this.open.add(row, this.source, position)
    this.rows++
    this.sourceRows++
    if (!this.open.isFull) return
    this.#sealed.push({ number: this.blocks++, block: this.open.seal() })
    this.open.clear()
  }

  /** `bytes` null: nothing of them is kept. */
  reject(position: number, bytes: Buffer | null, reason: string, length: number = bytes?.length ?? 0): void {
    this.sourceRejected++
    const kept = bytes === null ? null : bytes.subarray(0, EXCERPT).toString('base64')
    this.#rejects.push({ source: this.source, position, length, reason, bytes: kept })
  }

  find(kind: FindingKind, words: string, about: { position: number; serial?: string; says?: string }): void {
    const before = this.counted.get(kind) ?? 0
    this.counted.set(kind, before + 1)
    if (before >= FINDINGS_A_KIND) return
    const places = [{ source: this.source, position: about.position, says: about.says ?? '' }]
    this.#findings.push({ kind, words, serial: about.serial ?? null, issuer: null, places })
  }

  /** What has to be stored now; the writer forgets it. */
  take(): Taken {
    const taken: Taken = {
      sealed: this.#sealed,
      open: this.open.rows === 0 ? null : { number: this.blocks, block: this.open.seal() },
      issuers: this.issuers.takeNew(),
      groups: this.groups.takeNew(),
      authorities: this.#authorities,
      rejects: this.#rejects,
      findings: this.#findings,
    }
    this.#sealed = []
    this.#authorities = []
    this.#rejects = []
    this.#findings = []
    return taken
  }

  /** How much memory wants to be stored, in rows. */
  get waiting(): number {
    return this.#sealed.length * 8192 + this.#rejects.length
  }

  /** Goes on from what was stored. */
  restore(stored: {
    rows: number
    blocks: number
    open: SealedBlock | null
    counted: Readonly<Partial<Record<FindingKind, number>>>
  }): void {
    this.rows = stored.rows
    this.blocks = stored.blocks
    if (stored.open !== null) this.open.restore(stored.open)
    for (const [kind, count] of Object.entries(stored.counted)) this.counted.set(kind as FindingKind, count)
  }

  #group(row: BlockRow, given: Labels): number {
    let labels = given
    if (this.#labeller !== null) {
      const keyId = this.issuers.all[row.issuer]?.key_id ?? null
      const ruled = this.#labeller.labels(scanNames(row.namesIn, row.namesStart, row.namesEnd).split('\n'), keyId)
      labels = { ...ruled, ...given }
    }
    const group = groupOf(labels)
    return this.groups.number(groupKey(group), () => group)
  }

  #sample(der: Buffer, start: number, end: number, position: number): void {
    const { scan } = this.certificates
    const words = crossCheck(scan, der, start, end)
    if (words === null) return
    this.find('parsers-disagree', words, {
      position,
      serial: der.toString('hex', scan.serialStart, scan.serialEnd),
      says: `certificate ${hash('sha256', der.subarray(start, end))}`,
    })
  }
}

export interface Taken {
  readonly sealed: readonly { number: number; block: SealedBlock }[]
  readonly open: { readonly number: number; readonly block: SealedBlock } | null
  readonly issuers: readonly [number, InventoryIssuer][]
  readonly groups: readonly [number, LabelGroup][]
  readonly authorities: readonly [number, AuthorityFacts][]
  readonly rejects: readonly Reject[]
  readonly findings: readonly RawFinding[]
}

/** With the digests of its files, as it is written down. */
export function settled(
  { kind, words, serial, issuer, places }: RawFinding,
  sources: readonly { readonly name: string; readonly kind: SourceKind; readonly sha256: string }[],
): Finding {
  return {
    kind,
    severity: SEVERITY_OF[kind],
    words: words.slice(0, 1000),
    serial,
    issuer,
    evidence: places.flatMap(({ source: number, position, says }) => {
      const source = sources[number]
      if (source === undefined) return []
      const at = { unit: PLACE_UNIT[source.kind], value: position }
      return [{ source: source.name, sha256: source.sha256, at, says: says.slice(0, 500) }]
    }),
  }
}
