import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CfsslApi } from './cfssl-api.ts'

/** A certificate with its key, PEM. */
export interface Leaf {
  readonly certificate: string
  /** PKCS#8. */
  readonly key: string
}

/** A service makes a P-256 key, once, and gets a certificate for it, for client and server, from cfssl. */
export async function enrol(api: CfsslApi, folder: string, name: string): Promise<Leaf> {
  const { key, request } = makeRequest(folder, name)
  const certificate = await api.sign(request, ['127.0.0.1', `${name}.fleet.example`])
  return { key: readFileSync(key, 'utf8'), certificate }
}

/** Path of the key, and the text of a request for it. */
function makeRequest(folder: string, name: string): { key: string; request: string } {
  mkdirSync(folder, { recursive: true })
  const key = join(folder, `${name}.key.pem`)
  if (!existsSync(key)) openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', key)
  return { key, request: openssl('req', '-new', '-key', key, '-subj', `/CN=${name}`) }
}

function openssl(...args: readonly string[]): string {
  return execFileSync('openssl', [...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}
