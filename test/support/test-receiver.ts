import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { assembleSignedData, signedAttributes } from '../../electron/core/handoff/cms.ts'
import { makeParty, type Party, rawSignature } from '../electron/core/handoff/fixture.ts'
import { sha256Hex } from '../../shared/bytes.ts'
import { handoffManifest, type HandoffManifest } from '../../shared/handoff/manifest.ts'
import { type HandoffReceipt, handoffReceipt, receiptName } from '../../shared/handoff/receipt.ts'
import { type HandoffStatus, handoffStatus, statusName } from '../../shared/handoff/status.ts'
import { canonicalBytes } from '../../shared/ledger/canonical-json.ts'
import { encodePem } from '../../shared/pki/pem.ts'

/** What a receiver knows of a hand-off. */
export interface ReceivedHandoff {
  readonly manifest: HandoffManifest
  readonly manifestSha256: string
}

export function readHandoffFolder(folder: string): ReceivedHandoff {
  const bytes = readFileSync(join(folder, 'manifest.json'))
  return { manifest: handoffManifest.parse(JSON.parse(bytes.toString('utf8'))), manifestSha256: sha256Hex(bytes) }
}

/** The other side of the air gap: a key of its own, and reports in the form that `conclave handoff` writes. */
export class TestReceiver {
  readonly name: string
  readonly domain: string
  readonly certificateFile: string
  readonly party: Party
  readonly #folder: string
  #counter = 0

  constructor(folder: string, name: string, domain: string) {
    this.#folder = folder
    this.name = name
    this.domain = domain
    this.party = makeParty(`hand-off receiver ${name}`, { ca: false })
    this.certificateFile = join(folder, `${name}.pem`)
    writeFileSync(this.certificateFile, encodePem('CERTIFICATE', this.party.certificate))
  }

  /** Path of the .json; its signature is beside it, by `signer`. */
  receipt(handoff: ReceivedHandoff, changes: Partial<HandoffReceipt> = {}, signer: Party = this.party): string {
    const document = handoffReceipt.parse({
      format: 'ca-handoff-receipt/v1',
      ...this.#head(handoff),
      epoch: handoff.manifest.epoch,
      sequence: handoff.manifest.sequence,
      manifest_sha256: handoff.manifestSha256,
      state_digest: handoff.manifest.state_digest,
      result: 'applied',
      reason: null,
      stages: [{ region: 'eu-1', result: 'applied', at: new Date().toISOString(), checks: [check('nginx-1')] }],
      ...changes,
    })
    return this.#write(receiptName(document), document, signer)
  }

  status(handoff: ReceivedHandoff, changes: Partial<HandoffStatus> = {}, signer: Party = this.party): string {
    const { epoch, sequence, state_digest: state, expires_at: expires, next_expected_by: next } = handoff.manifest
    const installed = { epoch, sequence, manifest_sha256: handoff.manifestSha256 }
    const document = handoffStatus.parse({
      format: 'ca-handoff-status/v1',
      ...this.#head(handoff),
      accepted: installed,
      state_digest: state,
      expires_at: expires,
      next_expected_by: next,
      regions: [{ region: 'eu-1', stage: 'all', result: 'applied', installed, breaker: 'closed', targets: [] }],
      ...changes,
    })
    return this.#write(statusName(document), document, signer)
  }

  #head({ manifest }: ReceivedHandoff): Record<string, unknown> {
    this.#counter += 1
    return {
      practice: manifest.practice,
      domain: this.domain,
      receiver: this.name,
      issued_at: new Date().toISOString(),
      counter: this.#counter,
    }
  }

  #write(name: string, document: object, signer: Party): string {
    const path = join(mkdtempSync(join(this.#folder, 'report-')), name)
    const bytes = canonicalBytes(document)
    writeFileSync(`${path}.json`, bytes)
    writeFileSync(`${path}.p7s`, signDetached(bytes, signer))
    return `${path}.json`
  }
}

/** A detached CMS in the form of ca-handoff/v1, made now. */
export function signDetached(content: Uint8Array, signer: Party): Uint8Array {
  const attributes = signedAttributes({
    contentSha384: new Uint8Array(createHash('sha384').update(content).digest()),
    signingTime: new Date(Math.floor(Date.now() / 1000) * 1000).toISOString(),
    signerCertificate: signer.certificate,
  })
  return assembleSignedData({
    signedAttributes: attributes,
    signature: rawSignature(signer.privateKey, attributes),
    signerCertificate: signer.certificate,
  })
}

function check(target: string): { target: string; ok: boolean; detail: string } {
  return { target, ok: true, detail: 'TLS handshake' }
}
