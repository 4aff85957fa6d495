import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import { shareFilePath } from '../../../../electron/core/custody/share-store.ts'
import { toLogEntry } from '../../../../electron/core/facility/entry-draft.ts'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import { sentenceOf } from '../../../../electron/core/log/sentence.ts'
import { viewRun } from '../../../../electron/core/views/run-view.ts'
import type { ShareSet } from '../../../../shared/custody/share-set.ts'
import { currentStep, outputOf, type RunState } from '../../../../shared/procedure/run-state.ts'
import {
  ABSENT,
  ADMINISTRATOR,
  begin,
  goOn,
  hand,
  openRun,
  pin,
  PRIYA,
  rootPlan,
  stepOf,
  TOMAS,
  WITNESS,
} from '../../../support/ceremony-run.ts'
import { onPaper, Papers, sealed, setInForce, splitPlan, TOKEN } from '../../../support/custody-run.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { TestFacility } from '../../../support/test-facility.ts'

/** A facility whose PIN was split two of three, and in which a root ceremony waits at the step that opens its token. */
const papers = new Papers()
let base: TestFacility
let firstSet: ShareSet
const sites: TestFacility[] = []

beforeAll(async () => {
  base = await TestFacility.found()
  const session = await base.open()
  await begin(session, splitPlan(), null, papers.answers(base.folder))
  firstSet = setInForce(session)
  await begin(session, rootPlan(), 'open', papers.answers(base.folder))
  await base.closeAll()
}, 120_000)
afterEach(async () => {
  for (const site of sites.splice(0)) await site.remove()
})
afterAll(() => base.remove())

async function opened(): Promise<{ site: TestFacility; session: FacilityConsole; run: RunState }> {
  const site = base.copy()
  sites.push(site)
  const session = await site.open()
  return { site, session, run: openRun(session) }
}

function saidOf({ facility }: FacilityConsole, kind: string): string[] {
  return [...facility.store.read()].flatMap(({ envelope }) => {
    const entry = toLogEntry(envelope)
    const { strong, text } = sentenceOf(entry, facility.state)
    return entry.kind === kind ? [`${strong} ${text}`] : []
  })
}

describe('A PIN that was split', () => {
  it('has a set in force whose custodians took their shares, and a log that verifies', async () => {
    const { site, session } = await opened()
    expect(firstSet).toMatchObject({ token: TOKEN, k: 2 })
    expect(firstSet.custodians.map(({ person, kind }) => [person, kind])).toEqual([
      [TOMAS, 'sealed'],
      [PRIYA, 'sealed'],
      [WITNESS, 'paper'],
    ])
    await site.closeAll()
    expect(await verifyFacility(site.root)).toMatchObject({ ok: true, problems: [] })
    expect(session.facility.layout.root).toBe(site.root)
  })

  it('opens the token with two of three shares, one of them on paper, and with no typed PIN', async () => {
    const { session, run } = await opened()
    const typed = await rejectionOf(session.engine.perform(run.id, 'open', { kind: 'pin', pin: pin() }))
    expect(typed.code).toBe('share-missing')
    await session.engine.custody.give(run.id, 'open', sealed(firstSet, PRIYA))
    expect(viewRun(session, run).step.opening?.sets[0]?.custodians.map(({ given }) => given)).toEqual([
      false,
      true,
      false,
    ])
    const few = await rejectionOf(session.engine.perform(run.id, 'open', { kind: 'shares' }))
    expect(few).toMatchObject({ code: 'share-missing', detail: { missing: 1 } })
    await session.engine.custody.give(run.id, 'open', onPaper(firstSet, WITNESS, papers.of(WITNESS)))
    await session.engine.perform(run.id, 'open', { kind: 'shares' })
    expect(outputOf(run, 'open', 'open-token').custody).toEqual({ set: firstSet.id, people: [PRIYA, WITNESS] })
    expect(session.engine.services.custody.people).toEqual([])
  })

  it('names who gave a wrong share, in the failure and in the log, and keeps the right ones', async () => {
    const { site, session, run } = await opened()
    await session.engine.custody.give(run.id, 'open', sealed(firstSet, TOMAS))
    const borrowed = shareFilePath(site.layout, TOMAS, firstSet.id)
    const wrong = await rejectionOf(session.engine.custody.give(run.id, 'open', sealed(firstSet, PRIYA, borrowed)))
    expect(wrong).toMatchObject({ code: 'share-wrong', detail: { custodian: PRIYA, belongsTo: TOMAS } })
    expect(wrong.message).toContain('the share of Tomás Oliveira, not of Priya Raman')
    const other = papers.of(WITNESS)
    const notHers = await rejectionOf(session.engine.custody.give(run.id, 'open', onPaper(firstSet, TOMAS, other)))
    expect(notHers.code).toBe('step-not-ready')
    expect(session.engine.services.custody.people).toEqual([TOMAS])
    expect(saidOf(session, 'share-refused').join()).toContain('Priya Raman gave no right share')
    await session.engine.custody.give(run.id, 'open', onPaper(firstSet, WITNESS, other))
    await session.engine.perform(run.id, 'open', { kind: 'shares' })
    expect(stepOf(run, 'open').status).toBe('done')
  })

  it('takes a share once, and only of custodians who are in the room', async () => {
    const { session, run } = await opened()
    await session.engine.custody.give(run.id, 'open', sealed(firstSet, TOMAS))
    const again = await rejectionOf(session.engine.custody.give(run.id, 'open', sealed(firstSet, TOMAS)))
    expect(again.code).toBe('share-duplicate')
    const absent = await rejectionOf(session.engine.custody.give(run.id, 'open', sealed(firstSet, ABSENT)))
    expect(absent.code).toBe('person-not-present')
    const stranger = await rejectionOf(session.engine.custody.give(run.id, 'open', sealed(firstSet, ADMINISTRATOR)))
    expect(stranger).toMatchObject({ code: 'share-wrong', detail: { custodian: ADMINISTRATOR } })
  })

  it('says which word of a paper is wrong, and writes nothing about a typing mistake', async () => {
    const { session, run } = await opened()
    const words = papers.of(WITNESS).split(' ')
    words[6] = words[6] === 'aardvark' ? 'absurd' : 'aardvark'
    const size = session.facility.state.size
    const slip = await rejectionOf(
      session.engine.custody.give(run.id, 'open', onPaper(firstSet, WITNESS, words.join(' '))),
    )
    expect(slip).toMatchObject({ code: 'share-word-wrong', detail: { position: 7 } })
    expect(session.facility.state.size).toBe(size)
  })

  it('keeps no share over a pause, a deviation, the leaving of its custodian or the end of the run', async () => {
    const { session, run } = await opened()
    const { custody } = session.engine.services
    const give = () => session.engine.custody.give(run.id, 'open', sealed(firstSet, PRIYA))
    await give()
    session.engine.raiseException(run.id, WITNESS, { expected: 'a', happened: 'b' })
    expect(custody.people).toEqual([])
    expect((await rejectionOf(give())).code).toBe('exception-open')
    const { index } = run.exceptions[0] ?? { index: 0 }
    await session.engine.decideException(run.id, index, hand(TOMAS), { decision: 'continue', reason: 'c' })
    await give()
    await session.engine.signOut(run.id, hand(PRIYA), '')
    expect(custody.people).toEqual([])
    await session.engine.signIn(run.id, hand(PRIYA), 'officer')
    await give()
    await session.engine.pause(run.id, hand(ADMINISTRATOR), 'night')
    expect(custody.people).toEqual([])
  })

  it('opens the token again after its process was killed, with shares that are given again', async () => {
    const { site, session, run } = await opened()
    await goOn(session, run, 'root-key', papers.answers(site.folder))
    const token = outputOf(run, 'open', 'open-token').token
    for (const hsm of session.room.hsms) await hsm.stop('a test')
    expect(session.room.isOpen(token)).toBe(false)
    expect((await rejectionOf(session.engine.reopenToken(run.id, 'root-key', pin()))).code).toBe('share-missing')
    await session.engine.custody.give(run.id, 'root-key', sealed(firstSet, PRIYA))
    await session.engine.custody.give(run.id, 'root-key', sealed(firstSet, TOMAS))
    await session.engine.reopenToken(run.id, 'root-key', null)
    expect(session.room.isOpen(token)).toBe(true)
  })

  it('has another set after it was dealt again, and the old shares are refused as old ones', async () => {
    const { site, session, run } = await opened()
    await session.engine.abort(run.id, hand(ADMINISTRATOR), 'a test')
    const later = new Papers()
    const both = later.answers(site.folder, { paper: (person) => papers.answers(site.folder).paper(person, TOKEN) })
    const again = await begin(session, splitPlan({ 'second-share': 'paper' }), 'open', both)
    const set = setInForce(session)
    expect(set.id).not.toBe(firstSet.id)
    const old = shareFilePath(site.layout, TOMAS, firstSet.id)
    const sealedOld = await rejectionOf(session.engine.custody.give(again.id, 'open', sealed(set, TOMAS, old)))
    expect(sealedOld.code).toBe('share-of-other-set')
    const paperOld = papers.of(WITNESS)
    const oldWords = await rejectionOf(session.engine.custody.give(again.id, 'open', onPaper(set, WITNESS, paperOld)))
    expect(oldWords.code).toBe('share-of-other-set')
    await goOn(session, again, null, later.answers(site.folder))
    expect(again.status).toBe('closed')
    await site.closeAll()
    expect(await verifyFacility(site.root)).toMatchObject({ ok: true, problems: [] })
  }, 60_000)

  it('is refused where the plan names who cannot hold a share', async () => {
    const { site, session, run } = await opened()
    await session.engine.abort(run.id, hand(ADMINISTRATOR), 'a test')
    const twice = splitPlan({ 'second-custodian': TOMAS })
    expect((await rejectionOf(begin(session, twice, null, papers.answers(site.folder)))).code).toBe('change-refused')
  })

  it('is not set before every custodian has typed their paper back', async () => {
    const { site, session, run: open } = await opened()
    await session.engine.abort(open.id, hand(ADMINISTRATOR), 'a test')
    const run = await begin(session, splitPlan(), 'split', papers.answers(site.folder))
    const { custody } = session.engine
    expect((await rejectionOf(session.engine.perform(run.id, 'split', { kind: 'none' }))).code).toBe('step-not-ready')
    for (const person of [TOMAS, PRIYA]) await custody.give(run.id, 'split', sealed(firstSet, person))
    await custody.begin(run.id, 'split', null)
    await custody.dealSealed(run.id, 'split', hand(TOMAS), undefined)
    const own = join(site.folder, 'own')
    expect((await rejectionOf(custody.dealSealed(run.id, 'split', hand(PRIYA), own))).code).toBe('file-not-writable')
    await custody.dealSealed(run.id, 'split', hand(PRIYA), site.folder)
    const notShown = await rejectionOf(custody.confirm(run.id, 'split', WITNESS, new Uint8Array([97])))
    expect(notShown.code).toBe('step-not-ready')
    const words = await custody.show(run.id, 'split', hand(WITNESS))
    expect(words).toHaveLength(40)
    const early = await rejectionOf(session.engine.perform(run.id, 'split', { kind: 'none' }))
    expect(early).toMatchObject({ code: 'share-missing', detail: { custodians: [WITNESS] } })
    expect(stepOf(run, 'split').intents).toEqual([])
    const typed = (text: readonly string[]) => new TextEncoder().encode(text.join(' '))
    const slip = await rejectionOf(
      custody.confirm(run.id, 'split', WITNESS, typed([...words.slice(0, 39), 'aardvark'])),
    )
    expect(slip.code).toBe('share-word-wrong')
    await custody.confirm(run.id, 'split', WITNESS, typed(words))
    await session.engine.perform(run.id, 'split', { kind: 'none' })
    expect(currentStep(run)?.step.id).toBe('envelopes')
    expect(readdirSync(site.folder).filter((name) => name.endsWith('.share.json'))).toHaveLength(1)
  }, 60_000)

  it('leaves no secret in the log, and no share in the facility that is not sealed', async () => {
    const { site } = await opened()
    const log = readFileSync(join(site.root, 'ledger.db')).toString('latin1')
    const words = papers.of(WITNESS).split(' ')
    expect(log).not.toContain(words.slice(3, 7).join(' '))
    const share = JSON.parse(readFileSync(shareFilePath(site.layout, TOMAS, firstSet.id), 'utf8')) as {
      cipher: unknown
    }
    expect(share.cipher).toMatchObject({ name: 'aes-256-gcm' })
  })

  it('names a share file that was changed', async () => {
    const { site, session, run } = await opened()
    const path = shareFilePath(site.layout, PRIYA, firstSet.id)
    const copy = join(site.folder, 'copy.share.json')
    const text = readFileSync(path, 'utf8')
    writeFileSync(
      copy,
      text.replace(/"text": "(.)/, (_all, first: string) => `"text": "${first === '0' ? '1' : '0'}`),
    )
    const damaged = await rejectionOf(session.engine.custody.give(run.id, 'open', sealed(firstSet, PRIYA, copy)))
    expect(damaged.code).toBe('share-damaged')
    expect(saidOf(session, 'share-refused').join()).toContain('Priya Raman')
  })
})
