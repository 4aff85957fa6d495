export const KEY_ALGORITHMS: Readonly<Record<string, string>> = {
  'ec-p256': 'P-256',
  'ec-p384': 'P-384',
  'rsa-3072': 'RSA 3072',
  'rsa-4096': 'RSA 4096',
  ed25519: 'Ed25519',
}
