import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ArtifactStore } from '../electron/core/facility/artifacts.ts'
import { facilityLayout } from '../electron/core/facility/layout.ts'
import { Hsm } from '../electron/core/hsm/hsm.ts'
import { practiceEnvironment } from '../electron/core/practice/softhsm.ts'
import { PRACTICE_TOKEN } from '../electron/core/practice/cast.ts'
import type { TokenRef } from '../shared/ipc/hsm-contract.ts'
import { readCertificateFields } from '../shared/pki/certificate-fields.ts'
import { elementAt } from '../shared/pki/der-reader.ts'
import { signedObjectFrame } from '../shared/pki/signed-object.ts'
import { subjectKeyIdentifier } from '../shared/pki/subject-key-identifier.ts'
import { tbsCrlFrame } from '../shared/pki/tbs-crl.ts'
import { peakMemory } from './peak-memory.ts'

/**
 * `node bench/sign-crl.ts FOLDER`, a part of bench/crl.ts: from the entries that people approved to the signed CRL on the disk, through
 * the same store, hsm process and writer as a ceremony. The token is open, as it is when a ceremony comes to the signature.
 */

/** What this process has to know; digests are names of artifacts. */
export interface SigningFacts {
  readonly entries: string
  readonly certificate: string
  readonly spki: string
  readonly token: TokenRef
  readonly id: string
}

const DAY = 86_400_000

const scene = process.argv[2] ?? ''
const facts = JSON.parse(readFileSync(join(scene, 'facts.json'), 'utf8')) as SigningFacts
const layout = facilityLayout(join(scene, 'site', 'facility'))
const artifacts = new ArtifactStore(layout.artifacts)
const hsm = new Hsm({
  program: { entry: join(import.meta.dirname, '..', 'electron', 'hsm', 'index.ts') },
  module: await practiceEnvironment(layout.practiceHsm),
})
await hsm.call('token.open', { token: facts.token, pin: new TextEncoder().encode(PRACTICE_TOKEN.pin) })
const certificate = readCertificateFields(artifacts.get(facts.certificate))
const publicKey = artifacts.get(facts.spki)
const algorithm = 'ecdsa-sha384'

const started = performance.now()
const thisUpdate = Math.floor(Date.now() / 1000) * 1000
const input = {
  issuer: certificate.subject,
  keyIdentifier: subjectKeyIdentifier(certificate.subjectPublicKey),
  number: 2n,
  thisUpdate,
  nextUpdate: thisUpdate + 30 * DAY,
  signatureAlgorithm: algorithm,
} as const
const size = artifacts.sizeOf(facts.entries)
const headerLength = elementAt(firstOctets(), 0, size).contentStart
const { before, after } = tbsCrlFrame(input, size - headerLength)
const tbs = artifacts.putParts(before, content(), after)
const { signature } = await hsm.call('key.sign', {
  token: facts.token,
  id: facts.id,
  publicKey,
  algorithm,
  file: artifacts.pathOf(tbs.sha256),
  approved: tbs.sha256,
})
const frame = signedObjectFrame(tbs.size, algorithm, signature)
const crl = artifacts.putParts(frame.before, artifacts.chunks(tbs.sha256), frame.after)
const ms = performance.now() - started

const peak = peakMemory()
process.stdout.write(JSON.stringify({ ms, peak, crl: artifacts.pathOf(crl.sha256) }))
await hsm.stop()

function firstOctets(): Uint8Array {
  for (const chunk of artifacts.chunks(facts.entries)) return chunk.slice(0, 8)
  throw new Error('there are no entries')
}

/** The entries without the header of their SEQUENCE. */
function* content(): Generator<Uint8Array> {
  let skip = headerLength
  for (const chunk of artifacts.chunks(facts.entries)) {
    yield chunk.subarray(skip)
    skip = 0
  }
}
