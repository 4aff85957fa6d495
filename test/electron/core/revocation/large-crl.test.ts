import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import { findProcedure } from '../../../../electron/core/procedure/library.ts'
import { makePlan } from '../../../../electron/core/procedure/make-plan.ts'
import { latestCrl } from '../../../../shared/facility/state.ts'
import { encodePem } from '../../../../shared/pki/pem.ts'
import { answers, begin, goOn, openRun, reopen, rootPlan, stepOf } from '../../../support/ceremony-run.ts'
import { crashRun } from '../../../support/crash.ts'
import { present } from '../../../support/present.ts'
import { library, TestFacility } from '../../../support/test-facility.ts'
import { run as tool } from '../x509/tool.ts'

// A list that no message to the hsm process and no log entry could hold: taken in, previewed, approved, signed, killed on the way.

const ROOT = 'fleet-root-g1'
const ENTRIES = 50_000
const site = await TestFacility.found()
const list = join(site.folder, 'fleet.txt')
const serials = Array.from({ length: ENTRIES }, () => `01${randomBytes(15).toString('hex')}`)
writeFileSync(list, `${serials.join('\n')}\n`)
const from = answers(site.folder, { revocationList: () => Promise.resolve(list) })
afterAll(() => site.remove())

describe('An emergency CRL of 50,000 entries', { timeout: 240_000 }, () => {
  it('is not begun when core is killed while it reads the list', async () => {
    const session = await site.open()
    await begin(session, rootPlan(), null, answers(site.folder))
    const inputs = {
      issuer: ROOT,
      token: 'practice-hsm',
      reason: 'keyCompromise',
      since: 'now',
      why: 'Used by others',
      'not-issued-here': 'Issued online',
    }
    const plan = makePlan(library, findProcedure(library, 'emergency-crl'), 'Sign an emergency CRL', inputs)
    await begin(session, plan, 'revoke', from)
    await site.closeAll()
    const ended = await crashRun(site, { moment: 'never', kind: 'revoke', says: 'Reading the list', list })
    expect(ended).toMatchObject({ signal: 'SIGKILL' })
    const again = await site.open()
    expect(stepOf(openRun(again), 'revoke').output).toBeNull()
    await goOn(again, openRun(again), 'issue', from)
    const { item } = present(stepOf(openRun(again), 'preview').output, 'the preview') as { item: { size: number } }
    expect(item.size).toBeGreaterThan(ENTRIES * 49)
    await site.closeAll()
  })

  it('is signed once: what the log has when core is killed is taken from the log', async () => {
    const ended = await crashRun(site, { moment: 'recorded', kind: 'issue-crl' })
    expect(ended).toMatchObject({ signal: 'SIGKILL' })
    const session = await site.open()
    const run = openRun(session)
    await reopen(session, run)
    await goOn(session, run, null, from)
    const { intents, output } = stepOf(run, 'issue')
    expect(intents).toMatchObject([{ outcome: 'recorded' }])
    expect(output).toMatchObject({ entries: ENTRIES, recovered: true })
  })

  it('is verified by OpenSSL, which finds every serial number on it', async () => {
    const { state, artifacts } = (await reopened()).facility
    const root = join(site.folder, 'root.pem')
    const crl = artifacts.pathOf(present(latestCrl(state, ROOT), 'CRL').crl)
    writeFileSync(root, encodePem('CERTIFICATE', artifacts.get(present(state.certificates[0], 'root').certificate)))
    const text = join(site.folder, 'crl.txt')
    const said = tool('openssl', ['crl', '-inform', 'DER', '-in', crl, '-CAfile', root, '-text', '-out', text])
    expect(said.output).toContain('verify OK')
    const found = [...readFileSync(text, 'latin1').matchAll(/Serial Number: ([0-9A-F]+)/g)].map(([, serial]) => serial)
    expect(found).toEqual(serials.map((serial) => serial.toUpperCase()))
  })

  it('leaves a log that verifies', async () => {
    await site.closeAll()
    expect(await verifyFacility(site.root)).toMatchObject({ ok: true, problems: [] })
  })
})

async function reopened() {
  await site.closeAll()
  return site.open()
}
