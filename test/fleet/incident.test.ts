import { mkdtempSync, rmSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { receiptsOf } from '../../shared/facility/reports.ts'
import { CLI } from '../electron/cli/command-line.ts'
import type { ClientFiles } from '../support/fleet/clients/verdict.ts'
import { ManagedFleet } from '../support/fleet/managed-fleet.ts'
import { OfflineSite } from '../support/fleet/offline-site.ts'
import { Receiver } from '../support/fleet/receiver.ts'
import { SteadyClient } from '../support/fleet/steady-client.ts'
import { signWithStolenKey } from '../support/fleet/stolen-key.ts'
import { byWhom, everywhere, inWords, verdicts } from '../support/fleet/verdicts.ts'

// The worst night with every part real: people sign on SoftHSM, and what they hand over changes cfssl, nginx and haproxy.
const [FIRST, SECOND] = ['Fleet Issuing EU-1', 'Fleet Issuing EU-2'] as const
const PATIENCE = { timeout: 180_000 }

let folder: string
let offline: OfflineSite
let fleet: ManagedFleet
let receiver: Receiver
let thief: ClientFiles
let steady: readonly SteadyClient[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-incident-'))
  offline = await OfflineSite.found()
  fleet = await ManagedFleet.prepare(folder)
  receiver = new Receiver(CLI, join(folder, 'receiver'))
  const { folder: signers, digests } = offline.signers()
  await receiver.pin(signers, digests)
  await offline.registerReceiver(receiver.certificate)
})

afterAll(async () => {
  for (const client of steady) client.kill()
  await fleet.stop()
  await offline.remove()
  rmSync(folder, { recursive: true })
})

/** The receipt and the status report go back over the gap, and close what waits for them. */
async function reportBack(): Promise<void> {
  await offline.takeReports(await receiver.reports(fleet.writeConfig()))
  const { handoffs, reports } = offline.session.facility.state
  const receipts = receiptsOf({ reports }, handoffs.at(-1)?.draft.manifest ?? '')
  expect(receipts).toMatchObject([{ result: 'applied', missing: 0, deviation: null }])
  const status = reports.at(-1)
  const installed = { sequence: handoffs.length }
  expect(status).toMatchObject({
    kind: 'status',
    output: { missing: 0, regions: [installed, installed], findings: [] },
  })
}

/** What every client says of every server, with these files. */
async function asked(files: ClientFiles): Promise<Record<string, string>> {
  return byWhom(await verdicts(fleet.clients, fleet.servers, files))
}

function all(wanted: string): Record<string, string> {
  return everywhere(fleet.clients, fleet.servers, wanted)
}

it(
  'a hand-off installs the CA that cfssl asked for, and its leaves serve OpenSSL, curl, Node and Java',
  PATIENCE,
  async () => {
    const handoff = await offline.issue(fleet.makeRequest(FIRST), FIRST)
    await receiver.apply(handoff, fleet.writeConfig())
    await reportBack()
    expect(fleet.servers.map(({ name }) => name)).toEqual(['nginx', 'haproxy'])
    expect(await asked(fleet.app)).toEqual(all('accepted'))
  },
)

it('a thief with the key of that CA is believed by everybody', PATIENCE, async () => {
  const ca = fleet.copyCa(FIRST)
  thief = fleet.holder('thief', signWithStolenKey(join(folder, 'thief'), ca), ca.certificate)
  expect(await asked(thief)).toEqual(all('accepted'))
})

it('a second CA takes over from the first, and nobody notices', PATIENCE, async () => {
  steady = fleet.servers.map(({ port }) => new SteadyClient(port, fleet.app))
  const handoff = await offline.issue(fleet.makeRequest(SECOND), SECOND)
  await receiver.apply(handoff, fleet.writeConfig())
  await reportBack()
  expect(fleet.issuerOfApp).toContain(SECOND)
  expect(await asked(fleet.app)).toEqual(all('accepted'))
  expect(await asked(thief)).toEqual(all('accepted'))
})

it(
  'the first CA is revoked: what its key signed is refused by every server and every client, what was replaced connects',
  PATIENCE,
  async () => {
    const handoff = await offline.revoke('fleet-issuing-eu-1')
    await receiver.apply(handoff, fleet.writeConfig([{ certificate: thief.chain, key: thief.key }]))
    await reportBack()
    expect(await asked(fleet.app)).toEqual(all('accepted'))
    expect(await asked(thief)).toEqual(all('refused by server'))
    const nginx = fleet.servers.filter(({ name }) => name === 'nginx')
    expect(inWords(await verdicts(fleet.clients, nginx, thief))).toEqual(
      everywhere(fleet.clients, nginx, 'refused by server, revoked'),
    )
    const rogue = await fleet.startRogue(thief)
    expect(byWhom(await verdicts(fleet.clients, [rogue], fleet.app))).toEqual(
      everywhere(fleet.clients, [rogue], 'refused by client'),
    )
    expect(opensslSays(await fleet.publishedCrl('fleet-root-g1'))).toContain('CA Compromise')
  },
)

it('who never stopped connecting saw no outage longer than one reload', PATIENCE, async () => {
  for (const client of steady) {
    const { connections, longestOutage } = await client.stop()
    expect(connections).toBeGreaterThan(20)
    expect(longestOutage).toBeLessThanOrEqual(Math.max(...fleet.reloads))
  }
})

function opensslSays(crl: Uint8Array): string {
  return execFileSync('openssl', ['crl', '-inform', 'DER', '-noout', '-text'], { input: crl, encoding: 'utf8' })
}
