import { fromBase64, sha256Hex } from '../../../shared/bytes.ts'
import type { ApprovalItem } from '../../../shared/ipc/contract/approval-item.ts'
import type { LintView } from '../../../shared/ipc/contract/views.ts'
import { canonicalBytes } from '../../../shared/ledger/canonical-json.ts'
import { type KeyAlgorithm, type SignatureAlgorithm, SIGNATURE_FOR_KEY } from '../../../shared/pki/algorithms.ts'
import { keyAlgorithmOf, readPublicKey } from '../../../shared/pki/public-key.ts'
import type { RequestItem } from '../../../shared/transfer/approval-request.ts'
import { viewDigest } from '../views/pieces.ts'
import type { LintReport } from '../x509/lint/rule.ts'
import { mismatch } from './canonical-file.ts'

/** Base64 that the schema has accepted. */
export function octetsOf(text: string): Uint8Array {
  return fromBase64(text) ?? new Uint8Array()
}

/** The exact bytes of an item, as long as its digest, its size and its key are those of what the file holds. */
export function checkedBytes({ step, item, kind, bytes: text, signingKey }: RequestItem): Uint8Array {
  const bytes = octetsOf(text)
  if (item.kind !== kind) throw mismatch(`the item of step "${step}" is of another kind`)
  if (sha256Hex(bytes) !== item.tbs || bytes.length !== item.size)
    throw mismatch(`the bytes of step "${step}" are not those of its digest`)
  if (sha256Hex(octetsOf(signingKey.spki)) !== item.key)
    throw mismatch(`the key "${signingKey.name}" of step "${step}" is not the one of its digest`)
  return bytes
}

/** The algorithm that a key signs with here. */
export function signatureOf(spki: Uint8Array, name: string): SignatureAlgorithm {
  const algorithm = keyAlgorithm(spki)
  if (algorithm === null) throw mismatch(`the key "${name}" is of a kind that signs nothing here`)
  return SIGNATURE_FOR_KEY[algorithm]
}

function keyAlgorithm(spki: Uint8Array): KeyAlgorithm | null {
  try {
    return keyAlgorithmOf(readPublicKey(spki))
  } catch {
    return null
  }
}

/** An item as an approver in the room sees it; the dossier of the key stays with the facility. */
export function viewItem(
  { item, kind, signingKey }: RequestItem,
  given: Pick<ApprovalItem, 'title' | 'rows'> & { readonly lint: LintReport | null },
): ApprovalItem {
  return {
    title: given.title,
    kind,
    size: item.size,
    rows: given.rows,
    lint: given.lint === null ? null : viewReport(given.lint),
    key: null,
    signingKey: signingKey.name,
    tbs: viewDigest(item.tbs),
  }
}

function viewReport(report: LintReport): LintView {
  return { ...report, findings: [...report.findings], report: sha256Hex(canonicalBytes(report)) }
}
