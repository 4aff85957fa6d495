import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalBytes } from '../../shared/ledger/canonical-json.ts'
import type { Clock } from '../../electron/core/clock.ts'
import { replaceFile } from '../../electron/core/files/replace-file.ts'
import { assembleSignedData, signedAttributes } from '../../electron/core/handoff/cms.ts'
import type { Store } from '../state/store.ts'
import { rawSignature, receiverKey } from '../trust/receiver-key.ts'

export interface WrittenReport {
  readonly name: string
  readonly json: string
  readonly signature: string
}

/** A detached CMS in the shape of the signatures of a hand-off (`cms.ts`), by the receiver's own key. */
export function signReport(content: Uint8Array, store: Store, now: number): Uint8Array {
  const { certificate, privateKey } = receiverKey(store, store.memory.pin.receiver, now)
  const attributes = signedAttributes({
    contentSha384: new Uint8Array(createHash('sha384').update(content).digest()),
    // CMS keeps whole seconds.
    signingTime: new Date(Math.floor(now / 1000) * 1000).toISOString(),
    signerCertificate: certificate,
  })
  return assembleSignedData({
    signedAttributes: attributes,
    signature: rawSignature(privateKey, attributes),
    signerCertificate: certificate,
  })
}

/**
 * Writes `<name>.json` and `<name>.p7s`, the signature last. What is there already with its signature stays: a number is used once, also
 * when a stop came between writing it and remembering that.
 */
export function writeReport(name: string, document: object, store: Store, clock: Clock): WrittenReport {
  const folder = store.room('receipts')
  const json = join(folder, `${name}.json`)
  const signature = join(folder, `${name}.p7s`)
  if (!existsSync(json) || !existsSync(signature)) {
    const content = canonicalBytes(document)
    const p7s = signReport(content, store, clock.now())
    replaceFile(json, content)
    replaceFile(signature, p7s)
  }
  return { name, json, signature }
}
