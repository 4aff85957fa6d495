import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import { findProcedure } from '../../../../electron/core/procedure/library.ts'
import { makePlan } from '../../../../electron/core/procedure/make-plan.ts'
import { viewAuthorities } from '../../../../electron/core/views/authorities.ts'
import { readCrl } from '../../../../electron/core/x509/crl.ts'
import { latestCrl } from '../../../../shared/facility/state.ts'
import type { Failure } from '../../../../shared/failure.ts'
import { encodePem } from '../../../../shared/pki/pem.ts'
import type { RunState } from '../../../../shared/procedure/run-state.ts'
import { answers, begin, hand, issuePlan, openRun, rootPlan, TOMAS, WITNESS } from '../../../support/ceremony-run.ts'
import { present } from '../../../support/present.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { library, TestFacility } from '../../../support/test-facility.ts'
import { makeFolder, run as tool } from '../x509/tool.ts'

const ROOT = 'fleet-root-g1'
const CA = 'fleet-issuing-eu-1'
const site = await TestFacility.found()
let session = await site.open()
let issued = ''
afterAll(() => site.remove())

beforeAll(async () => {
  await begin(session, rootPlan(), null, answers(site.folder))
  await begin(session, issuePlan(), null, answers(site.folder))
  issued = present(session.facility.state.certificates.at(-1), 'the issuing CA').certificate
}, 120_000)

const SIGNED = { issuer: ROOT, token: 'practice-hsm', reason: 'keyCompromise', since: 'now', why: 'Used by others' }

function revokeCa(inputs: Readonly<Record<string, string>> = {}, step: string | null = null): Promise<RunState> {
  const given = {
    ...SIGNED,
    'first-signer': 'handoff-a',
    'second-signer': 'handoff-b',
    certificate: CA,
    domain: 'fleet',
    ...inputs,
  }
  return start('revoke-ca', given, step)
}

function revokeList(
  rows: string,
  inputs: Readonly<Record<string, string>> = {},
  step: string | null = null,
): Promise<RunState> {
  const list = join(mkdtempSync(join(site.folder, 'list-')), 'rogue.txt')
  writeFileSync(list, rows)
  const given = { ...SIGNED, 'not-issued-here': 'Found by reconciliation', ...inputs }
  return start('emergency-crl', given, step, list)
}

async function start(
  ceremony: string,
  inputs: Readonly<Record<string, string>>,
  step: string | null,
  list = '',
): Promise<RunState> {
  const plan = makePlan(library, findProcedure(library, ceremony), `Run ${ceremony}`, inputs)
  return begin(session, plan, step, answers(site.folder, { revocationList: () => Promise.resolve(list) }))
}

/** The failure of a run, which is aborted. */
async function refused(attempt: Promise<unknown>): Promise<Failure> {
  const failure = await rejectionOf(attempt)
  await session.engine.abort(openRun(session).id, hand(TOMAS), 'A test.')
  return failure
}

function entries(): { serial: string; reason: string; since: string }[] {
  const { state, artifacts } = session.facility
  const crl = readCrl(artifacts.get(present(latestCrl(state, ROOT), 'CRL').crl))
  return Array.from(crl.entries(), ({ serial, reason, revocationDate }) => ({
    serial,
    reason: reason ?? 'unspecified',
    since: new Date(revocationDate.milliseconds).toISOString(),
  }))
}

function serialOfCa(): string {
  return present(session.facility.state.certificates.at(-1), 'the issuing CA').serial
}

describe('revoke', { timeout: 120_000 }, () => {
  it.each([
    [{ since: '2999-01-01T00:00:00Z' }, /has a date in the future/],
    [{ since: 'yesterday' }, /a time as/],
    [{ reason: 'removeFromCRL' }, /a reason is/],
    [{ certificate: 'fleet-root-g1' }, /signed no certificate called "fleet-root-g1"/],
    [{ issuer: 'handoff-a' }, /which is no CA/],
  ])('refuses %o', async (inputs, message) => {
    const failure = await rejectionOf(revokeCa(inputs))
    for (const run of session.facility.state.runs.values())
      if (run.status === 'open') await session.engine.abort(run.id, hand(TOMAS), 'A test.')
    expect(`${failure.message} ${JSON.stringify(failure.detail ?? '')}`).toMatch(message)
  })

  it('is approved as a document with the bytes of the CRL, and changes nothing before', async () => {
    const run = await revokeCa({}, 'approve')
    const [document, crl] = run.steps.flatMap(({ output }) =>
      output !== null && 'item' in output ? [output.item] : [],
    )
    expect(document).toMatchObject({ kind: 'document', key: null })
    expect(crl).toMatchObject({ kind: 'crl' })
    expect(entries()).toEqual([])
    expect(session.facility.state.revoked.size).toBe(0)
    await session.engine.abort(run.id, hand(WITNESS), 'A test.')
  })

  it('puts the CA on the next CRL; it is known as revoked and leaves the hand-off', async () => {
    await revokeCa()
    expect(entries()).toMatchObject([{ serial: serialOfCa(), reason: 'keyCompromise' }])
    const { state } = session.facility
    expect(state.revoked.get(issued)).toMatchObject({ reason: 'keyCompromise', number: 3 })
    const seen = viewAuthorities(state, Date.now()).find(({ certificate }) => certificate === issued)
    expect(seen).toMatchObject({ state: 'Revoked', tone: 'danger' })
    const files = readdirSync(site.folder, { recursive: true })
      .map(String)
      .filter((name) => name.includes('handoff-fleet-1-2/'))
    expect(files.filter((name) => name.includes(CA))).toEqual([])
    expect(files.filter((name) => name.includes(ROOT)).length).toBeGreaterThan(0)
  })

  it('is believed by OpenSSL, GnuTLS and Java', () => {
    const folder = makeFolder()
    const { state, artifacts } = session.facility
    const pem = (name: string, label: 'CERTIFICATE' | 'X509 CRL', sha256: string) =>
      folder.write(name, encodePem(label, artifacts.get(sha256)))
    const root = pem('root.pem', 'CERTIFICATE', present(state.certificates[0], 'root').certificate)
    const ca = pem('ca.pem', 'CERTIFICATE', issued)
    const crl = pem('crl.pem', 'X509 CRL', present(latestCrl(state, ROOT), 'CRL').crl)
    const before = pem('before.pem', 'X509 CRL', present(state.crls.at(-2), 'the CRL before').crl)
    const openssl = (list: string) =>
      tool('openssl', ['verify', '-crl_check_all', '-CAfile', root, '-CRLfile', list, ca]).output
    expect(openssl(before)).toContain('ca.pem: OK')
    expect(openssl(crl)).toContain('certificate revoked')
    const gnutls = (list: string) =>
      tool('certtool', ['--verify', '--load-ca-certificate', root, '--load-crl', list, '--infile', ca]).output
    expect(gnutls(before)).toContain('Verified.')
    expect(gnutls(crl)).toContain('revoked')
    const java = (list: string) =>
      tool('java', [join(import.meta.dirname, '..', '..', '..', 'support', 'java', 'Revocation.java'), root, list, ca])
        .output
    expect(java(before)).toBe('valid\n')
    expect(java(crl)).toMatch(/^revoked KEY_COMPROMISE /)
  })

  it('is refused a second time, and for a weaker reason', async () => {
    expect((await refused(revokeCa())).message).toMatch(/the last CRL says all of it already/)
    expect((await refused(revokeCa({ reason: 'superseded' }))).message).toMatch(/would weaken the reason/)
  })

  it('takes serial numbers that nothing issued here has from a list, and keeps what was revoked', async () => {
    await revokeList(`# found in the logs\r\n0A11 superseded ${new Date().toISOString()}\r\n\r\n{"serial":"b0:0b"}\n`)
    expect(entries().map(({ serial, reason }) => [serial, reason])).toEqual([
      [serialOfCa(), 'keyCompromise'],
      ['0a11', 'superseded'],
      ['00b00b', 'keyCompromise'],
    ])
  })

  it('makes a reason stronger, with the earlier of both dates', async () => {
    const before = entries()
    await revokeList('0a11 keyCompromise\n')
    expect(entries()).toEqual(
      before.map((entry) => (entry.serial === '0a11' ? { ...entry, reason: 'keyCompromise' } : entry)),
    )
  })

  it('tells everything that is wrong with a list, each with its line', async () => {
    const rows = ['77', 'nonsense', '77', '78 badReason', '79 superseded 2999-01-01T00:00:00Z', '0a11 superseded']
    const failure = await refused(revokeList(rows.join('\n')))
    expect(failure.code).toBe('revocation-refused')
    expect(failure.detail?.['problems']).toEqual([
      'line 2 has "nonsense" for a serial number; write it in hexadecimal',
      expect.stringMatching(/^line 4 has the reason "badReason"/),
      'line 5 has a date in the future',
      'line 3 names serial 77 a second time',
      'line 6 would weaken the reason of serial 0a11 from keyCompromise to superseded',
    ])
  })

  it('leaves a log that verifies, and a CA that issues nothing', async () => {
    session = await reopened()
    expect(session.facility.state.revoked.get(issued)).toMatchObject({ number: 3 })
    await site.closeAll()
    expect(await verifyFacility(site.root)).toMatchObject({ ok: true, problems: [] })
    session = await site.open()
  })
})

async function reopened() {
  await site.closeAll()
  return site.open()
}
