import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A root that OpenSSL keeps in a folder, for tests of the rig alone: it certifies issuing CAs and revokes them. Where a test is about
 * Conclave, its ceremonies do this.
 */
export class TestRoot {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true })
    writeFileSync(this.#at('ca.cnf'), CONFIGURATION)
    writeFileSync(this.#at('index.txt'), '')
    writeFileSync(this.#at('crlnumber'), '01\n')
    const name = ['-subj', '/O=Rig/CN=Rig Root', '-days', '30', '-extensions', 'root']
    this.#openssl(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-384',
      '-nodes',
      ...name,
      '-sha384',
      '-keyout',
      'key.pem',
      '-out',
      'root.pem',
    )
  }

  get certificate(): string {
    return readFileSync(this.#at('root.pem'), 'utf8')
  }

  /** PEM of an issuing CA for a request. */
  certify(requestPath: string): string {
    return this.#openssl('ca', '-batch', '-notext', '-in', requestPath, '-extensions', 'issuing', '-days', '20')
  }

  revoke(certificate: string): void {
    writeFileSync(this.#at('revoked.pem'), certificate)
    this.#openssl('ca', '-revoke', 'revoked.pem', '-crl_reason', 'CACompromise')
  }

  /** PEM of the next CRL. */
  crl(): string {
    return this.#openssl('ca', '-gencrl', '-crlexts', 'crl')
  }

  /** PEM of a CRL whose nextUpdate has passed. */
  expiredCrl(): string {
    const times = ['-crl_lastupdate', '20250101000000Z', '-crl_nextupdate', '20250201000000Z']
    return this.#openssl('ca', '-gencrl', '-crlexts', 'crl', ...times)
  }

  #openssl(command: string, ...args: readonly string[]): string {
    const all = [command, '-config', 'ca.cnf', ...args]
    return execFileSync('openssl', all, { cwd: this.#folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  }

  #at(name: string): string {
    return join(this.#folder, name)
  }
}

const CONFIGURATION = `
[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[issuing]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
extendedKeyUsage = serverAuth, clientAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[crl]
authorityKeyIdentifier = keyid
[ca]
default_ca = root_ca
[root_ca]
certificate = root.pem
private_key = key.pem
database = index.txt
crlnumber = crlnumber
new_certs_dir = .
rand_serial = yes
default_md = sha384
default_crl_days = 7
policy = any
unique_subject = no
[any]
commonName = supplied
organizationName = optional
`
