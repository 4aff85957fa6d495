import { hexToBytes } from '../../../shared/bytes.ts'
import { type CrlReason, RFC5280_REASONS } from '../../../shared/pki/reasons.ts'
import { timeOf } from '../../../shared/revocation/moment.ts'
import { z } from '../../../shared/zod.ts'
import { type RevocationRow, RowProblem } from './revocation-row.ts'

const REASONS: ReadonlyMap<string, CrlReason> = new Map(RFC5280_REASONS.map((reason) => [reason, reason]))
const NONE = '-'

const text = z.string().max(200)
/** A row of an export: the members that count, and no others, so that a misspelt one is not passed over. */
const jsonRow = z.strictObject({
  serial: text,
  reason: text.nullable().optional(),
  revocation_date: text.nullable().optional(),
  invalidity_date: text.nullable().optional(),
})

/** Reads the rows of one list. It remembers the date that it read last: most lists have few. */
export class RowReader {
  #dateText = ''
  #date = 0

  /**
   * `SERIAL [REASON [REVOCATION-DATE [INVALIDITY-DATE]]]`, parted by blanks, commas or semicolons, "-" for none; or the same as a
   * JSON object. Null for an empty line and a remark after "#". Throws RowProblem.
   */
  read(line: string): RevocationRow | null {
    const row = line.trim()
    if (row === '' || row.startsWith('#')) return null
    if (row.startsWith('{')) return this.#fromJson(row)
    const [serial = '', reason, revoked, invalid, ...more] = row.split(/[\s,;]+/)
    if (more.length > 0) throw new RowProblem('has more than serial number, reason and two dates')
    return this.#row(serial, reason, revoked, invalid)
  }

  #fromJson(row: string): RevocationRow {
    const parsed = jsonRow.safeParse(parseJson(row))
    if (!parsed.success)
      throw new RowProblem('is no JSON object of serial, reason, revocation_date and invalidity_date, all texts')
    const { serial, reason, revocation_date: revoked, invalidity_date: invalid } = parsed.data
    return this.#row(serial, reason ?? undefined, revoked ?? undefined, invalid ?? undefined)
  }

  #row(serial: string, reason?: string, revoked?: string, invalid?: string): RevocationRow {
    return {
      serial: serialOf(serial),
      reason: reason === undefined || reason === NONE ? null : reasonOf(reason),
      revokedAt: revoked === undefined || revoked === NONE ? null : this.#dateOf(revoked),
      invalidSince: invalid === undefined || invalid === NONE ? null : this.#dateOf(invalid),
    }
  }

  #dateOf(given: string): number {
    if (given === this.#dateText) return this.#date
    const date = timeOf(given)
    if (date === null) throw new RowProblem(`has "${shown(given)}" for a date; write 2026-11-29T18:48:44Z (UTC)`)
    this.#dateText = given
    this.#date = date
    return this.#date
  }
}

function reasonOf(given: string): CrlReason {
  const reason = REASONS.get(given)
  if (reason === undefined)
    throw new RowProblem(`has the reason "${shown(given)}"; the reasons are ${RFC5280_REASONS.join(', ')}`)
  return reason
}

/** Hexadecimal, as certificates are shown everywhere; decimal would be taken for it. */
function serialOf(given: string): Uint8Array {
  const digits = given.includes(':') ? given.replaceAll(':', '') : given
  if (!/^[0-9A-Fa-f]{1,42}$/.test(digits))
    throw new RowProblem(`has "${shown(given)}" for a serial number; write it in hexadecimal`)
  if (/^0*$/.test(digits)) throw new RowProblem('has the serial number 0, which is no certificate')
  return hexToBytes(digits.length % 2 === 0 ? digits : `0${digits}`)
}

function parseJson(row: string): unknown {
  try {
    return JSON.parse(row)
  } catch {
    return null
  }
}

/** What stands in a file can be anything. */
function shown(given: string): string {
  return given.slice(0, 40).replaceAll(/[^ -~]/g, '?')
}
