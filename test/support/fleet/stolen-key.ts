import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Leaf } from './leaf.ts'

const EXTENSIONS = `
subjectAltName = IP:127.0.0.1, DNS:nginx.fleet.example
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth, clientAuth
authorityKeyIdentifier = keyid
`

/** What a thief makes with the key of an issuing CA, elsewhere: a leaf for client and server that no inventory knows. */
export function signWithStolenKey(folder: string, ca: { readonly certificate: string; readonly key: string }): Leaf {
  mkdirSync(folder, { recursive: true })
  const at = (name: string): string => join(folder, name)
  writeFileSync(at('extensions.cnf'), EXTENSIONS)
  writeFileSync(at('ca.pem'), ca.certificate)
  writeFileSync(at('ca-key.pem'), ca.key)
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=nginx']
  openssl('req', '-new', ...kind, '-keyout', at('key.pem'), '-out', at('request.pem'))
  const issuer = ['-CA', at('ca.pem'), '-CAkey', at('ca-key.pem'), '-CAcreateserial', '-days', '300']
  openssl('x509', '-req', '-in', at('request.pem'), ...issuer, '-extfile', at('extensions.cnf'), '-out', at('leaf.pem'))
  return { certificate: readFileSync(at('leaf.pem'), 'utf8'), key: readFileSync(at('key.pem'), 'utf8') }
}

function openssl(...args: readonly string[]): void {
  execFileSync('openssl', [...args], { stdio: 'pipe' })
}
