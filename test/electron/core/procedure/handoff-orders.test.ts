import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import { handoffManifest, type HandoffManifest } from '../../../../shared/handoff/manifest.ts'
import { type TrustState, trustState } from '../../../../shared/handoff/trust-state.ts'
import { outputOf } from '../../../../shared/procedure/run-state.ts'
import type { Step } from '../../../../shared/procedure/step-kinds.ts'
import { answers, begin, issuePlan } from '../../../support/ceremony-run.ts'
import { distrust, freeze, handOver, planOf } from '../../../support/order-plans.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { seen } from '../../../support/room-run.ts'
import { Stages } from '../../../support/stages.ts'
import type { TestFacility } from '../../../support/test-facility.ts'

/** One fleet whose only issuing CA is frozen, tainted, released and at last distrusted, over seven hand-offs. */

const stages = new Stages()
let site: TestFacility
let session: FacilityConsole
afterAll(() => stages.removeAll())

interface Sent {
  readonly folder: string
  readonly manifest: HandoffManifest
  readonly state: TrustState
}

async function send(...steps: readonly Step[]): Promise<Sent> {
  const run = await begin(session, planOf(...steps), null, answers(site.folder))
  const { destination, folderName } = outputOf(run, 'export', 'export')
  const folder = join(destination, folderName)
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown
  return {
    folder,
    manifest: handoffManifest.parse(read('manifest.json')),
    state: trustState.parse(read('trust/state.json')),
  }
}

function actions({ manifest }: Sent, ...kinds: readonly string[]): string[] {
  return manifest.actions.filter(({ kind }) => kinds.includes(kind)).map(({ kind, target }) => `${kind} ${target}`)
}

let eu1: string
let root: string

beforeAll(async () => {
  site = await stages.rooted()
  session = await site.open()
  await begin(session, issuePlan(), null, answers(site.folder))
  eu1 = session.facility.state.certificates.at(-1)?.subjectKey ?? ''
  root = session.facility.state.keys.get('fleet-root-g1')?.spki ?? ''
}, 60_000)

describe('a hand-off with orders', { timeout: 60_000 }, () => {
  it('is a heartbeat when nothing changed: the same state under the next number', async () => {
    const sent = await send(...handOver(false))
    const before = session.facility.state.handoffs[0]?.draft.manifest
    expect(sent.manifest).toMatchObject({ sequence: 2, previous_manifest_sha256: before })
    const first = handoffManifest.parse(
      JSON.parse(Buffer.from(session.facility.artifacts.get(before ?? '')).toString('utf8')),
    )
    expect(sent.manifest.state_digest).toBe(first.state_digest)
    expect(sent.manifest.expires_at).toBe(first.expires_at)
  })

  it('stops an issuing CA, which stays trusted', async () => {
    const sent = await send(freeze('fleet-issuing-eu-1', 'freeze'), ...handOver(true))
    expect(actions(sent, 'disable_issuer', 'taint_issuer', 'distrust', 'set_default_issuer')).toEqual([
      `disable_issuer ${eu1}`,
    ])
    expect(sent.state).toMatchObject({ disabled: [eu1], tainted: [], distrusted: [], default_issuer: null })
    expect(sent.state.issuers.map(({ spki_sha256: spki }) => spki)).toEqual([eu1])
  })

  it('keeps it stopped in the next one, without a word', async () => {
    const sent = await send(...handOver(false))
    expect(actions(sent, 'disable_issuer')).toEqual([`disable_issuer ${eu1}`])
  })

  it('says that all it issued is to be replaced', async () => {
    const sent = await send(freeze(eu1, 'taint'), ...handOver(true))
    expect(sent.state).toMatchObject({ disabled: [eu1], tainted: [eu1], distrusted: [] })
    expect(actions(sent, 'taint_issuer')).toEqual([`taint_issuer ${eu1}`])
  })

  it('releases it', async () => {
    const sent = await send(freeze('fleet-issuing-eu-1', 'release'), ...handOver(true))
    expect(sent.state).toMatchObject({ disabled: [], tainted: [], default_issuer: eu1 })
    const again = await begin(session, planOf(freeze(eu1, 'release')), 'order', answers(site.folder))
    expect(await rejectionOf(session.engine.perform(again.id, 'order', { kind: 'none' }))).toMatchObject({
      code: 'plan-invalid',
      message: 'The fleet was never told to freeze "fleet-issuing-eu-1", so there is nothing to release.',
    })
    const hand = { person: 'tomas-oliveira', secret: Buffer.from(site.secrets().passphrases['tomas-oliveira'] ?? '') }
    await session.engine.abort(again.id, hand, 'Enough.')
  })

  it('never leaves a fleet without a trust anchor', async () => {
    const steps = [distrust('fleet-root-g1'), ...handOver(true)]
    const run = await begin(session, planOf(...steps), 'handoff', answers(site.folder))
    expect(await rejectionOf(session.engine.perform(run.id, 'handoff', { kind: 'none' }))).toMatchObject({
      code: 'hierarchy-invalid',
    })
    const hand = { person: 'tomas-oliveira', secret: Buffer.from(site.secrets().passphrases['tomas-oliveira'] ?? '') }
    await session.engine.abort(run.id, hand, 'Enough.')
  })

  it('distrusts it: gone from the certificates, on the blocklist, and for ever', async () => {
    const order = distrust('fleet-issuing-eu-1', { from: '2020-11-20 14:05' })
    const run = await begin(session, planOf(order, ...handOver(true)), 'agree-order', answers(site.folder))
    const { body } = seen(session, run)
    expect(body.kind === 'approve' && body.items[0]).toMatchObject({ title: 'Distrust fleet-issuing-eu-1' })
    expect(body.kind === 'approve' && body.items[0]?.rows.map(({ field, actual }) => [field, actual])).toContainEqual([
      'Not to be believed since',
      '2020-11-20 14:05Z',
    ])
    const hand = { person: 'tomas-oliveira', secret: Buffer.from(site.secrets().passphrases['tomas-oliveira'] ?? '') }
    await session.engine.abort(run.id, hand, 'Seen.')
    const sent = await send(order, ...handOver(true))
    expect(sent.state).toMatchObject({ disabled: [eu1], distrusted: [eu1], issuers: [] })
    expect(sent.state.anchors.map(({ spki_sha256: spki }) => spki)).toEqual([root])
    expect(sent.manifest.actions.find(({ kind }) => kind === 'distrust')).toEqual({
      kind: 'distrust',
      target: eu1,
      not_before: '2020-11-20T14:05:00.000Z',
      not_after: null,
      reason: 'Its key was stolen.',
    })
    const paths = sent.manifest.artifacts.map(({ path }) => path)
    expect(paths.filter((path) => path.includes('blocklist'))).toEqual([
      'trust/blocklist/PRACTICE-fleet-issuing-eu-1.openssl-reject.pem',
      'trust/blocklist/PRACTICE-fleet-issuing-eu-1.p11-kit',
      'trust/blocklist/PRACTICE-fleet-issuing-eu-1.pem',
    ])
    expect(paths.filter((path) => path.startsWith('certs/PRACTICE-fleet-issuing'))).toEqual([])
    const later = await send(...handOver(false))
    expect(later.state.distrusted).toEqual([eu1])
  })

  it('leaves a log that verifies', async () => {
    await site.closeAll()
    expect(await verifyFacility(site.root)).toMatchObject({ ok: true, problems: [] })
  })
})
