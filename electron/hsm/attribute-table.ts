/**
 * Attributes of PKCS#11 v3.1 that hold no secret, by how their value is read. What is a secret or may be one (CKA_VALUE of a key or of
 * data, private exponents, primes of RSA) is not here, so it is never asked for.
 */

export const BOOLEANS = {
  TOKEN: 0x001,
  PRIVATE: 0x002,
  TRUSTED: 0x086,
  SENSITIVE: 0x103,
  ENCRYPT: 0x104,
  DECRYPT: 0x105,
  WRAP: 0x106,
  UNWRAP: 0x107,
  SIGN: 0x108,
  SIGN_RECOVER: 0x109,
  VERIFY: 0x10a,
  VERIFY_RECOVER: 0x10b,
  DERIVE: 0x10c,
  EXTRACTABLE: 0x162,
  LOCAL: 0x163,
  NEVER_EXTRACTABLE: 0x164,
  ALWAYS_SENSITIVE: 0x165,
  MODIFIABLE: 0x170,
  COPYABLE: 0x171,
  DESTROYABLE: 0x172,
  ALWAYS_AUTHENTICATE: 0x202,
  WRAP_WITH_TRUSTED: 0x210,
  RESET_ON_INIT: 0x301,
  HAS_RESET: 0x302,
} as const

export const NUMBERS = {
  CLASS: 0x000,
  CERTIFICATE_TYPE: 0x080,
  CERTIFICATE_CATEGORY: 0x087,
  KEY_TYPE: 0x100,
  MODULUS_BITS: 0x121,
  VALUE_LEN: 0x161,
  KEY_GEN_MECHANISM: 0x166,
  HW_FEATURE_TYPE: 0x300,
  PARAMETER_SET: 0x61d,
} as const

export const TEXTS = { LABEL: 0x003, APPLICATION: 0x010, START_DATE: 0x110, END_DATE: 0x111 } as const

export const OCTETS = {
  UNIQUE_ID: 0x004,
  OBJECT_ID: 0x012,
  ISSUER: 0x081,
  SERIAL_NUMBER: 0x082,
  CHECK_VALUE: 0x090,
  SUBJECT: 0x101,
  ID: 0x102,
  MODULUS: 0x120,
  PUBLIC_EXPONENT: 0x122,
  PUBLIC_KEY_INFO: 0x129,
  EC_PARAMS: 0x180,
  EC_POINT: 0x181,
  ALLOWED_MECHANISMS: 0x40000600,
} as const

/** CKA_VALUE, asked only of certificates and of counters and clocks. */
export const VALUE = 0x011
export const CKO_CERTIFICATE = 1
export const CKO_HW_FEATURE = 5
