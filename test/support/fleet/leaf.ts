import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CfsslApi } from './cfssl-api.ts'

/** A certificate with its key, PEM. */
export interface Leaf {
  readonly certificate: string
  /** PKCS#8. */
  readonly key: string
}

/** A service makes a P-256 key and a request, and gets its certificate, for client and server, from cfssl. */
export async function enrol(api: CfsslApi, folder: string, name: string): Promise<Leaf> {
  const { key, request } = makeRequest(folder, name)
  return { key, certificate: await api.sign(request, ['127.0.0.1', `${name}.fleet.example`]) }
}

function makeRequest(folder: string, name: string): { key: string; request: string } {
  mkdirSync(folder, { recursive: true })
  const [key, request] = [join(folder, `${name}.key.pem`), join(folder, `${name}.csr.pem`)]
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${name}`]
  execFileSync('openssl', ['req', '-new', ...kind, '-keyout', key, '-out', request], { stdio: 'pipe' })
  return { key: readFileSync(key, 'utf8'), request: readFileSync(request, 'utf8') }
}
