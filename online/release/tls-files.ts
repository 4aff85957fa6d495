import { createPrivateKey } from 'node:crypto'
import { readCrlFields } from '../../shared/pki/crl-fields.ts'
import { decodePemBlocks, encodePem } from '../../shared/pki/pem.ts'
import { toInstant } from '../../electron/core/clock.ts'
import { readFileCapped } from '../../electron/core/files/host-files.ts'
import {
  type CertificateFacts,
  isCrlOf,
  isIssuedBy,
  readCertificateFacts,
} from '../../electron/core/handoff/x509-facts.ts'
import { type PreparedFile, textFile } from '../drivers/driver.ts'
import { notReady } from './not-ready.ts'
import { anchorsOf, type Authority, chainAbove, isAnchor, type Release } from './release.ts'

const MAX_PEM_BYTES = 4 * 1024 * 1024
const MAX_KEY_BYTES = 64 * 1024
const MAX_CRL_BYTES = 128 * 1024 * 1024

export interface TlsServer {
  readonly name: string
  readonly leaf?: string | undefined
  readonly leaf_key?: string | undefined
  readonly online_crls: readonly string[]
}

/**
 * `client-ca.pem` roots and CAs below them, `anchors.pem` the roots alone, `crl.pem` a list of every CA (OpenSSL with CHECK_ALL turns
 * everybody away when one is missing, standards §5.9), and with a leaf `server.pem`: it and the chain above it, and its key
 * as `keyName`.
 */
export function tlsFiles(
  release: Release,
  server: TlsServer,
  { now, keyName }: { now: number; keyName: string },
): readonly PreparedFile[] {
  const below = release.authorities.filter((one) => !isAnchor(one))
  const anchors = anchorsOf(release)
  return [
    textFile('client-ca.pem', pems([...anchors, ...below])),
    textFile('anchors.pem', pems(anchors)),
    textFile('crl.pem', crlSet(release, server, now)),
    ...leafFiles(release, server, now, keyName),
  ]
}

export function pems(authorities: readonly Authority[]): string {
  return authorities.map(({ pem }) => pem).join('')
}

function crlSet(release: Release, server: TlsServer, now: number): string {
  const online = server.online_crls.flatMap((path) => onlineCrls(release, server.name, path, now))
  const covered = new Set([...release.crls.map(({ issuer }) => issuer), ...online.map(({ issuer }) => issuer)])
  const missing = release.authorities.filter(({ name }) => !covered.has(name)).map(({ name }) => name)
  if (missing.length > 0) {
    throw notReady(
      server.name,
      `there is no revocation list of ${missing.join(', ')}: it would turn every client away.`,
      'Name the file into which that CA writes its list in "online_crls".',
    )
  }
  return [...release.crls.map(({ pem }) => pem), ...online.map(({ pem }) => pem)].join('')
}

/** Lists of CAs that are not in the hand-off any more are left out. */
function onlineCrls(
  release: Release,
  target: string,
  path: string,
  now: number,
): readonly { readonly issuer: string; readonly pem: string }[] {
  const bytes = read(target, path, MAX_CRL_BYTES)
  const ders = decodePemBlocks('X509 CRL', Buffer.from(bytes).toString('latin1')) ?? [bytes]
  return ders.flatMap((der) => {
    const fields = readable(target, path, () => readCrlFields(der))
    const issuer = release.authorities.find(({ facts }) => isCrlOf({ fields }, facts))
    if (issuer === undefined) return []
    if (fields.nextUpdate !== null && fields.nextUpdate.milliseconds <= now) {
      const until = toInstant(fields.nextUpdate.milliseconds)
      throw notReady(target, `the list in ${path} was valid until ${until}.`, 'Let its CA make a new one first.')
    }
    return [{ issuer: issuer.name, pem: encodePem('X509 CRL', der) }]
  })
}

function leafFiles(release: Release, server: TlsServer, now: number, keyName: string): readonly PreparedFile[] {
  if (server.leaf === undefined) return []
  const { leaf } = server
  const text = Buffer.from(read(server.name, leaf, MAX_PEM_BYTES)).toString('latin1')
  const [first] = decodePemBlocks('CERTIFICATE', text) ?? []
  if (first === undefined) throw notReady(server.name, `${leaf} is no PEM certificate.`, 'Correct "leaf".')
  const facts = readCertificateFacts(first)
  const issuer = release.authorities.find((one) => isIssuedBy(facts, one.facts))
  if (issuer === undefined) {
    throw notReady(
      server.name,
      `the certificate ${leaf} was not issued by a CA of this hand-off.`,
      'Get a new one from an issuing CA that stays; "before" of the target can do that when it is its turn.',
    )
  }
  if (toInstant(now) > facts.notAfter)
    throw notReady(server.name, `the certificate ${leaf} was valid until ${facts.notAfter}.`, 'Renew it first.')
  const chain = encodePem('CERTIFICATE', first) + pems(chainAbove(issuer, release))
  return [textFile('server.pem', chain), ...keyFile(server, facts, keyName)]
}

/**
 * A copy, not a link: a renewal writes the next key into the same path, and the old certificate is put back with the key that it had.
 * Nobody else may read it.
 */
function keyFile(
  { name, leaf_key: path }: TlsServer,
  facts: CertificateFacts,
  keyName: string,
): readonly PreparedFile[] {
  if (path === undefined) return []
  const bytes = read(name, path, MAX_KEY_BYTES)
  const matches = readable(name, path, () => facts.x509.checkPrivateKey(createPrivateKey(Buffer.from(bytes))))
  if (!matches)
    throw notReady(name, `${path} is not the key of its certificate.`, 'Correct "leaf" or "leaf_key", or renew both.')
  return [{ name: keyName, bytes, mode: 0o600 }]
}

function read(target: string, path: string, maxBytes: number): Uint8Array {
  return readable(target, path, () => readFileCapped(path, maxBytes))
}

function readable<T>(target: string, path: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw notReady(target, `${path} cannot be read.`, 'Correct the file or the configuration.', cause)
  }
}
