import { bytes, digest, hex } from '../ids.ts'
import { keyAlgorithm, signatureAlgorithm } from '../pki/algorithms.ts'
import { z } from '../zod.ts'
import { operation } from './operation.ts'
import { mechanismInfo, objectReading, tokenFacts } from './token-facts.ts'

function bytesOfAtMost(length: number): z.ZodType<Uint8Array, Uint8Array> {
  return bytes.refine(({ length: given }) => given > 0 && given <= length, `1 to ${length} bytes`)
}

/** Contract between core and one hsm process, which holds one PKCS#11 module and at most one session per token. */

/** How plans and records name a token: never by slot, which changes at each C_Initialize. */
export const tokenRef = z.strictObject({ label: z.string().min(1).max(32), serial: z.string().max(16) })
export type TokenRef = z.infer<typeof tokenRef>

/** What a person's card may hold: keys that sign statements of people. */
export const cardAlgorithm = keyAlgorithm.extract(['ed25519', 'ec-p256', 'ec-p384'])
export type CardAlgorithm = z.infer<typeof cardAlgorithm>

export const moduleInfo = z.object({
  path: z.string(),
  cryptokiVersion: z.string(),
  manufacturer: z.string(),
  description: z.string(),
  libraryVersion: z.string(),
})
export type ModuleInfo = z.infer<typeof moduleInfo>

/** CK_TOKEN_INFO in words. Null where the module says CK_UNAVAILABLE_INFORMATION. */
export const tokenInfo = z.object({
  label: z.string(),
  manufacturer: z.string(),
  model: z.string(),
  serial: z.string(),
  hardwareVersion: z.string(),
  firmwareVersion: z.string(),
  initialized: z.boolean(),
  userPinSet: z.boolean(),
  writeProtected: z.boolean(),
  protectedAuthenticationPath: z.boolean(),
  /** CKF_USER_PIN_COUNT_LOW, CKF_USER_PIN_FINAL_TRY, CKF_USER_PIN_LOCKED. */
  userPin: z.enum(['ok', 'count-low', 'final-try', 'locked']),
  pinLength: z.object({ min: z.number().int(), max: z.number().int() }),
  sessions: z.number().int().nullable(),
})
export type TokenInfo = z.infer<typeof tokenInfo>

export const slotInfo = z.object({
  /** For display only: valid until the next C_Initialize. */
  slot: z.number().int().nonnegative(),
  description: z.string(),
  manufacturer: z.string(),
  removable: z.boolean(),
  hardware: z.boolean(),
  token: tokenInfo.nullable(),
})
export type SlotInfo = z.infer<typeof slotInfo>

/** The dossier of a key: what the token says of it, read back one attribute at a time. Null where the token does not tell. */
export const keyAttributes = z.object({
  id: hex,
  label: z.string(),
  algorithm: keyAlgorithm.nullable(),
  /** DER SubjectPublicKeyInfo built from the public key object; null if there is none. */
  publicKey: bytes.nullable(),
  hasPrivateKey: z.boolean(),
  token: z.boolean().nullable(),
  private: z.boolean().nullable(),
  sensitive: z.boolean().nullable(),
  extractable: z.boolean().nullable(),
  alwaysSensitive: z.boolean().nullable(),
  neverExtractable: z.boolean().nullable(),
  local: z.boolean().nullable(),
  modifiable: z.boolean().nullable(),
  sign: z.boolean().nullable(),
  decrypt: z.boolean().nullable(),
  unwrap: z.boolean().nullable(),
  derive: z.boolean().nullable(),
  keyGenMechanism: z.string().nullable(),
})
export type KeyAttributes = z.infer<typeof keyAttributes>

export const tokenObject = z.object({
  class: z.enum(['data', 'certificate', 'public-key', 'private-key', 'secret-key', 'other']),
  /** CKA_ID; empty for none. */
  id: hex,
  label: z.string(),
  token: z.boolean().nullable(),
  private: z.boolean().nullable(),
  /** SHA-256 of the SubjectPublicKeyInfo of a public key. */
  spki: digest.nullable(),
})
export type TokenObject = z.infer<typeof tokenObject>

const count = z.number().int().nonnegative().nullable()

/** All that a token says of itself. Null where the module says CK_UNAVAILABLE_INFORMATION. */
export const tokenInspection = z.object({
  module: moduleInfo,
  slot: slotInfo,
  flags: z.array(z.string()),
  /** A maximum of 0 means that there is none. */
  sessions: z.object({ open: count, max: count, readWriteOpen: count, readWriteMax: count }),
  memory: z.object({ publicTotal: count, publicFree: count, privateTotal: count, privateFree: count }),
  mechanisms: z.number().int().nonnegative(),
  /** Whether private objects are among the objects. */
  loggedIn: z.boolean(),
  objectCount: z.number().int().nonnegative(),
  objects: z.array(tokenObject),
})
export type TokenInspection = z.infer<typeof tokenInspection>

/** How a private key was wrapped under the key-encryption key (KEK): a name of the module, which differ in what they mean. */
export const wrapMechanism = z.enum(['CKM_AES_KEY_WRAP_KWP', 'CKM_AES_KEY_WRAP_PAD'])
export type WrapMechanism = z.infer<typeof wrapMechanism>

/** Whether a key may ever leave its token wrapped (CKA_EXTRACTABLE). It is sensitive in both cases. */
export const keyBackup = z.enum(['none', 'wrap'])

const wrapped = bytesOfAtMost(8192)

const nothing = z.strictObject({})

/**
 * One login. The PIN is UTF-8 and overwritten after use. On the last try that the token tells of, the PIN is not sent unless
 * `allowFinalTry`: pin-last-try.
 */
const login = { token: tokenRef, pin: bytes, allowFinalTry: z.boolean().default(false) }

const newKey = { id: hex.min(2), label: z.string().min(1).max(64) }

export const hsmContract = {
  'module.info': operation(nothing, moduleInfo),
  'slots.list': operation(nothing, z.object({ slots: z.array(slotInfo) })),
  'mechanisms.list': operation(z.strictObject({ token: tokenRef }), z.object({ mechanisms: z.array(mechanismInfo) })),
  /** Opens a read-write session and logs in as CKU_USER. */
  'token.open': operation(z.strictObject(login), z.object({ token: tokenInfo }), { secret: true }),
  /** Readings of a token, with private objects when it is open. */
  'token.inspect': operation(z.strictObject({ token: tokenRef }), tokenInspection),
  /** For evidence: opens no session and asks for no PIN. */
  'token.facts': operation(z.strictObject({ token: tokenRef }), tokenFacts),
  /** For evidence: a page of all objects with every attribute that is no secret; private objects only of an open token. */
  'token.objects': operation(
    z.strictObject({
      token: tokenRef,
      from: z.number().int().nonnegative(),
      count: z.number().int().min(1).max(100),
    }),
    z.object({ total: z.number().int(), loggedIn: z.boolean(), objects: z.array(objectReading) }),
  ),
  /**
   * Changes the user PIN of a token that is not open, and logs in with the new one once. After hsm-outcome-unknown look with
   * token.open: the new PIN first, then the old one.
   */
  'token.set-pin': operation(z.strictObject({ ...login, newPin: bytes }), nothing, { secret: true }),
  'token.close': operation(z.strictObject({ token: tokenRef }), nothing),
  /** C_GenerateRandom. The token need not be open: random numbers need no login. */
  'random.generate': operation(
    z.strictObject({ token: tokenRef, length: z.number().int().min(1).max(4096) }),
    z.object({ random: bytes }),
  ),
  /** All key objects of an open token, public and private halves joined by CKA_ID. */
  'keys.list': operation(z.strictObject({ token: tokenRef }), z.object({ keys: z.array(keyAttributes) })),
  /** Zero, one or more key pairs with this CKA_ID (duplicates are a finding, so all are returned). */
  'keys.find': operation(z.strictObject({ token: tokenRef, id: hex }), z.object({ keys: z.array(keyAttributes) })),
  /** Refuses with key-exists if any object has this CKA_ID. Fails with hsm-outcome-unknown when C_GenerateKeyPair was entered and its result is not known. */
  'key.generate': operation(
    z.strictObject({ token: tokenRef, ...newKey, algorithm: keyAlgorithm, backup: keyBackup.default('none') }),
    z.object({ key: keyAttributes }),
  ),
  /**
   * Signs `data` (whole to-be-signed bytes; hashed in the hsm process where the mechanism wants a hash), or what lies in `file`, which
   * the hsm process reads once, with the key found by CKA_ID AND public key. Refuses with digest-mismatch unless its SHA-256 equals `approved`: the digest that people approved.
   * ECDSA comes back as raw r||s. detail.asked says whether C_Sign was entered: 'no' is *not signed*, for certain.
   */
  'key.sign': operation(
    z
      .strictObject({
        token: tokenRef,
        id: hex,
        publicKey: bytes,
        algorithm: signatureAlgorithm,
        data: bytes.optional(),
        file: z.string().optional(),
        approved: digest,
      })
      .refine(({ data, file }) => (data === undefined) !== (file === undefined), 'data or file'),
    z.object({ signature: bytes }),
  ),
  /**
   * The same for many messages with one key, in their order. Every one is compared with its digest before the token is asked. A failure
   * after the first signature says that it is unknown which exist.
   */
  'key.sign-many': operation(
    z.strictObject({
      token: tokenRef,
      id: hex,
      publicKey: bytes,
      algorithm: signatureAlgorithm,
      messages: z
        .array(z.strictObject({ data: bytes, approved: digest }))
        .min(1)
        .max(64),
    }),
    z.object({ signatures: z.array(bytes) }),
  ),
  /**
   * Signs a fixed text, which is no certificate, and compares: whether a key that was found, after a restore or a crash, can sign.
   * Fails with signature-invalid.
   */
  'key.test': operation(
    z.strictObject({ token: tokenRef, id: hex.min(2), publicKey: bytes, algorithm: keyAlgorithm }),
    nothing,
  ),
  /**
   * Removes both halves and looks whether they are gone. With `publicKey` only the pair that has it; without, refuses with
   * key-ambiguous if there is more than one public or private key with this CKA_ID. `remaining` counts other objects with it,
   * such as certificates. Look with keys.find after hsm-outcome-unknown.
   */
  'key.destroy': operation(
    z.strictObject({ token: tokenRef, id: hex, publicKey: bytes.optional() }),
    z.object({ destroyed: z.number().int(), remaining: z.number().int() }),
  ),
  /** Makes an RSA-3072 key pair on the target of a backup; its private half unwraps, and does nothing else. Look with keys.find. */
  'transport-key.generate': operation(z.strictObject({ token: tokenRef, ...newKey }), z.object({ key: keyAttributes })),
  /**
   * The private key under a new AES-256 key that never leaves tokens in the clear, and that one under `transportKey`
   * (SubjectPublicKeyInfo of the target, RSAES-OAEP with SHA-1). Changes nothing on the token: may be asked again. Only a key with
   * backup "wrap" can be backed up: key-not-extractable.
   */
  'key.back-up': operation(
    z.strictObject({ token: tokenRef, id: hex.min(2), publicKey: bytes, transportKey: bytesOfAtMost(2048) }),
    z.object({ wrappedKek: wrapped, wrappedKey: wrapped, mechanism: wrapMechanism, key: keyAttributes }),
  ),
  /**
   * Opens what was sealed for a transport key of this token, reads the attributes back and makes a test signature over a text.
   * A key that fails is destroyed again. Refuses with key-exists, and backup-invalid for what cannot be opened here. Look with
   * keys.find after hsm-outcome-unknown.
   */
  'key.restore': operation(
    z.strictObject({
      token: tokenRef,
      ...newKey,
      algorithm: keyAlgorithm,
      publicKey: bytes,
      transportKey: z.strictObject({ id: hex.min(2), publicKey: bytes }),
      wrappedKek: wrapped,
      wrappedKey: wrapped,
      mechanism: wrapMechanism,
      backup: keyBackup.default('none'),
    }),
    z.object({ key: keyAttributes }),
  ),
  /**
   * The card of a person: each operation logs in, works and logs out, and leaves open tokens alone. A token that is open is
   * refused as a card (busy). Lists the key pairs that can sign, with a login, as some cards hide them before.
   */
  'card.keys': operation(z.strictObject(login), z.object({ token: tokenInfo, keys: z.array(keyAttributes) }), {
    secret: true,
  }),
  /**
   * Signs `data` (whole; hashed in the hsm process for ECDSA) with the key found by CKA_ID AND public key. A card that shows
   * another public key under this id is refused with key-not-found before the PIN is sent. Never signs DER: cards sign what
   * people say, no certificates. ECDSA comes back as raw r||s. A signature that was lost may be asked for again.
   */
  'card.sign': operation(
    z.strictObject({ ...login, id: hex.min(2), publicKey: bytes, algorithm: cardAlgorithm, data: bytes }),
    z.object({ signature: bytes }),
    { secret: true },
  ),
  /** Makes a key pair on a card, as key.generate does: look with card.keys after hsm-outcome-unknown. */
  'card.generate': operation(
    z.strictObject({ ...login, ...newKey, algorithm: cardAlgorithm }),
    z.object({ key: keyAttributes }),
    { secret: true },
  ),
} as const

export type HsmContract = typeof hsmContract

/** Events an hsm process sends by itself. */
export const HSM_READY = 'hsm.ready'
/** The module could not be used: the body is a Failure, and the process ends. */
export const HSM_FAILED = 'hsm.failed'
