import { fail } from '../../../shared/failure.ts'
import type { CrlFields } from '../../../shared/pki/crl-fields.ts'
import { EntryIndex } from '../../../shared/pki/entry-index.ts'
import { timeOf } from '../../../shared/revocation/moment.ts'
import { z } from '../../../shared/zod.ts'
import { readLines } from '../../core/files/lines.ts'
import { serialKey } from '../../core/revocation/collector.ts'

const LIMIT = 1024 * 1024 * 1024
/** What counts of a row of an inventory. */
const row = z.object({ serial: z.string(), not_after: z.string() })

/**
 * When the certificates end that are on `previous` and not on `next`, by serial number: from lines of `SERIAL NOT-AFTER`, or JSON
 * objects with `serial` and `not_after`. Rows about other certificates are passed over. Throws file-type-unknown for a line that is neither.
 */
export async function readExpiry(path: string, next: CrlFields, previous: CrlFields): Promise<Map<string, number>> {
  const index = EntryIndex.over(next.tbs, next.entries())
  const missing = new Set<string>()
  for (const entry of previous.entries()) if (index.positionOf(entry) < 0) missing.add(serialKey(entry.serial))
  const ends = new Map<string, number>()
  await readLines(path, LIMIT, {
    line: (text, number) => {
      const line = text.trim()
      if (line === '' || line.startsWith('#')) return
      const { serial, notAfter } = line.startsWith('{') ? fromJson(path, line, number) : fromWords(path, line, number)
      const key = serialKey(serial)
      if (missing.has(key)) ends.set(key, notAfter)
    },
  })
  return ends
}

interface Expiry {
  readonly serial: string
  readonly notAfter: number
}

function fromWords(path: string, line: string, number: number): Expiry {
  const [serial, notAfter, ...more] = line.split(/[\s,;]+/)
  return checked(path, number, serial ?? '', more.length === 0 ? (notAfter ?? '') : '')
}

function fromJson(path: string, line: string, number: number): Expiry {
  try {
    const read = row.parse(JSON.parse(line))
    return checked(path, number, read.serial, read.not_after)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) throw neither(path, number)
    throw error
  }
}

function checked(path: string, number: number, serial: string, notAfter: string): Expiry {
  const digits = serial.replaceAll(':', '').toLowerCase()
  const time = timeOf(notAfter)
  if (!/^[0-9a-f]{1,42}$/.test(digits) || time === null) throw neither(path, number)
  return { serial: digits.length % 2 === 0 ? digits : `0${digits}`, notAfter: time }
}

function neither(path: string, number: number): Error {
  return fail(
    'file-type-unknown',
    `Line ${String(number)} of ${path} is not a serial number and the end of a certificate.`,
    {
      remedy: 'Write lines as "0a1b2c 2026-11-29T18:48:44Z", or JSON objects with serial and not_after.',
    },
  )
}
