import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { X509Certificate } from 'node:crypto'
import { intermediate, issuing, makeParty } from '../electron/core/handoff/fixture.ts'
import { type Ran, receiver, type RegionServer, startServer } from './receiver.ts'
import { first, issuing2, type Leaf, second, writeLeaf, writeOnlineCrl, writeSigners, writeTar } from './world.ts'

export const REGIONS = [
  ['eu-canary', 'canary'],
  ['eu-west', 'region'],
  ['us-east', 'all'],
] as const

/** A receiver with three regions, each a real TLS server, and two hand-offs that wait for it. */
export class Fleet {
  readonly folder = mkdtempSync(join(tmpdir(), 'conclave-fleet-'))
  readonly state = join(this.folder, 'state')
  readonly config = join(this.folder, 'receiver.yaml')
  readonly first = writeTar(this.folder, first)
  readonly second = writeTar(this.folder, second())
  readonly paper: string
  readonly signers: string
  readonly servers = new Map<string, RegionServer>()
  /** A client of the issuing CA that the second hand-off revokes, and one of its successor. */
  readonly oldClient: Leaf
  readonly newClient: Leaf

  constructor() {
    const { signers, paper } = writeSigners(this.folder)
    this.signers = signers
    this.paper = paper
    this.oldClient = writeLeaf(this.folder, 'old-client', issuing, [issuing, intermediate])
    this.newClient = writeLeaf(this.folder, 'new-client', issuing2, [issuing2, intermediate])
    for (const [name, party] of [
      ['old', issuing],
      ['new', issuing2],
    ] as const) {
      writeLeaf(this.folder, `${name}-server`, party)
      writeOnlineCrl(this.folder, `${name}-list`, party)
    }
    for (const [region] of REGIONS) mkdirSync(this.region(region))
    this.use('old')
  }

  region(name: string): string {
    return join(this.folder, name)
  }

  /** Which certificate the servers have, and the list of whose issuing CA. */
  use(which: 'old' | 'new'): void {
    for (const [from, to] of [
      [`${which}-server.pem`, 'server.pem'],
      [`${which}-server.key`, 'server.key'],
      [`${which}-list.crl`, 'online.crl'],
    ] as const)
      copyFileSync(join(this.folder, from), join(this.folder, to))
  }

  /** `probes` of every target; before the servers run there is nothing to reload. */
  writeConfig(probes: (address: string) => readonly object[] = () => [], settings: object = {}): void {
    const regions = REGIONS.map(([name, stage]) => {
      const server = this.servers.get(name)
      return {
        name,
        stage,
        targets: [
          {
            name: 'web',
            driver: 'nginx',
            folder: this.region(name),
            leaf: join(this.folder, 'server.pem'),
            leaf_key: join(this.folder, 'server.key'),
            online_crls: [join(this.folder, 'online.crl')],
            ...(server === undefined
              ? {}
              : { reload: { signal: 'SIGHUP', pid_file: server.pidFile }, probes: probes(server.address) }),
          },
        ],
      }
    })
    const fast = { attempts: 4, backoff_ms: 60, probe_timeout_ms: 3000, ...settings }
    writeFileSync(this.config, JSON.stringify({ format: 'ca-handoff-receiver/v1', settings: fast, regions }, null, 1))
  }

  pin(...more: readonly string[]): Ran {
    const who = ['--receiver', 'gate-1', '--domain', 'fleet.example', '--threshold', '2']
    const signers = ['--signers', this.signers, '--expect', this.paper]
    return receiver(['pin', '--state', this.state, ...who, ...signers, '--json', ...more])
  }

  run(command: string, ...args: readonly string[]): Ran {
    return receiver([command, ...args, '--state', this.state, '--config', this.config, '--json'])
  }

  /** Pinned, the first hand-off applied, servers running and asked by handshakes. */
  async begin(): Promise<void> {
    this.pin()
    this.writeConfig()
    const applied = this.run('apply', this.first)
    if (applied.code !== 0) throw new Error(applied.stdout + applied.stderr)
    for (const [region] of REGIONS) this.servers.set(region, await startServer(this.region(region)))
    this.writeConfig((address) => [{ connect: address, ...client(this.oldClient) }])
  }

  /** What the second hand-off needs: servers with new certificates, the new client let in, the old one turned away. */
  expectSecond(): void {
    this.use('new')
    this.writeConfig((address) => [
      { connect: address, issued_by: 'issuing-ca-2', ...client(this.newClient) },
      { connect: address, expect: 'refused', ...client(this.oldClient) },
    ])
  }

  /** Serial of the certificate that the files of a region have. */
  installed(region: string): string {
    return new X509Certificate(readFileSync(join(this.region(region), 'current', 'server.pem'))).serialNumber
  }

  breakServer(region: string): void {
    const stranger = makeParty('stranger', { ca: false })
    const leaf = writeLeaf(this.folder, 'stranger', stranger)
    this.servers.get(region)?.breakIt(leaf.certificate, leaf.key)
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export function client({ certificate, key }: Leaf): object {
  return { client_certificate: certificate, client_key: key }
}
