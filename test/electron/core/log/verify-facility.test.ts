import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostClock } from '../../../../electron/core/clock.ts'
import { Facility } from '../../../../electron/core/facility/facility.ts'
import { verifyFacility, verifyRecord } from '../../../../electron/core/log/verify-facility.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { tamper } from './forged-log.ts'
import { codes, practiceFixture } from './practice-fixture.ts'

const fixture = practiceFixture()

describe('verifyFacility', () => {
  it('verifies what the practice job left, every file of it', async () => {
    const verdict = await verifyFacility(fixture.practice.facility)
    expect(verdict).toMatchObject({
      ok: true,
      firstBad: null,
      problems: [],
      uncovered: 0,
      entries: fixture.practice.checkpoint.size,
      root: fixture.practice.checkpoint.root,
    })
    expect(verdict.facility).toMatchObject({ mode: 'practice', origin: fixture.practice.checkpoint.origin })
    expect(verdict.notes.some((note) => note.includes('named by no entry'))).toBe(false)
  })

  it('writes nothing, not even beside the database', async () => {
    const before = snapshotOf(fixture.practice.facility)
    await verifyFacility(fixture.practice.facility)
    expect(snapshotOf(fixture.practice.facility)).toEqual(before)
  })

  it('works while the facility is open, with entries that only its write-ahead log has', async () => {
    const facility = await Facility.open(fixture.copy(), hostClock)
    try {
      facility.append('facility-opened', { software: 'test', host: 'test' })
      expect(statSync(`${facility.layout.ledger}-wal`).size).toBeGreaterThan(0)
      const verdict = await verifyFacility(facility.layout.root)
      expect(verdict).toMatchObject({ ok: true, entries: fixture.practice.checkpoint.size + 1, uncovered: 1 })
      const open = await verifyRecord(facility.store.source(), facility.artifacts)
      expect(open).toMatchObject({ ok: true, entries: fixture.practice.checkpoint.size + 1, uncovered: 1 })
    } finally {
      facility.close()
    }
  })

  it('refuses what is no facility, and a checkpoint that is none', async () => {
    expect((await rejectionOf(verifyFacility(join(fixture.folder, 'nowhere')))).code).toBe('facility-not-found')
    expect((await rejectionOf(verifyFacility(fixture.practice.facility, { from: 'garbage' }))).code).toBe(
      'invalid-request',
    )
    const facility = fixture.copy()
    writeFileSync(join(facility, 'ledger.db'), 'not a database'.repeat(1000))
    expect((await rejectionOf(verifyFacility(facility))).code).toBe('facility-damaged')
  })
})

function snapshotOf(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => `${file} ${String(statSync(file).mtimeMs)} ${String(statSync(file).size)}`)
    .toSorted()
}

describe('a log that was tampered with', () => {
  it('is refused at the entry, whichever byte was changed', async () => {
    const entries = fixture.practice.checkpoint.size
    await fc.assert(
      fc.asyncProperty(
        fc.nat(entries - 1),
        fc.nat(100_000),
        fc.integer({ min: 1, max: 255 }),
        async (index, position, flip) => {
          const verdict = await fixture.after((facility) => {
            tamper(facility, (database) => {
              const bytes = database.prepare('SELECT bytes FROM entries WHERE idx = ?').pluck().get(index) as Buffer
              bytes[position % bytes.length] = (bytes[position % bytes.length] ?? 0) ^ flip
              database.prepare('UPDATE entries SET bytes = ? WHERE idx = ?').run(bytes, index)
            })
          })
          expect(verdict).toMatchObject({ ok: false, firstBad: index })
        },
      ),
      { numRuns: 25 },
    )
  })

  it.each([0, 1, 35, 71, 134])('is refused at entry %i when that entry was removed', async (index) => {
    const verdict = await fixture.after((facility) => {
      tamper(facility, (database) => database.prepare('DELETE FROM entries WHERE idx = ?').run(index))
    })
    expect(verdict).toMatchObject({ ok: false, firstBad: index })
  })

  it.each([
    [10, 11],
    [35, 36],
    [3, 120],
  ])('is refused at the first of two entries that changed places: %i and %i', async (first, second) => {
    const verdict = await fixture.after((facility) => {
      tamper(facility, (database) => {
        const move = database.prepare('UPDATE entries SET idx = ? WHERE idx = ?')
        move.run(1_000_000, first)
        move.run(first, second)
        move.run(second, 1_000_000)
      })
    })
    expect(verdict).toMatchObject({ ok: false, firstBad: first })
  })

  it('is refused where the tail was cut behind a checkpoint', async () => {
    const verdict = await fixture.after((facility) => {
      tamper(facility, (database) => database.prepare('DELETE FROM entries WHERE idx >= 130').run())
    })
    expect(verdict).toMatchObject({ ok: false, firstBad: 130 })
    expect(codes(verdict)).toContain('tail-cut')
  })

  it('shows a tail that was cut with its checkpoints only to somebody with a checkpoint from outside', async () => {
    const facility = fixture.copy()
    tamper(facility, (database) => {
      database.prepare('DELETE FROM cosignatures WHERE size > 80').run()
      database.prepare('DELETE FROM checkpoints WHERE size > 80').run()
      database.prepare('DELETE FROM entries WHERE idx >= 80').run()
    })
    expect((await verifyFacility(facility)).ok).toBe(true)
    const anchored = await verifyFacility(facility, { from: fixture.practice.checkpoint.note })
    expect(anchored).toMatchObject({ ok: false, firstBad: 80 })
    const typed = fixture.practice.checkpoint.note.split('\n\n')[0] ?? ''
    expect((await verifyFacility(facility, { from: typed })).firstBad).toBe(80)
    expect((await verifyFacility(fixture.practice.facility, { from: typed })).ok).toBe(true)
  })

  it('is refused beside a checkpoint of another log', async () => {
    const foreign = fixture.practice.checkpoint.note.replace(/^[^\n]+/, 'another.example/log')
    const verdict = await verifyFacility(fixture.practice.facility, { from: foreign })
    expect(verdict.ok).toBe(false)
    expect(codes(verdict)).toContain('checkpoint-foreign')
  })

  it('is refused at the entry that names a file which is missing or was changed, and notes a stray one', async () => {
    const [name = ''] = readdirSync(join(fixture.practice.facility, 'artifacts'))
    const [digest = ''] = readdirSync(join(fixture.practice.facility, 'artifacts', name))
    const artifact = (facility: string): string => join(facility, 'artifacts', name, digest)
    const missing = await fixture.after((facility) => {
      rmSync(artifact(facility))
    })
    expect(missing.ok).toBe(false)
    expect(codes(missing)).toContain('artifact-missing')
    const changed = await fixture.after((facility) => {
      writeFileSync(artifact(facility), `${readFileSync(artifact(facility), 'latin1')}x`)
    })
    expect(codes(changed)).toContain('facility-damaged')
    expect(changed.firstBad).toBe(missing.firstBad)
    const stray = await fixture.after((facility) => {
      const file = join(facility, 'artifacts', name, `${name}${'0'.repeat(62)}`)
      writeFileSync(file, 'x')
      expect(existsSync(file)).toBe(true)
    })
    expect(stray.ok).toBe(true)
    expect(stray.notes.some((note) => note.includes('named by no entry'))).toBe(true)
  })
})
