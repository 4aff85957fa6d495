import type { SourceKind } from '../../../shared/inventory/inventory.ts'
import { certificateSize } from './readers/der.ts'

const SQLITE = Buffer.from('SQLite format 3\0', 'latin1')

/** What a file is, by its first 64 KB. Names and endings are not asked. */
export function sniff(head: Buffer, size: number): SourceKind {
  if (head.subarray(0, SQLITE.length).equals(SQLITE)) return 'certdb'
  if (head[0] === 0x30 && isCrl(head, size)) return 'crl'
  if (head[0] === 0x30 && certificateSize(head, 0) !== null) return 'der'
  const text = head.toString('latin1')
  if (/^-----BEGIN X509 CRL-----/m.test(text)) return 'crl'
  if (/^-----BEGIN [A-Z0-9 ]+-----/m.test(text)) return 'pem'
  const start = text.replace(/^\u00ef\u00bb\u00bf/, '').trimStart()
  if (start.startsWith('{') && /"key_info"\s*:\s*\{|"keys"\s*:\s*\[/.test(start) && !/^\{[^\n]*"serial"/.test(start))
    return 'detailed-list'
  // Also a first line that is broken, and text of another encoding: each line is reported then.
  if (start.startsWith('{') || /^\S*\{/m.test(text)) return 'json-lines'
  return 'unknown'
}

/** CertificateList (RFC 5280 §5.1): version or none, algorithm, issuer, and then a time. */
function isCrl(head: Buffer, size: number): boolean {
  const outer = open(head, 0)
  if (outer === null || outer.end !== size) return false
  const tbs = open(head, outer.start)
  if (tbs === null || head[outer.start] !== 0x30) return false
  let at = tbs.start
  if (head[at] === 0x02) at = open(head, at)?.end ?? head.length
  for (let i = 0; i < 2; i++) {
    if (head[at] !== 0x30) return false
    at = open(head, at)?.end ?? head.length
  }
  return head[at] === 0x17 || head[at] === 0x18
}

function open(bytes: Buffer, at: number): { start: number; end: number } | null {
  const first = bytes[at + 1]
  if (first === undefined) return null
  if (first < 0x80) return { start: at + 2, end: at + 2 + first }
  const octets = first & 0x7f
  if (octets < 1 || octets > 4 || at + 2 + octets > bytes.length) return null
  const start = at + 2 + octets
  return { start, end: start + bytes.readUIntBE(at + 2, octets) }
}
