import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { CfsslApi } from './cfssl-api.ts'
import { programOf, ServerProcess } from './server-process.ts'

/** An online CA: cfssl with its key, its database, and its API on 127.0.0.1. It reads its files when it starts. */
export interface Cfssl {
  readonly folder: string
  readonly files: { readonly certificate: string; readonly key: string; readonly database: string }
  readonly api: CfsslApi
  readonly pid: number
  /** With the files as they are now; cfssl has no reload. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** cfssl makes a P-384 key and a PKCS#10 request in `folder`; paths of both. */
export function makeCfsslKey(folder: string, commonName: string): { key: string; request: string } {
  const { path, environment } = programOf('cfssl')
  const wish = JSON.stringify({ CN: commonName, key: { algo: 'ecdsa', size: 384 } })
  const env = { ...process.env, ...environment }
  const printed = execFileSync(path, ['genkey', '-loglevel', '5', '-'], { input: wish, env, encoding: 'utf8' })
  const made = JSON.parse(printed) as { key: string; csr: string }
  const files = { key: join(folder, 'ca-key.pem'), request: join(folder, 'ca.csr.pem') }
  mkdirSync(folder, { recursive: true })
  writeFileSync(files.key, made.key, { mode: 0o600 })
  writeFileSync(files.request, made.csr)
  return files
}

export interface CfsslPlaces {
  readonly folder: string
  /** Of its CA, PEM; both must be there already. */
  readonly certificate: string
  readonly key: string
  readonly port: number
  /** Leaves point to CRLs and to the CA below it. */
  readonly url: string
}

export async function startCfssl({ folder, certificate, key, port, url }: CfsslPlaces): Promise<Cfssl> {
  const at = (name: string): string => join(folder, name)
  const files = { certificate, key, database: at('certificates.db') }
  mkdirSync(folder, { recursive: true })
  makeDatabase(files.database)
  writeFileSync(at('database.json'), JSON.stringify({ driver: 'sqlite3', data_source: files.database }))
  writeFileSync(at('config.json'), JSON.stringify(signingConfiguration(url)))
  const args = ['serve', '-address', '127.0.0.1', '-port', String(port), '-loglevel', '1']
  args.push('-ca', files.certificate, '-ca-key', files.key, '-config', at('config.json'))
  args.push('-db-config', at('database.json'))
  const start = (): Promise<ServerProcess> => ServerProcess.start({ program: 'cfssl', args, folder, port })
  let server = await start()
  return {
    folder,
    files,
    api: new CfsslApi(`http://127.0.0.1:${String(port)}/api/v1/cfssl`),
    get pid() {
      return server.pid
    },
    restart: async () => {
      await server.stop()
      server = await start()
    },
    stop: () => server.stop(),
  }
}

function signingConfiguration(url: string): object {
  const usages = ['digital signature', 'server auth', 'client auth']
  return {
    signing: {
      default: { usages, expiry: '24h', crl_url: `${url}/issuing.crl`, issuer_urls: [`${url}/issuing.cer`] },
    },
  }
}

/** The columns that cfssl 1.6 reads and writes; its own package brings no migrations. */
function makeDatabase(path: string): void {
  const database = new Database(path)
  database.exec(`
    CREATE TABLE IF NOT EXISTS certificates (
      serial_number BLOB NOT NULL, authority_key_identifier BLOB NOT NULL, ca_label BLOB, status BLOB NOT NULL,
      reason INT, expiry TIMESTAMP, revoked_at TIMESTAMP, pem BLOB NOT NULL, issued_at TIMESTAMP, not_before TIMESTAMP,
      metadata TEXT, sans TEXT, common_name TEXT,
      PRIMARY KEY (serial_number, authority_key_identifier));
    CREATE TABLE IF NOT EXISTS ocsp_responses (
      serial_number BLOB NOT NULL, authority_key_identifier BLOB NOT NULL, body BLOB NOT NULL, expiry TIMESTAMP,
      PRIMARY KEY (serial_number, authority_key_identifier));
  `)
  database.close()
}
