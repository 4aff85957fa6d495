import { describe, expect, it } from 'vitest'
import { nativeSha256 } from '../../../../electron/core/ledger/native-sha256.ts'
import { readAhead } from '../../../../electron/core/log/read-ahead.ts'
import { bytesToHex, utf8ToBytes } from '../../../../shared/bytes.ts'
import { fail } from '../../../../shared/failure.ts'
import { formatCheckpoint } from '../../../../shared/ledger/checkpoint.ts'
import { leafHash } from '../../../../shared/ledger/merkle.ts'
import { signNote } from '../../../../shared/ledger/note.ts'
import type { LogVerdict } from '../../../../shared/ledger/verdict.ts'
import type { LogRecord } from '../../../../shared/ledger/verify-chain.ts'
import { LogVerifier, verifyLog } from '../../../../shared/ledger/verify.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { logSigner, rootOver, sampleRecords } from '../../../support/sample-log.ts'

// Long enough for a thread, and not a multiple of anything.
const records = sampleRecords(6_007)
const checkpoints = [5_500, 6_000].map((size) =>
  signNote(formatCheckpoint({ origin: logSigner.name, size, root: rootOver(records.slice(0, size)) }), logSigner),
)
const options = { sha256: nativeSha256 }

async function ahead(entries: Iterable<LogRecord>): Promise<LogVerdict> {
  const verifier = new LogVerifier(checkpoints, options)
  for await (const batch of readAhead(entries)) for (const record of batch) verifier.push(record)
  return verifier.finish()
}

const leftOut = (): LogRecord[] =>
  records.map((record) =>
    record.index === 5_100 ? { ...record, bytes: new Uint8Array(), withheld: record.leaf } : record,
  )
const whole = (): LogRecord[] => records

function changed(index: number, change: (text: string) => string): LogRecord[] {
  return records.map((record) => {
    if (record.index !== index) return record
    const bytes = utf8ToBytes(change(Buffer.from(record.bytes).toString()))
    return { index, bytes, leaf: leafHash(bytes) }
  })
}

describe('readAhead', () => {
  it('gives every record in order, those behind the first ones as another thread read them', async () => {
    const all: LogRecord[] = []
    for await (const batch of readAhead(records)) all.push(...batch)
    expect(all.map(({ index }) => index)).toEqual(records.map(({ index }) => index))
    expect(all[10]?.read).toBeUndefined()
    for (const { bytes, read } of all.slice(5_000)) {
      expect(read?.isEntry).toBe(true)
      expect(bytesToHex(read?.leaf ?? new Uint8Array())).toBe(bytesToHex(leafHash(bytes)))
    }
  })

  it.each([
    ['nothing', whole],
    ['an entry with another word', () => changed(5_700, (text) => text.replace('number', 'numbers'))],
    ['an entry spelled in another way', () => changed(5_700, (text) => text.replace(',', ', '))],
    ['an entry without a kind', () => changed(5_700, (text) => text.replace('"kind":"note-taken",', ''))],
    ['an entry that is no text', () => changed(5_900, () => '\u0000')],
    [
      'an entry whose leaf is kept no more',
      () =>
        records.map(({ leaf, ...rest }) =>
          rest.index === 5_300 ? { ...rest, leaf: leaf.slice(1) } : { ...rest, leaf },
        ),
    ],
    ['an entry that is missing', () => records.filter(({ index }) => index !== 5_000)],
    [
      'an entry that stands twice',
      () => records.flatMap((record) => (record.index === 5_000 ? [record, record] : [record])),
    ],
    ['an entry that was left out', leftOut],
    ['the tail', () => records.slice(0, 5_200)],
  ])('lets a verifier find what it finds without it: %s', async (_, change) => {
    const verdict = await ahead(change())
    expect(verdict).toEqual(verifyLog({ entries: change(), checkpoints }, options))
    expect(verdict.ok).toBe(change === whole || change === leftOut)
  })

  it('throws what its source throws, after all that came before', async () => {
    const given: number[] = []
    const source = function* (): Generator<LogRecord> {
      yield* records.slice(0, 5_003)
      throw fail('facility-damaged', 'The disk ends here.')
    }
    const reading = async (): Promise<void> => {
      for await (const batch of readAhead(source())) given.push(...batch.map(({ index }) => index))
    }
    expect((await rejectionOf(reading())).code).toBe('facility-damaged')
    expect(given).toHaveLength(5_003)
  })
})
