/**
 * What a QR code of Conclave holds: one line that says what it is, then the document. The line lets a reader name a code
 * that is not the one it was asked for.
 */
const PREFIX = 'CONCLAVE/1 '

export type QrKind = 'approval-answer' | 'approval-request' | 'checkpoint'

export const QR_KIND_WORDS: Readonly<Record<QrKind, string>> = {
  'approval-answer': 'an approval answer',
  'approval-request': 'an approval request',
  checkpoint: 'a checkpoint',
}

export function qrText(kind: QrKind, body: string): string {
  return `${PREFIX}${kind}\n${body}`
}

/** Null when it is none of ours. A checkpoint is known without our line too: other tools print the bare note. */
export function readQrText(text: string): { readonly kind: QrKind; readonly body: string } | null {
  const end = text.indexOf('\n')
  if (!text.startsWith(PREFIX)) return isCheckpoint(text) ? { kind: 'checkpoint', body: text } : null
  if (end === -1) return null
  const kind = text.slice(PREFIX.length, end)
  return Object.hasOwn(QR_KIND_WORDS, kind) ? { kind: kind as QrKind, body: text.slice(end + 1) } : null
}

/** C2SP tlog-checkpoint: origin, decimal size, 32 octets in base64. */
function isCheckpoint(text: string): boolean {
  return /^[^\n]+\n(0|[1-9]\d*)\n[A-Za-z0-9+/]{43}=\n/.test(text)
}
