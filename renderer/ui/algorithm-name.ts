const ALGORITHMS: Readonly<Record<string, string>> = {
  'ec-p256': 'EC P-256',
  'ec-p384': 'EC P-384',
  'rsa-3072': 'RSA 3072',
  'rsa-4096': 'RSA 4096',
  ed25519: 'Ed25519',
}

export function algorithmName(algorithm: string): string {
  return ALGORITHMS[algorithm] ?? algorithm
}
