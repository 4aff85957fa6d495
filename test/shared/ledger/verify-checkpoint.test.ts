import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import { signNote } from '../../../shared/ledger/note.ts'
import { verifyLog, type VerifyOptions } from '../../../shared/ledger/verify.ts'
import type { LogRecord } from '../../../shared/ledger/verify-chain.ts'
import { testSigner } from '../../support/note-signer.ts'
import { ada, chain, checkpointNote, draft, logSigner, rootOver, sampleRecords } from '../../support/sample-log.ts'

const COUNT = 12
const records = sampleRecords(COUNT)
const checkpoints = [1, 5, 11].map((size) => checkpointNote(records, size))

const verify = (entries: Iterable<LogRecord>, notes = checkpoints, more: VerifyOptions = {}) =>
  verifyLog({ entries, checkpoints: notes }, { cosigners: [ada.vkey], ...more })
const codes = (entries: Iterable<LogRecord>, notes = checkpoints, more: VerifyOptions = {}) =>
  verify(entries, notes, more).problems.map(({ code }) => code)

describe('verifyLog on checkpoints', () => {
  const [, , last = ''] = checkpoints

  it('wants at least one', () => {
    expect(verify(records, []).problems).toMatchObject([{ index: 0, code: 'checkpoint-missing' }])
  })

  it('wants each signed by the log', () => {
    const stranger = testSigner(logSigner.name, 9)
    const notes = checkpoints.with(2, checkpointNote(records, 11, stranger))
    expect(verify(records, notes)).toMatchObject({
      problems: [{ index: 5, code: 'checkpoint-signature-invalid' }],
      uncovered: 7,
      witnessed: null,
    })
    const bare = last
      .split('\n')
      .filter((line) => !line.startsWith(`\u2014 ${logSigner.name}`))
      .join('\n')
    expect(codes(records, checkpoints.with(2, bare))).toEqual(['checkpoint-signature-invalid'])
  })

  it('wants no cosignature of a known person to be wrong', () => {
    const text = last.slice(0, last.indexOf('\n\n') + 1)
    const elsewhere = ada.cosign(text.replace('\n11\n', '\n10\n'), 1_795_600_000)
    const notes = checkpoints.with(2, `${signNote(text, logSigner)}${elsewhere}\n`)
    expect(verify(records, notes).problems).toMatchObject([{ index: 5, code: 'cosignature-invalid' }])
  })

  it('wants them of this log', () => {
    const other = testSigner('conclave.example/other', 1)
    const text = formatCheckpoint({ origin: other.name, size: 11, root: rootOver(records.slice(0, 11)) })
    expect(codes(records, checkpoints.with(2, signNote(text, other)))).toEqual(['checkpoint-foreign'])
  })

  it('wants them readable', () => {
    const problem = { index: 5, code: 'checkpoint-malformed' }
    expect(verify(records, checkpoints.with(2, 'garbage')).problems).toMatchObject([problem])
  })

  it('finds any character of a checkpoint changed', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 }), fc.nat(), (which, offset) => {
        const note = checkpoints[which] ?? ''
        const place = offset % note.length
        const changed = `${note.slice(0, place)}${note[place] === 'A' ? 'B' : 'A'}${note.slice(place + 1)}`
        const verdict = verify(records, checkpoints.with(which, changed))
        // A cosigner under another name or key ID is a stranger, and strangers are ignored.
        const lost = verdict.checkpoints.find(({ cosignatures }) => cosignatures.length === 0)
        expect(verdict.ok && lost === undefined).toBe(false)
      }),
      { numRuns: 60 },
    )
  })

  it('finds two that contradict each other', () => {
    const fork = chain(
      Array.from({ length: COUNT }, (_, index) => ({ ...draft(index), step: index > 5 ? 'forged' : null })),
    )
    const forked = [...checkpoints, checkpointNote(fork, 9)]
    expect(verify(records, forked).problems).toMatchObject([{ index: 5, code: 'checkpoints-inconsistent' }])
    const sameSize = [...checkpoints, checkpointNote(fork, 11)]
    expect(codes(records, sameSize)).toEqual(['checkpoints-inconsistent'])
  })

  it('holds entry 0 against a trusted log key', () => {
    expect(verify(records, checkpoints, { logKey: logSigner.vkey }).ok).toBe(true)
    const other = testSigner(logSigner.name, 9)
    const verdict = verify(records, checkpoints, { logKey: other.vkey })
    expect(verdict.problems[0]).toMatchObject({ index: 0, code: 'log-key-differs' })
    expect(verdict.checkpoints.some(({ good }) => good)).toBe(false)
  })

  it('trusts no log that does not tell its key', () => {
    const silent = chain(Array.from({ length: 3 }, (_, index) => ({ ...draft(index), data: {} })))
    const verdict = verify(silent, [checkpointNote(silent, 3)])
    expect(verdict.problems).toMatchObject([{ index: 0, code: 'log-key-unknown' }])
    expect(verdict.uncovered).toBe(3)
  })
})

describe('verifyLog from a paper checkpoint', () => {
  const from = { size: 8, root: rootOver(records.slice(0, 8)) }

  it('accepts the log that was printed', () => {
    expect(verify(records, checkpoints, { from }).ok).toBe(true)
  })

  it('finds a whole log forged anew with the real log key', () => {
    const forged = chain(
      Array.from({ length: COUNT }, (_, index) => ({ ...draft(index), step: index > 2 ? 'forged' : null })),
    )
    const notes = [1, 5, 11].map((size) => checkpointNote(forged, size))
    expect(verify(forged, notes).ok).toBe(true)
    expect(codes(forged, notes, { from })).toEqual(['paper-mismatch'])
  })

  it('finds the tail cut together with its checkpoints', () => {
    expect(verify(records.slice(0, 6), checkpoints.slice(0, 2)).ok).toBe(true)
    expect(verify(records.slice(0, 6), checkpoints.slice(0, 2), { from }).problems).toMatchObject([
      { index: 6, code: 'tail-cut' },
    ])
  })
})

describe('verifyLog on blobs', () => {
  it('asks for each and names the entry that lost one', () => {
    const blob = { sha256: 'ab'.repeat(32), size: 3, name: 'photo.jpg' }
    const drafts = Array.from({ length: 4 }, (_, index) => ({ ...draft(index), blobs: index === 2 ? [blob] : [] }))
    const log = chain(drafts)
    const notes = [checkpointNote(log, 4)]
    expect(verify(log, notes, { checkBlob: () => 'present' }).ok).toBe(true)
    expect(verify(log, notes, { checkBlob: () => 'missing' }).problems).toMatchObject([
      { index: 2, code: 'blob-missing' },
    ])
    expect(verify(log, notes, { checkBlob: () => 'damaged' }).problems).toMatchObject([
      { index: 2, code: 'blob-damaged' },
    ])
  })
})
