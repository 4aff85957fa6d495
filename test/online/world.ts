import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256Hex } from '../../shared/bytes.ts'
import { encodePem } from '../../shared/pki/pem.ts'
import type { HandoffPieces } from '../../electron/core/handoff/build.ts'
import { handoffTar, type SignedHandoff } from '../../electron/core/handoff/write.ts'
import {
  alice,
  bob,
  carol,
  HOUR,
  intermediate,
  issuing,
  makeCrl,
  makeHandoff,
  makeParty,
  NOW,
  type Party,
  root,
} from '../electron/core/handoff/fixture.ts'

/** Two hand-offs of one fleet: with one issuing CA, and with another in its place and the first one revoked. */

export const issuing2 = makeParty('issuing-ca-2', { issuer: intermediate, ca: true, pathLength: 0 })
export const FIRST: Partial<HandoffPieces> = {}
export const first = makeHandoff(FIRST)

export function second(changes: Partial<HandoffPieces> = {}, by: readonly Party[] = [alice, bob]): SignedHandoff {
  const pieces = {
    sequence: 2,
    previousManifestSha256: first.handoff.manifestSha256,
    authorities: [
      { name: 'fleet-root', certificate: root.certificate, crl: rootCrl2 },
      { name: 'fleet-intermediate', certificate: intermediate.certificate, crl: intermediateCrl2 },
      { name: 'issuing-ca-2', certificate: issuing2.certificate, crl: null },
    ],
    ...changes,
  }
  return makeHandoff(pieces, by)
}

const rootCrl2 = makeCrl(root, { number: 2n, thisUpdate: NOW - HOUR / 2 })
const intermediateCrl2 = makeCrl(intermediate, {
  number: 8n,
  thisUpdate: NOW - HOUR / 2,
  revoked: [serialOf(issuing)],
})

function serialOf(party: Party): Uint8Array {
  // The fixture writes serials of 17 octets behind version [0]; they are read back rather than known.
  const start = Buffer.from(party.certificate).indexOf(Buffer.from([0x02, 0x11, 0x01]))
  return party.certificate.subarray(start + 2, start + 2 + 17)
}

export function writeTar(folder: string, handoff: SignedHandoff, name = handoff.handoff.name): string {
  const path = join(folder, `${name}.tar`)
  writeFileSync(path, handoffTar(handoff))
  return path
}

/** The certificates of the signers, and the paper on which the room wrote their digests. */
export function writeSigners(folder: string): { signers: string; paper: string } {
  const signers = join(folder, 'handoff-signers')
  mkdirSync(signers)
  for (const { name, certificate } of [alice, bob, carol])
    writeFileSync(join(signers, `${name}.pem`), encodePem('CERTIFICATE', certificate))
  const paper = join(folder, 'paper.txt')
  const lines = [alice, bob, carol].map(({ name, certificate }) => `${sha256Hex(certificate)}  ${name}`)
  writeFileSync(paper, `# read aloud\n${lines.join('\n')}\n`)
  return { signers, paper }
}

export interface Leaf {
  readonly certificate: string
  readonly key: string
}

/** A certificate of an issuing CA with its key, as files; with `chain` the CAs above it follow, as TLS clients send them. */
export function writeLeaf(folder: string, name: string, issuer: Party, chain: readonly Party[] = []): Leaf {
  const leaf = makeParty(name, { issuer, ca: false, days: 30 })
  const certificate = join(folder, `${name}.pem`)
  const key = join(folder, `${name}.key`)
  writeFileSync(certificate, [leaf, ...chain].map((party) => encodePem('CERTIFICATE', party.certificate)).join(''))
  writeFileSync(key, leaf.privateKey.export({ format: 'pem', type: 'pkcs8' }))
  return { certificate, key }
}

/** The list of an issuing CA that makes it online. */
export function writeOnlineCrl(folder: string, name: string, issuer: Party): string {
  const path = join(folder, `${name}.crl`)
  writeFileSync(path, makeCrl(issuer, { number: 3n, nextUpdate: NOW + 24 * HOUR }))
  return path
}
