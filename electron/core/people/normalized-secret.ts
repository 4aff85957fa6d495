/**
 * The UTF-8 of a passphrase in Unicode normalization form C: "é" is one character on one keyboard and two on another, and
 * the key must be the same wherever it is typed. A new buffer; the caller wipes both. What is not UTF-8 stays as it is.
 */
export function normalizedSecret(secret: Uint8Array): Uint8Array {
  // ASCII is normal as it is, and never becomes a string that nobody can wipe.
  if (secret.every((octet) => octet < 0x80)) return secret.slice()
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(secret)
    return new TextEncoder().encode(text.normalize('NFC'))
  } catch {
    return secret.slice()
  }
}
