import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import { runPlan } from '../../../../electron/core/headless/run.ts'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import { PRACTICE_TOKEN } from '../../../../electron/core/practice/cast.ts'
import { findProcedure } from '../../../../electron/core/procedure/library.ts'
import { makePlan } from '../../../../electron/core/procedure/make-plan.ts'
import { livingPlaces } from '../../../../shared/facility/keys.ts'
import type { RunState } from '../../../../shared/procedure/run-state.ts'
import { ADMINISTRATOR, answers, hand, pin, rootPlan } from '../../../support/ceremony-run.ts'
import { present } from '../../../support/present.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { library, TestFacility } from '../../../support/test-facility.ts'

const HSM = PRACTICE_TOKEN.name
const SAFE = 'backup-hsm'
const ROOT = 'fleet-root-g1'

const site = await TestFacility.found(library, undefined, [HSM, SAFE])
let session: FacilityConsole = await site.open()
await runPlan(session, rootPlan(library, { backup: 'wrap' }), answers(site.folder), () => undefined)
afterAll(() => site.remove())

async function run(procedure: string, inputs: Readonly<Record<string, string>>, more: object = {}): Promise<RunState> {
  const plan = makePlan(library, findProcedure(library, procedure), `Run ${procedure}`, inputs)
  return runPlan(session, plan, answers(site.folder, more), () => undefined)
}

async function refusedRun(procedure: string, inputs: Readonly<Record<string, string>>, more: object = {}) {
  const failure = await rejectionOf(run(procedure, inputs, more))
  const open = present(
    [...session.facility.state.runs.values()].find(({ status }) => status === 'open'),
    'run',
  )
  await session.engine.abort(open.id, hand(ADMINISTRATOR), 'Refused.')
  return failure
}

/** CKA_IDs on a token that hold a key pair with this public key. */
async function idsOf(token: string, spki: string): Promise<string[]> {
  const { token: ref } = present(session.facility.state.tokens.get(token), 'token')
  await session.room.open(ref, pin())
  const { keys } = await session.room.opened(ref).call('keys.list', { token: ref })
  await session.room.close(ref)
  const wanted = session.facility.artifacts.get(spki)
  return keys.flatMap(({ id, publicKey, hasPrivateKey }) =>
    hasPrivateKey && publicKey !== null && Buffer.compare(publicKey, wanted) === 0 ? [id] : [],
  )
}

const root = () => present(session.facility.state.keys.get(ROOT), 'root key')
const backup = () => present(session.facility.state.backups[0], 'backup')

describe('The life of a key', { timeout: 120_000 }, () => {
  it('is backed up for one other token, as a file that is no secret and never overwrites', async () => {
    const made = await run(
      'back-up-key',
      { key: ROOT, token: HSM, target: SAFE, 'transport-key': 'transport-a' },
      { exportFolder: () => Promise.resolve(site.folder) },
    )
    expect(made.status).toBe('closed')
    const file = readFileSync(join(site.folder, `${ROOT}-${backup().sealed.slice(0, 8)}.sealed-key.json`), 'utf8')
    expect(file).toBe(new TextDecoder().decode(session.facility.artifacts.get(backup().sealed)))
    expect(file).not.toContain('PRIVATE')
    expect(livingPlaces(root()).map(({ tokenName }) => tokenName)).toEqual([HSM])
  })

  it('is not backed up when its plan did not say so', async () => {
    const inputs = { key: 'handoff-a', token: HSM, target: SAFE, 'transport-key': 'transport-b' }
    expect((await refusedRun('back-up-key', inputs)).code).toBe('backup-not-allowed')
  })

  it('is not restored from another file, for another key, or where it is already', async () => {
    const bytes = session.facility.artifacts.get(backup().sealed)
    const good = join(site.folder, 'good.json')
    writeFileSync(good, bytes)
    const changed = join(site.folder, 'changed.json')
    writeFileSync(changed, new TextDecoder().decode(bytes).replace(/"wrappedKey":"../, '"wrappedKey":"00'))
    const from = (file: string) => ({ backupFile: () => Promise.resolve(file) })
    expect((await refusedRun('restore-key', { key: ROOT, token: SAFE }, from(changed))).code).toBe('backup-invalid')
    expect((await refusedRun('restore-key', { key: 'handoff-a', token: SAFE }, from(good))).code).toBe('backup-invalid')
    const elsewhere = await refusedRun('restore-key', { key: ROOT, token: HSM }, from(good))
    expect(elsewhere.code).toBe('key-not-found')
    expect(elsewhere.remedy).toBe(`Only the token ${SAFE} can open this backup.`)
    expect(await idsOf(SAFE, root().spki)).toEqual([])
  })

  it('is restored on the other token, read back and tested', async () => {
    const backupFile = () => Promise.resolve(join(site.folder, 'good.json'))
    await run('restore-key', { key: ROOT, token: SAFE }, { backupFile })
    const [first, second] = livingPlaces(root())
    expect([first?.tokenName, second?.tokenName]).toEqual([HSM, SAFE])
    expect(await idsOf(SAFE, root().spki)).toEqual([second?.id])
    expect((await refusedRun('restore-key', { key: ROOT, token: SAFE }, { backupFile })).code).toBe('key-exists')
  })

  it('is destroyed on the first token, and its copy signs the next CRL', async () => {
    await run('destroy-key', { key: ROOT, token: HSM, reason: 'The HSM is retired' })
    expect(await idsOf(HSM, root().spki)).toEqual([])
    expect(livingPlaces(root()).map(({ tokenName }) => tokenName)).toEqual([SAFE])
    await run('sign-crl', { issuer: ROOT, token: SAFE })
    expect(session.facility.state.crls.at(-1)).toMatchObject({ signingKey: ROOT, number: 2 })
  })

  it('ends when every copy and the transport key are destroyed', async () => {
    await run('destroy-key', { key: 'transport-a', token: SAFE, reason: 'Not needed any more' })
    await run('destroy-key', { key: ROOT, token: SAFE, reason: 'Replaced' })
    expect(await idsOf(SAFE, root().spki)).toEqual([])
    expect((await refusedRun('sign-crl', { issuer: ROOT, token: SAFE })).code).toBe('key-destroyed')
    expect(session.facility.state.crls).toHaveLength(2)
  })

  it('is in a log that verifies, and replays to the same state', async () => {
    const before = JSON.stringify([...session.facility.state.keys.values()])
    await session.close()
    expect(await verifyFacility(site.root)).toMatchObject({ ok: true })
    session = await site.open()
    expect(JSON.stringify([...session.facility.state.keys.values()])).toBe(before)
  })
})
