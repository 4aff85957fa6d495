import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import { nextReview } from '../../../../shared/audit/review.ts'
import type { Envelope } from '../../../../shared/ledger/envelope.ts'
import { hand, TOMAS } from '../../../support/ceremony-run.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { RetoldLog } from '../../../support/retold-log.ts'
import { TestFacility } from '../../../support/test-facility.ts'

const site = await TestFacility.found()
afterAll(() => site.remove())

describe('the review of the log', () => {
  it('is signed, counts from the day of it, and both verifiers take it', async () => {
    const session = await site.open()
    const { review, verdict } = await session.engine.reviewLog(hand(TOMAS), 'Compared with paper.')
    expect(verdict.ok).toBe(true)
    expect(review.statement).toMatchObject({ problems: 0, remark: 'Compared with paper.', person: TOMAS })
    expect(session.facility.state.reviews).toHaveLength(1)
    expect(nextReview(session.facility.state.reviews, '2020-01-01T00:00:00.000Z')).toBe(
      Date.parse(review.time) + 31 * 86_400_000,
    )
    await site.closeAll()
    expect((await verifyFacility(site.root)).problems).toEqual([])
    const script = join(import.meta.dirname, '..', '..', '..', '..', 'verifier', 'conclave_verify.py')
    expect(spawnSync('python3', [script, site.root]).status).toBe(0)
  })

  it.each([
    ['another remark', 'remark', 'Fine.'],
    ['no problems where there were some', 'problems', 7],
    ['another reviewer', 'person', 'priya-raman'],
  ])('is worth nothing with %s', async (_, field, value) => {
    const log = new RetoldLog(site.root)
    const entries = log.entries()
    const found = entries.find(({ kind }) => kind === 'log-reviewed') as Envelope
    const { statement } = found.data as { statement: Record<string, unknown> }
    statement[field] = value
    expect(await log.verdictOn(entries)).toMatchObject({ ok: false, firstBad: found.index })
  })

  it('records a log that does not hold only with a word about it', async () => {
    const other = await TestFacility.found()
    try {
      const session = await other.open()
      const artifacts = session.facility.layout.artifacts
      session.facility.artifacts.put(new TextEncoder().encode('a file'))
      session.facility.append(
        'facility-opened',
        { software: 'test', host: 'test' },
        { blobs: [{ sha256: 'ab'.repeat(32), size: 1, name: 'gone' }] },
      )
      expect(readdirSync(artifacts).length).toBeGreaterThan(0)
      expect((await rejectionOf(session.engine.reviewLog(hand(TOMAS), ' '))).code).toBe('invalid-request')
      expect(session.facility.state.reviews).toEqual([])
      const { verdict, review } = await session.engine.reviewLog(hand(TOMAS), 'Restored from the backup of May.')
      expect(verdict.ok).toBe(false)
      expect(review.statement.problems).toBeGreaterThan(0)
    } finally {
      await other.closeAll()
      await other.remove()
    }
  })
})
