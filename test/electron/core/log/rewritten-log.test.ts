import { describe, expect, it } from 'vitest'
import type { FacilityVerdict } from '../../../../electron/core/log/verdict.ts'
import type { Envelope } from '../../../../shared/ledger/envelope.ts'
import { rewriteLog } from './forged-log.ts'
import { codes, practiceFixture } from './practice-fixture.ts'

const fixture = practiceFixture()

/** The first entry that `match` finds, with another value at `path` of its data. */
function changing(
  match: (entry: Envelope) => boolean,
  path: readonly string[],
  value: unknown,
): (entries: Envelope[]) => Envelope[] {
  return (entries) => {
    const found = entries.find(match)
    if (found === undefined) throw new Error('the practice log has no such entry')
    let at = found.data as Record<string, unknown>
    for (const name of path.slice(0, -1)) at = at[name] as Record<string, unknown>
    const last = path.at(-1) ?? ''
    if (!(last in at)) throw new Error(`the entry has no ${path.join('.')}`)
    at[last] = value
    return entries
  }
}

const ofKind = (kind: string, step?: string) => (entry: Envelope) =>
  entry.kind === kind && (step === undefined || entry.step === step)
const isDone = (step: string) => (entry: Envelope) =>
  entry.kind === 'step-done' && entry.step === step && entry.run === 'run-0001'

describe('a log that the holder of the log key wrote anew', () => {
  async function rewritten(change: (entries: Envelope[]) => readonly Envelope[]): Promise<FacilityVerdict> {
    return fixture.after((facility) => {
      rewriteLog(facility, change)
    })
  }
  async function indexOf(match: (entry: Envelope) => boolean): Promise<number> {
    let found = -1
    await rewritten((entries) => {
      found = entries.findIndex(match)
      return entries
    })
    return found
  }

  it('verifies when nothing was changed: only the cosignatures are gone', async () => {
    expect((await rewritten((entries) => entries)).ok).toBe(true)
  })

  it.each([
    [
      'an approval of other bytes',
      ofKind('approval-given'),
      'statement.items.0.tbs',
      'ab'.repeat(32),
      'approval-for-other-bytes',
    ],
    [
      'an approval at another time',
      ofKind('approval-given'),
      'statement.time',
      '2026-01-01T00:00:00.000Z',
      'approval-signature-invalid',
    ],
    ['a read-back of another digest', isDone('root-on-paper'), 'output.digest', 'ab'.repeat(32), 'log-inconsistent'],
    ['a bag that no record explains', isDone('bag'), 'output.bags.0.opened', 'MX-000417', 'log-inconsistent'],
    ['an approval of another run', ofKind('approval-given'), 'statement.run', 'run-0007', 'approval-from-other-run'],
    [
      'a start with another note',
      ofKind('run-opened'),
      'statement.note',
      'something else',
      'approval-signature-invalid',
    ],
    [
      'a sign-off that agrees no more',
      ofKind('sign-off-given'),
      'statement.agrees',
      false,
      'approval-signature-invalid',
    ],
    [
      'a policy with a smaller quorum',
      ofKind('policy-adopted'),
      'policy.quorums.sign-crl.0.count',
      1,
      'approval-signature-invalid',
    ],
    [
      'an intent to sign other bytes',
      ofKind('step-intended', 'issue-root'),
      'intent.item.tbs',
      'ab'.repeat(32),
      'approval-for-other-bytes',
    ],
    [
      'another signature',
      ofKind('effect-recorded', 'issue-root'),
      'effect.signature',
      '11'.repeat(96),
      'signature-invalid',
    ],
    ['another serial', isDone('issue-root'), 'output.serial', `01${'00'.repeat(16)}`, 'log-inconsistent'],
    ['another CRL number', isDone('issue-crl'), 'output.number', 7, 'log-inconsistent'],
    [
      'a certificate that is missing',
      isDone('issue-first-signer'),
      'output.certificate',
      'ab'.repeat(32),
      'artifact-missing',
    ],
    ['a key of another name than the HSM made', isDone('root-key'), 'output.key.name', 'x', 'key-attributes-refused'],
    [
      'a signature by another key object',
      ofKind('step-intended', 'issue-root'),
      'intent.id',
      '00'.repeat(16),
      'approval-for-other-bytes',
    ],
    ['a dossier of another key', isDone('root-key'), 'output.key.id', '00'.repeat(16), 'key-attributes-refused'],
  ])('is refused with %s, at that entry', async (_name, match, path, value, code) => {
    const verdict = await rewritten(changing(match, path.split('.'), value))
    expect(verdict.firstBad).toBe(await indexOf(match))
    expect(codes(verdict)).toContain(code)
  })

  it('is refused at the signature when only one officer approved', async () => {
    const isSecond = (entry: Envelope): boolean =>
      entry.kind === 'approval-given' && entry.step === 'approve-root' && entry.actor === 'priya-raman'
    const verdict = await rewritten((entries) => entries.filter((entry) => !isSecond(entry)))
    expect(codes(verdict)).toContain('quorum-not-met')
    expect(verdict.firstBad).toBe(await indexOf(isSecond))
  })

  it('is refused at the first word of a person whose key was replaced', async () => {
    const isPriya = (entry: Envelope): boolean =>
      entry.kind === 'person-enrolled' && JSON.stringify(entry.data).includes('"priya-raman"')
    const other = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'
    const verdict = await rewritten(changing(isPriya, ['person', 'credentials', '0', 'publicKey'], other))
    expect(verdict.firstBad).toBe(
      await indexOf((entry) => entry.kind === 'person-signed-in' && entry.actor === 'priya-raman'),
    )
  })

  it('is refused where the entries stop making sense', async () => {
    const match = isDone('open')
    const verdict = await rewritten((entries) => entries.filter((entry) => !match(entry)))
    expect(verdict.firstBad).toBe(await indexOf(match))
    expect(codes(verdict)).toContain('log-inconsistent')
  })
})
