import { mkdtempSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type ClientFiles, identityIn } from './clients/verdict.ts'
import type { Leaf } from './leaf.ts'
import type { TlsFiles } from './tls-server.ts'

/** What somebody believes: PEM each. */
export interface Trust {
  readonly root: string
  /** The CAs below the root. */
  readonly issuers: readonly string[]
  /** One of each CA, the root too. */
  readonly crls: readonly string[]
}

/** The files of a server, each old or new and never half; nothing changes for it before its reload. */
export function writeServerFiles(files: TlsFiles, leaf: Leaf, issuer: string, trust: Trust): void {
  replace(files.chain, pems(leaf.certificate, issuer))
  replace(files.key, leaf.key, 0o600)
  replace(files.clientCas, pems(trust.root, ...trust.issuers))
  replace(files.crls, pems(...trust.crls))
}

/** Makes `path` the identity of a client, all four files at once: it is a link that is replaced. */
export function writeIdentity(path: string, leaf: Leaf, issuer: string, trust: Trust): ClientFiles {
  const folder = mkdtempSync(`${path}-`)
  const files = identityIn(folder)
  writeFileSync(files.chain, pems(leaf.certificate, issuer))
  writeFileSync(files.key, leaf.key, { mode: 0o600 })
  writeFileSync(files.anchors, trust.root)
  writeFileSync(files.crls, pems(...trust.crls))
  const link = join(dirname(path), `.${String(process.pid)}.link`)
  symlinkSync(folder, link)
  renameSync(link, path)
  return identityIn(path)
}

function replace(path: string, text: string, mode = 0o644): void {
  writeFileSync(`${path}.new`, text, { mode })
  renameSync(`${path}.new`, path)
}

function pems(...texts: readonly string[]): string {
  return texts.map((text) => `${text.trim()}\n`).join('')
}
