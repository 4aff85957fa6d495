import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import { receiptsOf } from '../../../../shared/facility/reports.ts'
import { outputOf, type RunState } from '../../../../shared/procedure/run-state.ts'
import type { Step } from '../../../../shared/procedure/step-kinds.ts'
import { DAY, makeParty, NOW } from '../handoff/fixture.ts'
import { answers, begin, goOn, hand, issuePlan, TOMAS } from '../../../support/ceremony-run.ts'
import { handOver, planOf } from '../../../support/order-plans.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { decide, seen } from '../../../support/room-run.ts'
import { Stages } from '../../../support/stages.ts'
import { readHandoffFolder, type ReceivedHandoff, TestReceiver } from '../../../support/test-receiver.ts'
import type { TestFacility } from '../../../support/test-facility.ts'

/** A receiver is registered, answers a hand-off, and says what its regions serve. */

const stages = new Stages()
let site: TestFacility
let session: FacilityConsole
let receiver: TestReceiver
let first: ReceivedHandoff
afterAll(() => stages.removeAll())

const wait: Step = { kind: 'await-receipt', id: 'receipt', title: 'Wait', domain: 'fleet' }
const compare: Step = { kind: 'import-status', id: 'status', title: 'Compare', domain: 'fleet' }

function registration(name: string): readonly Step[] {
  return [
    { kind: 'register-receiver', id: 'receiver', title: 'Take it in', name, domain: 'fleet' },
    { kind: 'read-back', id: 'words', title: 'Compare', digest: 'receiver.change', how: 'spoken', words: 32 },
    { kind: 'approve', id: 'agree', title: 'Approve', action: 'change-policy', over: ['receiver.change'] },
    { kind: 'apply-change', id: 'apply', title: 'Register', change: 'receiver.change', approval: 'agree.approval' },
  ]
}

function give(files: { receipt?: string; status?: string; receiver?: string }): ReturnType<typeof answers> {
  const path = (file: string | undefined): Promise<string> => Promise.resolve(file ?? '')
  return answers(site.folder, {
    receiptFile: () => path(files.receipt),
    statusFile: () => path(files.status),
    receiverFile: () => path(files.receiver),
  })
}

/** The failure of a step that takes `path`; the run is aborted. */
async function refused(step: Step, path: string): Promise<{ code: string; message: string }> {
  const run = await begin(session, planOf(step), step.id, answers(site.folder))
  const failure = await rejectionOf(session.engine.perform(run.id, step.id, { kind: 'file', path }))
  await session.engine.abort(run.id, hand(TOMAS), 'Enough.')
  return { code: failure.code, message: failure.message }
}

function exportedFolder(run: RunState): string {
  const { destination, folderName } = outputOf(run, 'export', 'export')
  return join(destination, folderName)
}

beforeAll(async () => {
  site = await stages.rooted()
  session = await site.open()
  receiver = new TestReceiver(site.folder, 'fleet-eu', 'fleet')
  const run = await begin(session, issuePlan(), null, answers(site.folder))
  first = readHandoffFolder(exportedFolder(run))
}, 60_000)

describe('a receiver', { timeout: 60_000 }, () => {
  it('counts for nothing before it is registered', async () => {
    expect(await refused(wait, receiver.receipt(first))).toMatchObject({
      code: 'receiver-unknown',
      message: '"fleet-eu" is no registered receiver of fleet.',
    })
    expect(session.facility.state.quarantine).toHaveLength(1)
  })

  it('is registered by the words of its certificate', async () => {
    const run = await begin(
      session,
      planOf(...registration('fleet-eu')),
      'words',
      give({ receiver: receiver.certificateFile }),
    )
    const { body } = seen(session, run)
    const known = session.facility.state.receivers
    expect(body.kind === 'read-back' && body.of).toBe('the certificate of the receiver fleet-eu')
    expect(known.size).toBe(0)
    await goOn(session, run, null, give({}))
    expect([...known.values()]).toMatchObject([{ name: 'fleet-eu', domain: 'fleet', removedAt: null }])
  })

  it.each([
    ['of a CA', () => makeParty('a', { ca: true })],
    ['that somebody else signed', () => makeParty('b', { ca: false, issuer: makeParty('c', { ca: true }) })],
    ['that has expired', () => makeParty('d', { ca: false, notBefore: NOW - 9 * DAY, days: 2 })],
  ])('is not registered with a certificate %s', async (_what, party) => {
    const other = new TestReceiver(site.folder, 'other', 'fleet')
    writeFileSync(other.certificateFile, Buffer.from(party().certificate))
    const [step] = registration('other')
    if (step === undefined) throw new Error('no step')
    expect(await refused(step, other.certificateFile)).toMatchObject({ code: 'certificate-malformed' })
  })
})

describe('a receipt', { timeout: 60_000 }, () => {
  it('closes the step that waits for it', async () => {
    const run = await begin(session, planOf(wait), 'receipt', answers(site.folder))
    expect(seen(session, run).body).toMatchObject({ kind: 'await-receipt', handoff: { sequence: 1 }, result: null })
    await goOn(session, run, null, give({ receipt: receiver.receipt(first) }))
    expect(run.status).toBe('closed')
    expect(receiptsOf(session.facility.state, first.manifestSha256)).toMatchObject([{ result: 'applied', missing: 1 }])
    expect(seen(session, run, 'receipt').body).toMatchObject({ result: { result: 'applied', receiver: 'fleet-eu' } })
  })

  it('is a deviation when it says that a stage was stopped', async () => {
    const checks = [{ target: 'nginx-1', ok: false, detail: 'no handshake' }]
    const stopped = { region: 'eu-1', result: 'stopped', at: null, checks } as const
    const path = receiver.receipt(first, { result: 'stopped', reason: 'probe-failed: no handshake', stages: [stopped] })
    const run = await begin(session, planOf(wait), 'sign-off', give({ receipt: path })).catch(() => null)
    expect(run).toBeNull()
    const open = [...session.facility.state.runs.values()].find(({ status }) => status === 'open')
    if (open === undefined) throw new Error('the run is closed')
    expect(open.exceptions.at(-1)).toMatchObject({
      by: null,
      happened:
        'It stopped on the way and put back what it had changed: probe-failed: no handshake eu-1: stopped, nginx-1: no handshake.',
    })
    await decide(session, open)
    await goOn(session, open, null, answers(site.folder))
  })

  it.each([
    ['another key', () => receiver.receipt(first, {}, makeParty('x', { ca: false })), 'signature-invalid'],
    ['another receiver', () => receiver.receipt(first, { receiver: 'nobody' }), 'receiver-unknown'],
    ['another domain', () => receiver.receipt(first, { domain: 'other' }), 'receiver-unknown'],
    ['production', () => receiver.receipt(first, { practice: false }), 'report-mismatch'],
    ['another hand-off', () => receiver.receipt(first, { manifest_sha256: 'ab'.repeat(32) }), 'report-mismatch'],
    ['another number', () => receiver.receipt(first, { sequence: 2 }), 'report-mismatch'],
    ['another state', () => receiver.receipt(first, { state_digest: 'cd'.repeat(32) }), 'report-mismatch'],
    ['a number that was there', () => receiver.receipt(first, { counter: 1 }), 'report-mismatch'],
  ])('of %s is refused', async (_what, path, code) => {
    expect(await refused(wait, path())).toMatchObject({ code })
  })

  it('is refused when a byte of it was changed, and kept', async () => {
    const path = receiver.receipt(first)
    writeFileSync(path, readFileSync(path, 'utf8').replace('"applied"', '"refused"'))
    expect(await refused(wait, path)).toMatchObject({ code: 'signature-invalid' })
    const kept = session.facility.state.quarantine.at(-1)
    expect(kept).toMatchObject({ name: basename(path), code: 'signature-invalid', discarded: null })
    const copy = join(site.layout.quarantine, `${kept?.sha256 ?? ''}.refused`)
    expect(readFileSync(copy).equals(readFileSync(path))).toBe(true)
    expect(statSync(copy).mode & 0o777).toBe(0o400)
  })

  it('needs its signature beside it', async () => {
    const path = receiver.receipt(first)
    const alone = join(site.folder, 'alone')
    mkdirSync(alone)
    copyFileSync(path, join(alone, basename(path)))
    expect(await refused(wait, join(alone, basename(path)))).toMatchObject({ code: 'file-not-found' })
  })
})

describe('the gate', { timeout: 60_000 }, () => {
  const ask: Step = { kind: 'import-request', id: 'request', title: 'Take it in' }

  it.each([
    ['a.csr', Buffer.from([0x50, 0x4b, 3, 4, 5, 6]), 'file-type-unknown', '"a.csr" is a ZIP archive.'],
    ['a.csr', Buffer.from('#!/bin/sh\n'), 'file-type-unknown', '"a.csr" is a script.'],
    ['a.exe', Buffer.from('x'), 'file-type-unknown', '"a.exe" is not named like anything that is taken in here.'],
    [
      'a.csr',
      Buffer.alloc(20_000),
      'file-too-large',
      '"a.csr" is larger than 16384 bytes, the most that is accepted here.',
    ],
    ['a.csr', Buffer.from('hello'), 'request-malformed', null],
  ])('keeps %s out, and a copy of it', async (name, bytes, code, message) => {
    const folder = join(site.folder, `gate-${String(session.facility.state.size)}`)
    mkdirSync(folder)
    writeFileSync(join(folder, name), bytes)
    const failure = await refused(ask, join(folder, name))
    expect(failure).toMatchObject({ code, ...(message === null ? {} : { message }) })
    const kept = session.facility.state.quarantine.at(-1)
    expect(kept).toMatchObject({ name, medium: folder, size: bytes.length, code })
    expect(readdirSync(site.layout.quarantine)).toContain(`${kept?.sha256 ?? ''}.refused`)
  })

  it('follows no link, and shows what nobody would see', async () => {
    const folder = join(site.folder, 'links')
    mkdirSync(folder)
    symlinkSync('/etc/passwd', join(folder, 'a.csr'))
    expect(await refused(ask, join(folder, 'a.csr'))).toEqual({
      code: 'gate-refused',
      message: '"a.csr" is a link, not a file.',
    })
    expect(session.facility.state.quarantine.at(-1)).toMatchObject({ sha256: null, size: 0 })
    writeFileSync(join(folder, 'a\u202ersc.csr'), 'x')
    expect((await refused(ask, join(folder, 'a\u202ersc.csr'))).code).toBe('request-malformed')
    expect(session.facility.state.quarantine.at(-1)).toMatchObject({ name: 'a[U+202E]rsc.csr' })
  })

  it('destroys a copy when a person signs that, and keeps the record', async () => {
    const kept = session.facility.state.quarantine.findLast(({ sha256 }) => sha256 !== null)
    await session.engine.gate.discard(hand(TOMAS), kept?.sha256 ?? '', 'It was a mistake.')
    expect(kept).toMatchObject({ discarded: { person: TOMAS, reason: 'It was a mistake.' } })
    expect(readdirSync(site.layout.quarantine)).not.toContain(`${kept?.sha256 ?? ''}.refused`)
    const again = await rejectionOf(session.engine.gate.discard(hand(TOMAS), kept?.sha256 ?? '', 'Again.'))
    expect(again.code).toBe('file-not-found')
  })
})

describe('a status report', { timeout: 60_000 }, () => {
  it('shows a region that is behind', async () => {
    await begin(session, planOf(...handOver(false)), null, answers(site.folder))
    const run = await begin(session, planOf(compare), null, give({ status: receiver.status(first) }))
    expect(outputOf(run, 'status', 'import-status').findings).toMatchObject([
      { rule: 'handoff-behind', severity: 'warning', region: 'eu-1', finding: 'It is 1 hand-off behind.' },
    ])
  })

  it('leaves a log that verifies', async () => {
    await site.closeAll()
    expect(await verifyFacility(site.root)).toMatchObject({ ok: true, problems: [] })
  })
})
