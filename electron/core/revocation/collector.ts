import { bytesToHex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { CrlEntryWriter } from '../../../shared/pki/crl-entry-writer.ts'
import type { CrlFields } from '../../../shared/pki/crl-fields.ts'
import { allowedReasons, type CrlReason } from '../../../shared/pki/reasons.ts'
import { type ChosenEntries, chooseEntries } from './choose-entries.ts'
import { type RevocationRow, RowProblem } from './revocation-row.ts'

/** What a certificate that was issued here says of itself. Times in milliseconds. */
export interface KnownCertificate {
  readonly notBefore: number
}

export interface CollectorTerms {
  readonly reasons: 'rfc5280' | 'br'
  /** What counts for rows that do not say it. */
  readonly reason: CrlReason
  readonly revokedAt: number
  readonly invalidSince: number | null
  /** Whether serial numbers that nothing issued here has are taken. */
  readonly unknown: boolean
  readonly now: number
  /** The certificates of a rehearsal are younger than the plan that is rehearsed: earlier dates become their first moment. */
  readonly rehearsal: boolean
  /** Of the certificate of the CA: nothing was issued before. */
  readonly issuerNotBefore: number
  /** By serial number, hex of its octets without leading zeros. */
  readonly known: ReadonlyMap<string, KnownCertificate>
  /** The last CRL; null before the first. */
  readonly previous: CrlFields | null
}

/** The first ones tell what is wrong with a list of a million. */
const MOST_PROBLEMS = 20

/** Takes rows one by one, and makes entries of a CRL of them. Everything that is wrong is told at once. */
export class RevocationCollector {
  readonly #terms: CollectorTerms
  readonly #allowed: ReadonlySet<CrlReason>
  readonly #writer = new CrlEntryWriter()
  readonly #problems: string[] = []
  #problemCount = 0
  /** Where each row stands in its list. */
  #lines = new Uint32Array(1024)
  #rows = 0
  #unknown = 0

  constructor(terms: CollectorTerms) {
    this.#terms = terms
    this.#allowed = new Set(allowedReasons(terms.reasons))
  }

  /** Throws RowProblem for a row that cannot be. */
  add(row: RevocationRow, line: number): void {
    const terms = this.#terms
    const known = this.#knownOf(row.serial)
    const reason = row.reason ?? terms.reason
    if (!this.#allowed.has(reason)) throw new RowProblem(`has the reason ${reason}, which ${reasonsOf(terms)}`)
    const earliest = known?.notBefore ?? terms.issuerNotBefore
    // A plan names one time for all: whatever was issued after it was never good.
    const revokedAt =
      terms.rehearsal || row.revokedAt === null ? Math.max(row.revokedAt ?? terms.revokedAt, earliest) : row.revokedAt
    const invalidSince = row.invalidSince ?? terms.invalidSince ?? undefined
    if (revokedAt > terms.now || (invalidSince ?? 0) > terms.now) throw new RowProblem('has a date in the future')
    if (revokedAt < earliest)
      throw new RowProblem(
        `is revoked before ${known === undefined ? 'its CA was' : 'it was'} valid, from ${words(earliest)}`,
      )
    if (known === undefined) this.#countUnknown()
    try {
      this.#writer.add({ serial: row.serial, revocationDate: revokedAt, reason, invalidityDate: invalidSince })
    } catch (error) {
      throw error instanceof RangeError ? new RowProblem(`cannot be an entry: ${error.message}`) : error
    }
    this.#keepLine(line)
  }

  /** Notes what is wrong with a row of the list; line 0 is the plan. */
  note(line: number, { message }: RowProblem): void {
    this.#problemCount++
    if (this.#problems.length < MOST_PROBLEMS)
      this.#problems.push(line === 0 ? `the plan ${message}` : `line ${String(line)} ${message}`)
  }

  /** The entries, each serial number once, none that changes nothing. Throws revocation-refused with the first problems. */
  finish(): ChosenEntries & { readonly unknown: number } {
    const content = this.#writer.finish()
    const chosen = chooseEntries(content, this.#terms.previous, (row, problem) => {
      this.note(this.#lines[row] ?? 0, problem)
    })
    this.#assertNone()
    if (chosen.count === 0)
      throw fail('revocation-refused', 'There is nothing to revoke: the last CRL says all of it already.', {
        remedy: 'Abort the run.',
      })
    return { ...chosen, unknown: this.#unknown }
  }

  #assertNone(): void {
    if (this.#problemCount === 0) return
    const more = this.#problemCount - this.#problems.length
    const rest = more === 0 ? '' : `; and ${String(more)} more`
    throw fail('revocation-refused', `This cannot be revoked so: ${this.#problems.join('; ')}${rest}.`, {
      remedy: 'Correct the list and bring it in again. Nothing was written down.',
      detail: { problems: this.#problems, count: this.#problemCount },
    })
  }

  #knownOf(serial: Uint8Array): KnownCertificate | undefined {
    return this.#terms.known.size === 0 ? undefined : this.#terms.known.get(serialKey(bytesToHex(serial)))
  }

  #countUnknown(): void {
    if (!this.#terms.unknown)
      throw new RowProblem('has a serial number that nothing issued here has, and the plan does not allow that')
    this.#unknown++
  }

  #keepLine(line: number): void {
    if (this.#rows === this.#lines.length) {
      const more = new Uint32Array(this.#lines.length * 2)
      more.set(this.#lines)
      this.#lines = more
    }
    this.#lines[this.#rows++] = line
  }
}

/** A serial number in hex without leading zeros, whoever wrote it. */
export function serialKey(serial: string): string {
  return serial.replace(/^(00)+(?=..)/, '')
}

function reasonsOf({ reasons }: CollectorTerms): string {
  return reasons === 'br'
    ? 'the BR do not know for it; a compromised CA is keyCompromise (BR v2.2.6 §7.2.2)'
    : 'no complete CRL has (RFC 5280 §5.3.1)'
}

function words(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000', '')
}
