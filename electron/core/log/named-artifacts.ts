import { evidenceCollection } from '../../../shared/evidence/collection.ts'
import { handoffManifest } from '../../../shared/handoff/manifest.ts'
import { inventoryDocument } from '../../../shared/inventory/inventory.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import type { Effect, LogEntry } from '../../../shared/ledger/entries.ts'
import { type StepOutput, stepOutputs } from '../../../shared/procedure/outputs.ts'

/** Bytes that an entry names by digest, with a name for people. */
export interface NamedArtifact {
  readonly sha256: string
  readonly name: string
}

/** Every artifact that the data of an entry names and that must therefore be in the store; blobs are not repeated. */
export function namedArtifacts(entry: LogEntry): NamedArtifact[] {
  switch (entry.kind) {
    case 'run-opened':
      return [{ sha256: entry.data.plan, name: 'plan' }]
    case 'effect-recorded':
      return ofEffect(entry.data.effect)
    case 'step-done': {
      const parsed = stepOutputs[entry.data.kind].safeParse(entry.data.output)
      return parsed.success ? ofOutput(parsed.data) : []
    }
    default:
      return []
  }
}

/** The items of a collection. Throws what parsing throws. */
export function collectedArtifacts(record: Uint8Array): NamedArtifact[] {
  return evidenceCollection.parse(parseCanonical(record)).items.map(({ id, sha256 }) => ({ sha256, name: id }))
}

/** Files that an inventory was read from; of a made-up fleet there are none. Throws what parsing throws. */
export function sourceArtifacts(document: Uint8Array): NamedArtifact[] {
  const { sources } = inventoryDocument.parse(parseCanonical(document))
  return sources.flatMap(({ kind, name, sha256 }) => (kind === 'synthetic' ? [] : [{ sha256, name }]))
}

/** Files that a hand-off's manifest names. Throws what parsing throws: the bytes are an artifact like any other. */
export function manifestArtifacts(manifest: Uint8Array): NamedArtifact[] {
  return handoffManifest.parse(parseCanonical(manifest)).artifacts.map(({ path, sha256 }) => ({ sha256, name: path }))
}

function ofEffect(effect: Effect): NamedArtifact[] {
  if (effect.action === 'back-up-key') return [{ sha256: effect.sealed, name: 'backup' }]
  return 'spki' in effect ? [{ sha256: effect.spki, name: 'public key' }] : []
}

function ofOutput(output: StepOutput): NamedArtifact[] {
  const found: NamedArtifact[] = []
  const add = (name: string, sha256: string): void => void found.push({ name, sha256 })
  if ('key' in output && typeof output.key === 'object') add(`public key of ${output.key.name}`, output.key.spki)
  if ('transportKey' in output && typeof output.transportKey === 'object')
    add(`public key of ${output.transportKey.name}`, output.transportKey.spki)
  if ('sealed' in output) add('backup', output.sealed)
  if ('act' in output && output.act.act === 'restore-key') add('backup', output.act.sealed)
  if ('order' in output)
    for (const sha256 of output.order.certificates) add(`certificate of ${output.order.authority}`, sha256)
  if ('dossier' in output) add('dossier', output.dossier)
  if ('request' in output) add('request', output.request)
  if ('spki' in output) add('public key of the request', output.spki)
  if ('item' in output) add('what is approved', output.item.tbs)
  if ('lint' in output) add('lint report', output.lint.report)
  if ('subjectKey' in output) add('public key of the subject', output.subjectKey)
  if ('certificate' in output) add(`certificate of ${output.subject}`, output.certificate)
  if ('crl' in output) add(`CRL ${String(output.number)}`, output.crl)
  // A receipt names the manifest of a hand-off that has an entry of its own; that of a drill is none.
  if ('manifest' in output && !('stages' in output))
    add('device' in output ? 'list of files' : 'manifest of the hand-off', output.manifest)
  if ('signers' in output) {
    for (const signer of output.signers) {
      add(`signed attributes of ${signer.name}`, signer.item.tbs)
      add(`certificate of ${signer.name}`, signer.certificate)
    }
  }
  if ('revocations' in output) {
    add('entries to be added to the CRL', output.revocations.entries)
    if (output.revocations.list !== null)
      add(`list ${output.revocations.list.fileName}`, output.revocations.list.sha256)
  }
  if ('reissue' in output && typeof output.reissue === 'object') {
    const { requests, list, pack } = output.reissue
    add(`requests ${requests.fileName}`, requests.sha256)
    add('list of what is to be signed', list)
    add('bytes to be signed', pack)
  }
  if ('certificates' in output && Array.isArray(output.certificates))
    for (const [index, sha256] of output.certificates.entries()) add(`certificate ${String(index + 1)}`, sha256)
  if ('report' in output) add('report of the receiver', output.report)
  if ('signature' in output && output.signature !== null) add('signature of the receiver', output.signature)
  if ('record' in output) add('record of the collection', output.record)
  if ('recipientsFile' in output) add('certificates of the recipients', output.recipientsFile)
  if ('contentManifest' in output) {
    add('manifest of the evidence', output.contentManifest)
    add('manifest of the package', output.packageManifest)
    add('digests of the package', output.sums)
  }
  if ('sourcesOmitted' in output) {
    add('inventory', output.inventory)
    if (output.rejects !== null) add('what was set aside', output.rejects)
    if (output.labels !== null) add('rules for labels', output.labels)
  }
  if ('impact' in output) add('impact', output.impact)
  if ('reconciliation' in output) add('reconciliation', output.reconciliation)
  if ('inspection' in output) add('everything that was read', output.inspection)
  if ('message' in output) add(`message to ${output.audience}`, output.message)
  if ('facts' in output) add('facts of the machine', output.facts)
  if ('signatures' in output) for (const { signer, p7s } of output.signatures) add(`signature of ${signer}`, p7s)
  return found
}
