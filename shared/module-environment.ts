/** Names of the environment by which vendors' PKCS#11 modules find their configuration and their service. */
const PREFIXES = [
  'SOFTHSM2_',
  'PKCS11SPY',
  'P11_KIT_',
  'TPM2',
  'YUBIHSM_',
  'NFAST_',
  'CKNFAST_',
  'CS_PKCS11_',
  'Chrystoki',
  'NSS_',
]

export function isModuleVariable(name: string): boolean {
  return PREFIXES.some((prefix) => name.startsWith(prefix))
}
