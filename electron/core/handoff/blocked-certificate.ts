const BLOCK =
  /^(?:\[p11-kit-object-v1\]\n(?:[a-z-]+: [^\n]*\n)+)?-----BEGIN (?:TRUSTED )?CERTIFICATE-----\n(?<body>[A-Za-z0-9+/=\n]+)-----END (?:TRUSTED )?CERTIFICATE-----\n$/

/** The certificate of a blocklist file, in any of its three forms (shared/handoff/blocklist); null for anything else. */
export function blockedCertificate(bytes: Uint8Array): Uint8Array | null {
  const body = BLOCK.exec(Buffer.from(bytes).toString('latin1'))?.groups?.['body'] ?? ''
  const der = Buffer.from(body, 'base64')
  const end = der[0] === 0x30 && der[1] === 0x82 ? 4 + der.readUInt16BE(2) : 0
  // OpenSSL's form has its own data behind the certificate. No CA certificate is shorter than 256 bytes or longer than 64 KB.
  return end > 0 && end <= der.length ? new Uint8Array(der.subarray(0, end)) : null
}
