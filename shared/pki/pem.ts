import { fromBase64, toBase64 } from '../bytes.ts'

export type PemLabel = 'CERTIFICATE' | 'X509 CRL' | 'CERTIFICATE REQUEST'

/** RFC 7468 with lines of 64 characters and a final newline. `TRUSTED CERTIFICATE` is OpenSSL's own label. */
export function encodePem(label: PemLabel | 'TRUSTED CERTIFICATE', der: Uint8Array): string {
  const lines = toBase64(der).match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

/** The DER of every block, or null unless the text is nothing but well-formed blocks of this label (RFC 7468 §3, strict). */
export function decodePemBlocks(label: PemLabel, text: string): Uint8Array[] | null {
  const begin = `-----BEGIN ${label}-----`
  const end = `-----END ${label}-----`
  const blocks: Uint8Array[] = []
  let body: string[] | null = null
  for (const line of text.split(/\r?\n/)) {
    if (body === null) {
      if (line === begin) body = []
      else if (line !== '') return null
    } else if (line === end) {
      const der = fromBase64(body.join(''))
      if (der === null || der.length === 0) return null
      blocks.push(der)
      body = null
    } else if (/^[A-Za-z0-9+/=]{1,76}$/.test(line)) body.push(line)
    else return null
  }
  return body === null && blocks.length > 0 ? blocks : null
}

/** Exactly one block, or null. */
export function decodePem(label: PemLabel, text: string): Uint8Array | null {
  const blocks = decodePemBlocks(label, text)
  return blocks?.length === 1 ? (blocks[0] ?? null) : null
}

/** The label of the first block, for a message that says what the file is instead. */
export function pemLabelOf(text: string): string | null {
  return /^-----BEGIN ([A-Z0-9 ]{1,40})-----/m.exec(text)?.[1] ?? null
}
