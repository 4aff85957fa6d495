import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { makeCfsslKey } from '../support/fleet/cfssl.ts'
import { Fleet } from '../support/fleet/fleet.ts'
import type { Trust } from '../support/fleet/pem-files.ts'
import { resume, sessionTicket } from '../support/fleet/resumed-session.ts'
import { SteadyClient } from '../support/fleet/steady-client.ts'
import { TestRoot } from '../support/fleet/test-root.ts'
import { byWhom, everywhere, inWords, verdicts } from '../support/fleet/verdicts.ts'

// Whether the rig tells the truth, with a root of OpenSSL: what follows for Conclave is tested with its own ceremonies.
let folder: string
let root: TestRoot
let fleet: Fleet
/** What everybody believes before a test changes it. */
let good: Trust
let issuer: string
let crls: { root: string; issuer: string }

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-fleet-'))
  root = new TestRoot(join(folder, 'root'))
  const ca = join(folder, 'ca')
  const { request } = makeCfsslKey(ca, 'Rig Issuing 1')
  issuer = root.certify(request)
  writeFileSync(join(ca, 'ca.pem'), issuer)
  crls = { root: root.crl(), issuer: '' }
  fleet = await Fleet.start(folder, ca, { root: root.certificate, crls: [crls.root] })
  crls.issuer = await fleet.cfssl.api.crl()
  good = fleet.trust
  await fleet.renewIdentity('app')
})

afterAll(async () => {
  await fleet.stop()
  rmSync(folder, { recursive: true })
})

/** What every client says of every server, as `name`. */
async function asked(name = 'app'): Promise<Record<string, string>> {
  return inWords(await allVerdicts(name))
}

function allVerdicts(name: string): ReturnType<typeof verdicts> {
  return verdicts(fleet.clients, fleet.servers, fleet.files(name))
}

function all(wanted: string): Record<string, string> {
  return everywhere(fleet.clients, fleet.servers, wanted)
}

describe('Mutual TLS with OpenSSL, curl, Node and Java through nginx and haproxy', () => {
  afterEach(() => fleet.believe(good))

  it('works with leaves that cfssl signed, and CRLs of cfssl, which have no number', async () => {
    expect(await asked()).toEqual(all('accepted'))
  })

  it.each([
    ['without the CRL of the root', () => [crls.issuer]],
    ['without the CRL of the issuing CA', () => [crls.root]],
    ['with a CRL of the root that is out of date', () => [root.expiredCrl(), crls.issuer]],
  ])('fails for everybody %s, on either side', async (_, lists) => {
    const bad = { ...good, crls: lists() }
    fleet.clientsBelieve(bad)
    expect(byWhom(await allVerdicts('app'))).toEqual(all('refused by client'))
    fleet.clientsBelieve(good)
    await fleet.serversBelieve(bad)
    expect(byWhom(await allVerdicts('app'))).toEqual(all('refused by server'))
  })

  it('fails for a leaf that was revoked over the API of cfssl, when its CRL has arrived', async () => {
    await fleet.renewIdentity('left')
    await fleet.cfssl.api.revoke(fleet.credentialOf('left').certificate)
    expect(await asked('left')).toEqual(all('accepted'))
    await fleet.serversBelieve({ ...good, crls: [crls.root, await fleet.cfssl.api.crl()] })
    expect(await asked('left')).toEqual(all('refused by server, revoked'))
    expect(await asked('app')).toEqual(all('accepted'))
  })
})

describe('A reload', () => {
  afterEach(() => fleet.believe(good))

  it('with bad files is refused, and changes nothing', async () => {
    for (const server of fleet.servers) {
      const kept = readFileSync(server.files.crls)
      writeFileSync(server.files.crls, 'no list')
      await expect(server.reload()).rejects.toThrow(server.files.crls)
      expect(await asked()).toEqual(all('accepted'))
      writeFileSync(server.files.crls, kept)
    }
  })

  it('to lists that refuse everybody is an outage for a client that never stops, until the good ones are back', async () => {
    const clients = fleet.servers.map((server) => new SteadyClient(server.port, fleet.files('app')))
    await fleet.serversBelieve({ ...good, crls: [crls.root] })
    expect(await asked()).toEqual(all('refused by server'))
    const took = await fleet.serversBelieve(good)
    expect(await asked()).toEqual(all('accepted'))
    for (const client of clients) expect((await client.stop()).longestOutage).toBeGreaterThan(took)
  })

  it('ends sessions: a ticket from before does not help a client that is revoked now', async () => {
    await fleet.renewIdentity('guest')
    const files = fleet.files('guest')
    const tickets = await Promise.all(fleet.servers.map(({ port }) => sessionTicket(port, files)))
    for (const [index, server] of fleet.servers.entries())
      expect(await resume(server.port, files, tickets[index] ?? Buffer.of())).toMatchObject({ resumed: true })
    await fleet.cfssl.api.revoke(fleet.credentialOf('guest').certificate)
    await fleet.serversBelieve({ ...good, crls: [crls.root, await fleet.cfssl.api.crl()] })
    for (const [index, server] of fleet.servers.entries()) {
      const again = await resume(server.port, files, tickets[index] ?? Buffer.of())
      expect(again.page).not.toContain(' ok')
      expect(again.resumed).toBe(false)
    }
  })
})

describe('When the issuing CA is revoked by the root', () => {
  it('a client that never stops sees no outage longer than one reload while everything is replaced, and what was signed before is refused everywhere', async () => {
    await fleet.renewIdentity('steady')
    await fleet.renewIdentity('thief')
    const steady = fleet.servers.map((server) => new SteadyClient(server.port, fleet.files('steady')))
    const ca2 = join(folder, 'ca2')
    const { key, request } = makeCfsslKey(ca2, 'Rig Issuing 2')
    const second = root.certify(request)

    copyFileSync(key, fleet.cfssl.files.key)
    writeFileSync(fleet.cfssl.files.certificate, second)
    await fleet.cfssl.restart()
    expect((await fleet.cfssl.api.certificate()).trim()).toBe(second.trim())
    const overlap = { ...good, issuers: [issuer, second], crls: [...good.crls, await fleet.cfssl.api.crl()] }
    const reloads = [await fleet.believe(overlap), await fleet.renewServers()]
    await fleet.renewIdentity('steady')
    root.revoke(issuer)
    const after = { ...overlap, crls: [root.crl(), ...overlap.crls.slice(1)] }
    reloads.push(await fleet.believe(after))

    expect(await asked('steady')).toEqual(all('accepted'))
    expect(await asked('thief')).toEqual(all('refused by server, revoked'))
    for (const one of await Promise.all(steady.map((client) => client.stop()))) {
      expect(one.connections).toBeGreaterThan(20)
      expect(one.longestOutage).toBeLessThanOrEqual(Math.max(...reloads))
    }
  })

  it('no client talks to a server that shows a certificate from before', async () => {
    const credential = fleet.credentialOf('thief')
    for (const server of fleet.servers) await fleet.giveServer(server, credential)
    expect(await asked('steady')).toEqual(all('refused by client, revoked'))
  })
})
