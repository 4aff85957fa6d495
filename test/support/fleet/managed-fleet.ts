import { X509Certificate } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Cfssl, makeCfsslKey, startCfssl } from './cfssl.ts'
import { curl } from './clients/curl.ts'
import { JavaClient } from './clients/java.ts'
import { node } from './clients/node.ts'
import { openssl } from './clients/openssl.ts'
import type { Client, ClientFiles } from './clients/verdict.ts'
import { freePort } from './free-port.ts'
import { startHaproxy } from './haproxy.ts'
import { enrol, type Leaf } from './leaf.ts'
import { startNginx } from './nginx.ts'
import { type FleetPlaces, receiverConfig, type Rejected } from './receiver-config.ts'
import { ServiceControl } from './service-control.ts'
import type { TlsFiles, TlsServer } from './tls-server.ts'

type ServerName = TlsServer['name']

/**
 * A fleet that only `conclave handoff apply` changes: cfssl, nginx and haproxy read what it puts in place, are started at the first reload,
 * and clients believe what it brings. Its operators make CA keys and requests; its automation renews leaves.
 */
export class ManagedFleet {
  readonly folder: string
  readonly places: FleetPlaces
  readonly clients: readonly Client[]
  /** Milliseconds of every reload of a server so far. */
  readonly reloads: number[] = []
  readonly #java = new JavaClient()
  readonly #control: ServiceControl
  readonly #servers = new Map<ServerName, TlsServer>()
  readonly #others: TlsServer[] = []
  #cfssl: Cfssl | null = null

  private constructor(folder: string, places: FleetPlaces, control: ServiceControl) {
    this.folder = folder
    this.places = places
    this.clients = [openssl, curl, node, this.#java]
    this.#control = control
    control.on('reload-cfssl', () => this.#reloadCfssl())
    control.on('renew-trust', () => Promise.resolve())
    control.on('renew-app', () => this.#renew('app'))
    for (const name of ['nginx', 'haproxy'] as const) {
      control.on(`reload-${name}`, () => this.#reloadServer(name))
      control.on(`renew-${name}`, () => this.#renew(name, 'probe'))
    }
  }

  static async prepare(folder: string): Promise<ManagedFleet> {
    const at = (...names: readonly string[]): string => join(folder, ...names)
    const [cfssl, web, nginx, haproxy] = [await freePort(), await freePort(), await freePort(), await freePort()]
    const places: FleetPlaces = {
      target: (name) => at('targets', name),
      leaf: (name) => ({ certificate: at('leaves', `${name}.pem`), key: at('leaves', `${name}.key.pem`) }),
      onlineCrls: at('online-crls.pem'),
      caKeys: at('ca-keys'),
      ports: { cfssl, web, nginx, haproxy },
    }
    for (const name of ['ca-keys', 'leaves', 'targets/web']) mkdirSync(at(name), { recursive: true })
    return new ManagedFleet(folder, places, await ServiceControl.start())
  }

  get servers(): readonly TlsServer[] {
    return [...this.#servers.values()]
  }

  /** cfssl makes a key for a CA, which stays here, and a request: its path. */
  makeRequest(commonName: string): string {
    const made = makeCfsslKey(join(this.folder, 'requests', commonName), commonName)
    copyFileSync(made.key, this.#caKey(commonName))
    return made.request
  }

  /** Path of the configuration for `conclave handoff`. */
  writeConfig(rejected: readonly Rejected[] = []): string {
    const path = join(this.folder, 'receiver.json')
    writeFileSync(path, JSON.stringify(receiverConfig(this.places, this.#control, rejected)))
    return path
  }

  /** What a thief takes: the CA that cfssl is now, with its key. */
  copyCa(commonName: string): { certificate: string; key: string } {
    const certificate = readFileSync(join(this.places.target('cfssl'), 'current', 'ca.pem'), 'utf8')
    return { certificate, key: readFileSync(this.#caKey(commonName), 'utf8') }
  }

  /** The client that the fleet manages. */
  get app(): ClientFiles {
    const [identity, trust] = [this.#current('app'), this.#current('trust')]
    return {
      chain: join(identity, 'server.pem'),
      key: join(identity, 'server.key'),
      anchors: join(trust, 'anchors.pem'),
      crls: join(trust, 'crl.pem'),
    }
  }

  /** Somebody who shows this leaf, and believes what the fleet believes. */
  holder(name: string, leaf: Leaf, issuer: string): ClientFiles {
    const at = (file: string): string => join(this.folder, `${name}-${file}`)
    writeFileSync(at('chain.pem'), leaf.certificate + issuer)
    writeFileSync(at('key.pem'), leaf.key)
    return { ...this.app, chain: at('chain.pem'), key: at('key.pem') }
  }

  /** Who signed what the app shows now: a distinguished name. */
  get issuerOfApp(): string {
    return new X509Certificate(readFileSync(this.app.chain)).issuer
  }

  /** DER of a list, from where certificates point to. */
  async publishedCrl(name: string): Promise<Uint8Array> {
    const response = await fetch(`http://127.0.0.1:${String(this.places.ports.web)}/${name}.crl`)
    if (!response.ok) throw new Error(`${name}.crl: HTTP ${String(response.status)}`)
    return response.bytes()
  }

  /** An nginx that shows this leaf to whoever comes; it is stopped with the fleet. */
  async startRogue(files: ClientFiles): Promise<TlsServer> {
    const folder = join(this.folder, 'rogue')
    const [port, webPort] = [await freePort(), await freePort()]
    const shown = { chain: files.chain, key: files.key, clientCas: files.anchors, crls: files.crls }
    const rogue = await startNginx({ folder, files: shown, port, webFolder: join(folder, 'web'), webPort })
    this.#others.push(rogue)
    return rogue
  }

  async stop(): Promise<void> {
    this.#java.stop()
    this.#control.stop()
    const online = this.#cfssl === null ? [] : [this.#cfssl]
    await Promise.all([...this.servers, ...online, ...this.#others].map((one) => one.stop()))
  }

  #current(target: string): string {
    return join(this.places.target(target), 'current')
  }

  #caKey(commonName: string): string {
    return join(this.places.caKeys, `${commonName}.pem`)
  }

  /** cfssl has no reload. Its first list is there as soon as it is. */
  async #reloadCfssl(): Promise<void> {
    if (this.#cfssl === null) {
      const current = this.#current('cfssl')
      this.#cfssl = await startCfssl({
        folder: join(this.folder, 'cfssl'),
        certificate: join(current, 'ca.pem'),
        key: join(current, 'ca-key.pem'),
        port: this.places.ports.cfssl,
        url: `http://127.0.0.1:${String(this.places.ports.web)}`,
      })
    } else await this.#cfssl.restart()
    const known = existsSync(this.places.onlineCrls) ? readFileSync(this.places.onlineCrls, 'utf8') : ''
    // the newest of each CA counts, and OpenSSL takes the first of several
    writeFileSync(this.places.onlineCrls, (await this.#cfssl.api.crl()) + known)
  }

  /** Certificates of another CA are replaced at once; those of the same one when their time comes, which no test waits for. */
  async #renew(...names: readonly string[]): Promise<void> {
    if (this.#cfssl === null) throw new Error('cfssl does not run')
    const issuer = await this.#cfssl.api.certificate()
    for (const name of names) {
      const path = this.places.leaf(name).certificate
      if (existsSync(path) && readFileSync(path, 'utf8').endsWith(issuer)) continue
      const { certificate } = await enrol(this.#cfssl.api, join(this.folder, 'leaves'), name)
      writeFileSync(path, certificate + issuer)
    }
  }

  async #reloadServer(name: ServerName): Promise<void> {
    const running = this.#servers.get(name)
    if (running !== undefined) this.reloads.push(await running.reload())
    else this.#servers.set(name, await this.#startServer(name))
  }

  #startServer(name: ServerName): Promise<TlsServer> {
    const at = (file: string): string => join(this.#current(name), file)
    const files: TlsFiles = {
      chain: at('server.pem'),
      key: at(name === 'nginx' ? 'server.key' : 'server.pem.key'),
      clientCas: at('client-ca.pem'),
      crls: at('crl.pem'),
    }
    const { ports, target } = this.places
    const folder = join(this.folder, name)
    return name === 'nginx'
      ? startNginx({ folder, files, port: ports.nginx, webFolder: target('web'), webPort: ports.web })
      : startHaproxy(folder, files, ports.haproxy)
  }
}
