import { cpSync } from 'node:fs'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { hostClock } from '../../../../electron/core/clock.ts'
import { Facility } from '../../../../electron/core/facility/facility.ts'
import { LedgerStore } from '../../../../electron/core/ledger/store.ts'
import type { Failure } from '../../../../shared/failure.ts'
import { OperationError } from '../../../../shared/failure.ts'
import type { Envelope } from '../../../../shared/ledger/envelope.ts'
import { present } from '../../../support/present.ts'
import { Stages } from '../../../support/stages.ts'
import { TestFacility } from '../../../support/test-facility.ts'
import { rewriteLog, tamper } from '../log/forged-log.ts'

const stages = new Stages()
afterEach(() => stages.removeCopies())
afterAll(() => stages.removeAll())

/** Why the facility was not opened; null when it was. */
async function refusal(root: string): Promise<Failure | null> {
  try {
    ;(await Facility.open(root, hostClock)).close()
    return null
  } catch (error) {
    if (error instanceof OperationError) return error.failure
    throw error
  }
}

function entriesOf(ledger: string): Envelope[] {
  const store = LedgerStore.open(ledger, { readOnly: true })
  const entries = [...store.read()].map(({ envelope }) => envelope)
  store.close()
  return entries
}

describe('A facility that was edited while it was closed', () => {
  it('opens when nothing was changed', async () => {
    expect(await refusal((await stages.copyAt('root', 'issue-root')).root)).toBeNull()
  })

  it('is refused for one changed byte of any entry, such as the size of a quorum', async () => {
    const { root, layout } = await stages.copyAt('root', 'issue-root')
    const index = entriesOf(layout.ledger).findIndex(({ kind }) => kind === 'policy-adopted')
    tamper(root, (database) => {
      const bytes = database.prepare('SELECT bytes FROM entries WHERE idx = ?').pluck().get(index) as Buffer
      const text = bytes.toString('utf8')
      expect(text).toContain('"sign-certificate":[{"count":2')
      const lower = Buffer.from(text.replace('"sign-certificate":[{"count":2', '"sign-certificate":[{"count":1'))
      database.prepare('UPDATE entries SET bytes = ? WHERE idx = ?').run(lower, index)
    })
    expect(await refusal(root)).toMatchObject({ code: 'log-inconsistent', detail: { index } })
  })

  it('is refused when the holder of the log key lowered the quorum under the digest that people signed', async () => {
    const { root, layout } = await stages.copyAt('root', 'issue-root')
    const index = entriesOf(layout.ledger).findIndex(({ kind }) => kind === 'policy-adopted')
    rewriteLog(root, (entries) => {
      const { policy } = present(entries[index], 'entry').data as { policy: { quorums: Record<string, object> } }
      policy.quorums['sign-certificate'] = [{ role: 'officer', count: 1 }]
      return entries
    })
    expect(await refusal(root)).toMatchObject({ code: 'log-inconsistent', detail: { index } })
  })

  it('is refused for an approval that nobody signed, behind the last checkpoint too', async () => {
    const { root, layout } = await stages.copyAt('root', 'approve-root')
    const donor = await stages.copyAt('root', 'issue-root')
    const given = present(
      entriesOf(donor.layout.ledger).find(({ kind }) => kind === 'approval-given'),
      'approval',
    )
    const { v: _v, index: _index, prev: _prev, ...draft } = given
    const store = LedgerStore.open(layout.ledger)
    const time = present(store.entry(store.size - 1), 'entry').envelope.time
    const { index } = store.append({ ...draft, time, data: { ...draft.data, signature: '00'.repeat(64) } })
    store.close()
    expect(await refusal(root)).toMatchObject({ code: 'log-inconsistent', detail: { index } })
  })

  it('is refused when its last checkpoint is not signed by the key of its log', async () => {
    const { root } = await stages.copyAt('root', 'issue-root')
    tamper(root, (database) => {
      const { size, note } = database
        .prepare('SELECT size, note FROM checkpoints ORDER BY size DESC LIMIT 1')
        .get() as { size: number; note: string }
      const at = note.length - 8
      const other = note[at] === 'A' ? 'B' : 'A'
      database
        .prepare('UPDATE checkpoints SET note = ? WHERE size = ?')
        .run(note.slice(0, at) + other + note.slice(at + 1), size)
    })
    expect((await refusal(root))?.code).toBe('log-inconsistent')
  })

  it('is refused with the log key of another facility', async () => {
    const { root, layout } = await stages.copyAt('root', 'issue-root')
    const other = await TestFacility.found()
    cpSync(other.layout.logKey, layout.logKey)
    await other.remove()
    expect((await refusal(root))?.code).toBe('credential-damaged')
  })
})
