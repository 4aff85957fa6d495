import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** The PEM files that a server of mutual TLS reads when it starts and when it is told to reload. */
export interface TlsFiles {
  /** Its certificate and the CAs above it, without the root. */
  readonly chain: string
  readonly key: string
  /** Who may sign clients: the root and the CAs below it. */
  readonly clientCas: string
  /** One CRL of each CA of the chain, that of the root too: OpenSSL refuses everybody if one is missing. */
  readonly crls: string
}

/** A server that demands client certificates, and answers `NAME ok` to whoever has a good one. */
export interface TlsServer {
  readonly name: 'nginx' | 'haproxy'
  readonly port: number
  readonly pid: number
  readonly files: TlsFiles
  /** Resolves when only the new files are in use; milliseconds that it took. Fails, and changes nothing, if they are bad. */
  reload(): Promise<number>
  stop(): Promise<void>
}

/** `key` lies where haproxy looks for it. */
export function tlsFilesIn(folder: string): TlsFiles {
  mkdirSync(folder, { recursive: true })
  return {
    chain: join(folder, 'server.pem'),
    key: join(folder, 'server.pem.key'),
    clientCas: join(folder, 'client-cas.pem'),
    crls: join(folder, 'crls.pem'),
  }
}
