import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { handoffReceipt, type HandoffReceipt } from '../../shared/handoff/receipt.ts'
import { handoffStatus } from '../../shared/handoff/status.ts'
import { parseCanonical } from '../../shared/ledger/canonical-json.ts'
import { shakeHands } from '../../online/apply/handshake.ts'
import { encodePem } from '../../shared/pki/pem.ts'
import { root } from '../electron/core/handoff/fixture.ts'
import { Fleet, REGIONS } from './fleet.ts'
import type { Ran } from './receiver.ts'
import type { Leaf } from './world.ts'

let fleet: Fleet
beforeEach(async () => {
  fleet = new Fleet()
  await fleet.begin()
})
afterEach(() => fleet.remove())

function receiptOf(ran: Ran): HandoffReceipt {
  const { json } = ran.json['receipt'] as { json: string }
  return handoffReceipt.parse(parseCanonical(readFileSync(json)))
}

async function outcome(region: string, leaf: Leaf): Promise<string> {
  const { outcome: seen } = await shakeHands({
    address: fleet.servers.get(region)?.address ?? '',
    anchors: encodePem('CERTIFICATE', root.certificate),
    client: { certificate: readFileSync(leaf.certificate), key: readFileSync(leaf.key) },
    timeoutMs: 3000,
  })
  return seen
}

describe('apply', () => {
  it('takes three regions to the new chain: the old clients are turned away, the new ones let in, and a receipt says so', async () => {
    for (const [region] of REGIONS) expect(await outcome(region, fleet.oldClient)).toBe('accepted')
    fleet.expectSecond()
    const applied = fleet.run('apply', fleet.second)
    expect(applied.stderr).not.toContain('internal')
    expect(applied).toMatchObject({ code: 0, json: { result: 'applied', epoch: 1, sequence: 2 } })
    for (const [region] of REGIONS) {
      expect(await outcome(region, fleet.oldClient)).toBe('refused')
      expect(await outcome(region, fleet.newClient)).toBe('accepted')
    }
    const receipt = receiptOf(applied)
    expect(receipt).toMatchObject({ result: 'applied', reason: null, receiver: 'gate-1', counter: 2, sequence: 2 })
    expect(receipt.stages.map(({ region, result }) => [region, result])).toEqual(
      REGIONS.map(([region]) => [region, 'applied']),
    )
  })

  it('signs receipts and status reports that OpenSSL verifies', () => {
    const { json } = fleet.run('status', '--sign')
    const { json: path, signature } = json['report'] as { json: string; signature: string }
    for (const [content, p7s] of [
      [path, signature],
      [
        join(fleet.state, 'receipts', 'receipt-fleet.example-gate-1-1-1-1.json'),
        join(fleet.state, 'receipts', 'receipt-fleet.example-gate-1-1-1-1.p7s'),
      ],
    ] as const) {
      const args = ['cms', '-verify', '-binary', '-inform', 'DER', '-in', p7s, '-content', content]
      const run = (): Buffer =>
        execFileSync('openssl', [...args, '-CAfile', join(fleet.state, 'receiver.pem'), '-out', '/dev/null'], {
          stdio: 'pipe',
        })
      expect(run).not.toThrow()
    }
    const status = handoffStatus.parse(parseCanonical(readFileSync(path)))
    expect(status.regions.map(({ region, result }) => [region, result])).toEqual(
      REGIONS.map(([name]) => [name, 'applied']),
    )
    const [target] = status.regions[0]?.targets ?? []
    expect(target).toMatchObject({ files: 'new', problems: [], driver: 'nginx' })
    expect(target?.endpoints[0]).toMatchObject({ ok: true })
    expect(target?.endpoints[0]?.chain).toHaveLength(3)
    expect(target?.crls.map(({ number }) => number).toSorted()).toEqual(['1', '3', '7'])
    expect(target?.anchors).toHaveLength(1)
    // root, intermediate and issuing CA; not the certificate of the server, which is no CA
    expect(target?.certificates).toHaveLength(3)
  })

  it('stops at the canary when its handshake fails, puts it back, and leaves the others alone', async () => {
    const before = fleet.installed('us-east')
    fleet.expectSecond()
    fleet.breakServer('eu-canary')
    const stopped = fleet.run('apply', fleet.second)
    expect(stopped).toMatchObject({ code: 1, failure: 'probe-failed' })
    const receipt = receiptOf(stopped)
    expect(receipt.result).toBe('stopped')
    expect(receipt.reason).toMatch(/^probe-failed: web: 127\.0\.0\.1:\d+: untrusted/)
    expect(receipt.stages.map(({ result }) => result)).toEqual(['stopped', 'not-started', 'not-started'])
    for (const [region] of REGIONS) expect(fleet.installed(region)).toBe(before)
    expect(await outcome('us-east', fleet.oldClient)).toBe('accepted')
    expect(await outcome('us-east', fleet.newClient)).toBe('refused')
  })

  it('goes on with the same hand-off once the canary is well again', () => {
    fleet.expectSecond()
    fleet.breakServer('eu-canary')
    expect(fleet.run('apply', fleet.second).code).toBe(1)
    execFileSync('rm', [join(fleet.region('eu-canary'), 'broken')])
    expect(fleet.run('apply', fleet.second)).toMatchObject({ code: 0, json: { result: 'applied' } })
  })

  it('leaves a region alone that failed too often in a row, until people close the breaker', () => {
    fleet.expectSecond()
    fleet.breakServer('eu-canary')
    for (let attempt = 0; attempt < 3; attempt++) expect(fleet.run('apply', fleet.second).failure).toBe('probe-failed')
    execFileSync('rm', [join(fleet.region('eu-canary'), 'broken')])
    expect(fleet.run('apply', fleet.second).failure).toBe('breaker-open')
    const metrics = fleet.run('metrics').json['metrics']
    expect(metrics).toContain('conclave_handoff_breaker{region="eu-canary"} 2')
    expect(metrics).toContain('conclave_handoff_total{result="stopped"} 4')
    expect(fleet.run('apply', fleet.second, '--close-breaker').code).toBe(0)
  })

  it('leaves later stages for another time, and goes on from there without touching the first ones again', () => {
    fleet.expectSecond()
    const half = fleet.run('apply', fleet.second, '--until', 'canary')
    expect(half).toMatchObject({ code: 0, json: { result: 'stopped' } })
    expect(receiptOf(half).reason).toBe('It was asked to stop after the stage "canary".')
    expect(fleet.installed('eu-canary')).not.toBe(fleet.installed('eu-west'))
    const rest = fleet.run('apply', fleet.second)
    expect(rest).toMatchObject({ code: 0, json: { result: 'applied' } })
    const [canary, west] = receiptOf(rest).stages
    expect(canary?.checks.some(({ detail }) => detail.includes('SIGHUP'))).toBe(false)
    expect(west?.checks.some(({ detail }) => detail.includes('SIGHUP'))).toBe(true)
  })

  it('puts right what somebody changed when the same hand-off is applied again', () => {
    const chain = join(fleet.region('eu-west'), 'current', 'crl.pem')
    execFileSync('sh', ['-c', `echo changed > "${chain}"`])
    const status = fleet.run('status')
    expect(status).toMatchObject({ code: 1, failure: 'target-failed' })
    expect(fleet.run('apply', fleet.first)).toMatchObject({ code: 0 })
    expect(fleet.run('status').code).toBe(0)
  })
})

describe('rollback', () => {
  it('makes the old chain work again in every region, and the same hand-off can be applied once more', async () => {
    const before = fleet.installed('us-east')
    fleet.expectSecond()
    expect(fleet.run('apply', fleet.second).code).toBe(0)
    const rolled = fleet.run('rollback', '--reason', 'the billing clients broke')
    expect(rolled).toMatchObject({ code: 0, json: { result: 'rolled-back' } })
    expect(receiptOf(rolled)).toMatchObject({ result: 'rolled-back', reason: 'the billing clients broke', sequence: 2 })
    for (const [region] of REGIONS) {
      expect(fleet.installed(region)).toBe(before)
      expect(await outcome(region, fleet.oldClient)).toBe('accepted')
    }
    // Nothing older is accepted after it, whatever was rolled back.
    expect(fleet.run('apply', fleet.first).failure).toBe('handoff-rollback')
    expect(fleet.run('apply', fleet.second).code).toBe(0)
    expect(await outcome('us-east', fleet.oldClient)).toBe('refused')
  })

  it('of one region leaves the others', () => {
    fleet.expectSecond()
    fleet.run('apply', fleet.second)
    const after = fleet.installed('eu-west')
    expect(fleet.run('rollback', '--reason', 'x', '--region', 'us-east').code).toBe(0)
    expect(fleet.installed('eu-west')).toBe(after)
    expect(fleet.installed('us-east')).not.toBe(after)
  })

  it('of the first hand-off leaves nothing, as before it', () => {
    expect(fleet.run('rollback', '--reason', 'x').code).toBe(0)
    for (const [region] of REGIONS) expect(existsSync(join(fleet.region(region), 'current'))).toBe(false)
    expect(fleet.run('rollback', '--reason', 'x').failure).toBe('nothing-to-roll-back')
  })
})
