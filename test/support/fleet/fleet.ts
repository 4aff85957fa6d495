import { join } from 'node:path'
import { type Cfssl, startCfssl } from './cfssl.ts'
import { curl } from './clients/curl.ts'
import { JavaClient } from './clients/java.ts'
import { node } from './clients/node.ts'
import { openssl } from './clients/openssl.ts'
import { type Client, type ClientFiles, identityIn } from './clients/verdict.ts'
import { freePort } from './free-port.ts'
import { startHaproxy } from './haproxy.ts'
import { enrol, type Leaf } from './leaf.ts'
import { startNginx } from './nginx.ts'
import { type Trust, writeIdentity, writeServerFiles } from './pem-files.ts'
import { type TlsServer, tlsFilesIn } from './tls-server.ts'

/** A leaf with the CA that signed it, PEM. */
export interface Credential extends Leaf {
  readonly issuer: string
}

interface Holder {
  credential: Credential
}

/**
 * A small fleet of real parts on 127.0.0.1: an online CA, two servers that demand client certificates, four clients. The tests are its
 * operators: they bring trust and renew leaves.
 */
export class Fleet {
  readonly folder: string
  readonly cfssl: Cfssl
  readonly servers: readonly TlsServer[]
  readonly clients: readonly Client[]
  readonly #java = new JavaClient()
  readonly #held = new Map<TlsServer, Holder>()
  readonly #identities = new Map<string, Holder>()
  #clientTrust: Trust
  #serverTrust: Trust

  private constructor(folder: string, cfssl: Cfssl, servers: readonly TlsServer[], trust: Trust) {
    this.folder = folder
    this.cfssl = cfssl
    this.servers = servers
    this.clients = [openssl, curl, node, this.#java]
    this.#clientTrust = trust
    this.#serverTrust = trust
  }

  /** `ca` holds the online CA: `ca-key.pem` and `ca.pem`. Both servers start with leaves that it signs. */
  static async start(folder: string, ca: string, rootOnly: Pick<Trust, 'root' | 'crls'>): Promise<Fleet> {
    const webPort = await freePort()
    const cfssl = await startCfssl({
      folder: ca,
      certificate: join(ca, 'ca.pem'),
      key: join(ca, 'ca-key.pem'),
      port: await freePort(),
      url: `http://127.0.0.1:${String(webPort)}`,
    })
    const issuer = await cfssl.api.certificate()
    const trust = { ...rootOnly, issuers: [issuer], crls: [...rootOnly.crls, await cfssl.api.crl()] }
    const files = { nginx: tlsFilesIn(join(folder, 'tls-nginx')), haproxy: tlsFilesIn(join(folder, 'tls-haproxy')) }
    const credentials = new Map<string, Credential>()
    for (const [name, place] of Object.entries(files)) {
      const credential = { ...(await enrol(cfssl.api, join(folder, 'leaves'), name)), issuer }
      credentials.set(name, credential)
      writeServerFiles(place, credential, issuer, trust)
    }
    const webFolder = join(folder, 'web')
    const port = await freePort()
    const nginx = await startNginx({ folder: join(folder, 'nginx'), files: files.nginx, port, webFolder, webPort })
    const haproxy = await startHaproxy(join(folder, 'haproxy'), files.haproxy, await freePort())
    const fleet = new Fleet(folder, cfssl, [nginx, haproxy], trust)
    for (const server of fleet.servers) {
      const credential = credentials.get(server.name)
      if (credential !== undefined) fleet.#held.set(server, { credential })
    }
    return fleet
  }

  /** What the servers believe. */
  get trust(): Trust {
    return this.#serverTrust
  }

  /** Everybody believes this from now on, clients before servers. Milliseconds of the longest reload. */
  async believe(trust: Trust): Promise<number> {
    this.clientsBelieve(trust)
    return this.serversBelieve(trust)
  }

  clientsBelieve(trust: Trust): void {
    this.#clientTrust = trust
    for (const name of this.#identities.keys()) this.#writeIdentity(name)
  }

  async serversBelieve(trust: Trust): Promise<number> {
    this.#serverTrust = trust
    return this.#reloadAll()
  }

  /** Both servers get new leaves of the CA that cfssl is now. Milliseconds of the longest reload. */
  async renewServers(): Promise<number> {
    for (const [server, holder] of this.#held) holder.credential = await this.enrol(server.name)
    return this.#reloadAll()
  }

  /** A client, by the name of the link to its files, gets a leaf of the CA that cfssl is now; the first time or a new one. */
  async renewIdentity(name: string): Promise<ClientFiles> {
    return this.giveIdentity(name, await this.enrol(name))
  }

  credentialOf(name: string): Credential {
    const holder = this.#identities.get(name)
    if (holder === undefined) throw new Error(`nobody is called ${name}`)
    return holder.credential
  }

  /** A client with a leaf that somebody else made. */
  giveIdentity(name: string, credential: Credential): ClientFiles {
    this.#identities.set(name, { credential })
    return this.#writeIdentity(name)
  }

  /** A server with a leaf that somebody else made. */
  async giveServer(server: TlsServer, credential: Credential): Promise<number> {
    this.#held.set(server, { credential })
    return this.#reload(server, credential)
  }

  files(name: string): ClientFiles {
    return identityIn(join(this.folder, name))
  }

  async enrol(name: string): Promise<Credential> {
    const issuer = await this.cfssl.api.certificate()
    return { ...(await enrol(this.cfssl.api, join(this.folder, 'leaves'), name)), issuer }
  }

  async stop(): Promise<void> {
    this.#java.stop()
    await Promise.all([...this.servers, this.cfssl].map((one) => one.stop()))
  }

  #writeIdentity(name: string): ClientFiles {
    const credential = this.credentialOf(name)
    return writeIdentity(join(this.folder, name), credential, credential.issuer, this.#clientTrust)
  }

  async #reloadAll(): Promise<number> {
    let longest = 0
    for (const [server, { credential }] of this.#held) {
      longest = Math.max(longest, await this.#reload(server, credential))
    }
    return longest
  }

  #reload(server: TlsServer, credential: Credential): Promise<number> {
    writeServerFiles(server.files, credential, credential.issuer, this.#serverTrust)
    return server.reload()
  }
}
