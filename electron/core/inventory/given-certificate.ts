const PEM = /^\s*-----BEGIN (?:X509 )?CERTIFICATE-----\s+([A-Za-z0-9+/=\s]+?)\s*-----END (?:X509 )?CERTIFICATE-----\s*$/

/** The DER of one certificate that is given as text: a PEM block, or base64. Null for anything else. */
export function certificateOf(text: string): Buffer | null {
  return base64Bytes(PEM.exec(text)?.[1] ?? text)
}

/** RFC 4648 §4 with white space between; null where anything else stands in it. */
export function base64Bytes(text: string): Buffer | null {
  const digits = text.replaceAll(/[\r\n\t ]+/g, '')
  if (digits === '' || digits.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(digits)) return null
  return Buffer.from(digits, 'base64')
}
