import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

import { SIGNATURE_ALGORITHM_IDENTIFIER } from '../../../../shared/pki/algorithm-identifiers.ts'
import { time } from '../../../../shared/pki/der-time.ts'
import { contextConstructed, integer, octetString, sequence, unsignedInteger } from '../../../../shared/pki/der.ts'
import {
  authorityKeyIdentifierValue,
  basicConstraintsValue,
  extension,
  keyUsageValue,
} from '../../../../shared/pki/extensions.ts'
import { encodeName } from '../../../../shared/pki/names.ts'
import { assembleSignedObject } from '../../../../shared/pki/signed-object.ts'
import { subjectKeyIdentifier } from '../../../../shared/pki/subject-key-identifier.ts'
import { assembleCrl, buildTbsCrl } from '../../../../shared/pki/tbs-crl.ts'
import { buildHandoff, type HandoffPieces, type UnsignedHandoff } from '../../../../electron/core/handoff/build.ts'
import { assembleSignedData, signedAttributes } from '../../../../electron/core/handoff/cms.ts'
import type { SignedHandoff } from '../../../../electron/core/handoff/write.ts'

/** A small world with software keys: root, offline intermediate, issuing CA, and three people who sign hand-offs. */

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
/** Stock tools use the real clock, so the world is made around it. */
export const NOW = Math.floor(Date.now() / 1000) * 1000

export function at(offset: number): string {
  return new Date(NOW + offset).toISOString()
}

export interface Party {
  readonly name: string
  readonly subject: Uint8Array
  readonly publicKey: Uint8Array
  readonly privateKey: KeyObject
  readonly certificate: Uint8Array
}

let serials = 0

export function makeParty(
  name: string,
  options: {
    issuer?: Party
    ca: boolean
    pathLength?: number
    days?: number
    notBefore?: number
    serial?: Uint8Array
    /** Another certificate for the key of this one. */
    like?: Party
  },
): Party {
  const keys =
    options.like === undefined
      ? generateKeyPairSync('ec', { namedCurve: 'secp384r1' })
      : { privateKey: options.like.privateKey, publicKey: createPublicKey(options.like.privateKey) }
  const publicKey = new Uint8Array(keys.publicKey.export({ type: 'spki', format: 'der' }))
  const subject = encodeName({ country: 'CH', organization: 'Example Fleet', commonName: name })
  const own = { name, subject, publicKey, privateKey: keys.privateKey }
  const issuer = options.issuer ?? own
  const notBefore = options.notBefore ?? NOW - DAY
  serials += 1
  const tbs = sequence(
    contextConstructed(0, integer(2)),
    unsignedInteger(options.serial ?? Uint8Array.of(1, ...new Uint8Array(15), serials)),
    SIGNATURE_ALGORITHM_IDENTIFIER['ecdsa-sha384'],
    issuer.subject,
    sequence(time(notBefore), time(notBefore + (options.days ?? 3000) * DAY)),
    subject,
    publicKey,
    contextConstructed(
      3,
      sequence(
        extension('keyUsage', true, keyUsageValue(options.ca ? ['keyCertSign', 'cRLSign'] : ['digitalSignature'])),
        extension('basicConstraints', true, basicConstraintsValue({ ca: options.ca, pathLength: options.pathLength })),
        extension('subjectKeyIdentifier', false, octetString(subjectKeyIdentifier(publicKey))),
        extension('authorityKeyIdentifier', false, authorityKeyIdentifierValue(subjectKeyIdentifier(issuer.publicKey))),
      ),
    ),
  )
  return { ...own, certificate: assembleSignedObject(tbs, 'ecdsa-sha384', rawSignature(issuer.privateKey, tbs)) }
}

export function makeCrl(
  issuer: Party,
  options: { number?: bigint; thisUpdate?: number; nextUpdate?: number; revoked?: readonly Uint8Array[] } = {},
): Uint8Array {
  const tbs = buildTbsCrl({
    issuer: issuer.subject,
    keyIdentifier: subjectKeyIdentifier(issuer.publicKey),
    number: options.number ?? 1n,
    thisUpdate: options.thisUpdate ?? NOW - HOUR,
    nextUpdate: options.nextUpdate ?? NOW + 180 * DAY,
    entries: (options.revoked ?? []).map((serial) => ({
      serial,
      revocationDate: NOW - 2 * HOUR,
      reason: 'keyCompromise' as const,
    })),
    signatureAlgorithm: 'ecdsa-sha384',
  })
  return assembleCrl(tbs, 'ecdsa-sha384', rawSignature(issuer.privateKey, tbs))
}

/** What the HSM returns: r||s. */
export function rawSignature(key: KeyObject, data: Uint8Array): Uint8Array {
  return new Uint8Array(sign('sha384', data, { key, dsaEncoding: 'ieee-p1363' }))
}

export const root = makeParty('fleet-root', { ca: true })
export const intermediate = makeParty('fleet-intermediate', { issuer: root, ca: true })
export const issuing = makeParty('issuing-ca-1', { issuer: intermediate, ca: true, pathLength: 0 })
export const alice = makeParty('alice', { ca: false })
export const bob = makeParty('bob', { ca: false })
export const carol = makeParty('carol', { ca: false })
export const mallory = makeParty('mallory', { ca: false })
export const SIGNERS = [alice, bob, carol].map((signer) => signer.certificate)

export function pieces(changes: Partial<HandoffPieces> = {}): HandoffPieces {
  return {
    practice: false,
    domain: 'fleet.example',
    epoch: 1,
    sequence: 1,
    previousManifestSha256: null,
    issuedAt: at(-HOUR),
    timeSource: 'wall clock, attested by alice and bob',
    ceremonyId: 'run-0001',
    logCheckpoint: { origin: 'vault.example/log', size: 42, root: Buffer.alloc(32, 7).toString('base64') },
    inReplyTo: ['ab'.repeat(32)],
    authorities: [
      { name: 'fleet-root', certificate: root.certificate, crl: makeCrlOnce('root') },
      { name: 'fleet-intermediate', certificate: intermediate.certificate, crl: makeCrlOnce('intermediate') },
      { name: 'issuing-ca-1', certificate: issuing.certificate, crl: null },
    ],
    signers: [alice, bob, carol].map(({ name, certificate }) => ({ name, certificate })),
    threshold: 2,
    ...changes,
  }
}

const crls = { root: makeCrl(root), intermediate: makeCrl(intermediate, { number: 7n }) }

function makeCrlOnce(of: keyof typeof crls): Uint8Array {
  return crls[of]
}

export function signOver(content: Uint8Array, signer: Party, signingTime = at(-HOUR)): Uint8Array {
  const contentSha384 = new Uint8Array(createHash('sha384').update(content).digest())
  const attributes = signedAttributes({ contentSha384, signingTime, signerCertificate: signer.certificate })
  return assembleSignedData({
    signedAttributes: attributes,
    signature: rawSignature(signer.privateKey, attributes),
    signerCertificate: signer.certificate,
  })
}

export function signed(handoff: UnsignedHandoff, by: readonly Party[] = [alice, bob]): SignedHandoff {
  return {
    handoff,
    signatures: by.map((signer) => ({ signer: signer.name, p7s: signOver(handoff.manifestBytes, signer) })),
  }
}

export function makeHandoff(changes: Partial<HandoffPieces> = {}, by: readonly Party[] = [alice, bob]): SignedHandoff {
  return signed(buildHandoff(pieces(changes)), by)
}
