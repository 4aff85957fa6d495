import type { Handle, PKCS11 } from 'pkcs11js'
import { bytesToHex, sha256Hex } from '../../shared/bytes.ts'
import type { TokenInspection, TokenObject, TokenRef } from '../../shared/ipc/hsm-contract.ts'
import { CKO, UNAVAILABLE } from './cryptoki.ts'
import { readPublic } from './key-halves.ts'
import { type CryptokiModule, describeModule } from './module.ts'
import { findObjects, readAttribute, readBoolean, readNumber } from './objects.ts'
import type { OpenSession } from './session.ts'
import { describeSlot, findToken } from './slots.ts'

/** CK_TOKEN_INFO flags of PKCS#11 v3.1 §3.2. */
const FLAGS: readonly (readonly [number, string])[] = [
  [0x01, 'rng'],
  [0x02, 'write-protected'],
  [0x04, 'login-required'],
  [0x08, 'user-pin-initialized'],
  [0x20, 'restore-key-not-needed'],
  [0x40, 'clock-on-token'],
  [0x100, 'protected-authentication-path'],
  [0x200, 'dual-crypto-operations'],
  [0x400, 'token-initialized'],
  [0x800, 'secondary-authentication'],
  [0x10000, 'user-pin-count-low'],
  [0x20000, 'user-pin-final-try'],
  [0x40000, 'user-pin-locked'],
  [0x80000, 'user-pin-to-be-changed'],
  [0x100000, 'so-pin-count-low'],
  [0x200000, 'so-pin-final-try'],
  [0x400000, 'so-pin-locked'],
  [0x800000, 'so-pin-to-be-changed'],
  [0x1000000, 'error-state'],
]

const CLASSES = new Map<number, TokenObject['class']>([
  [CKO.DATA, 'data'],
  [CKO.CERTIFICATE, 'certificate'],
  [CKO.PUBLIC_KEY, 'public-key'],
  [CKO.PRIVATE_KEY, 'private-key'],
  [CKO.SECRET_KEY, 'secret-key'],
])

/** Enough for the record; `objectCount` says how many there are. */
const LISTED = 500

/** Everything that the token, its slot and its module say of themselves. */
export function inspectToken(
  module: CryptokiModule,
  token: TokenRef,
  session: OpenSession,
  loggedIn: boolean,
): TokenInspection {
  const { cryptoki } = module
  const { slot } = findToken(cryptoki, token)
  const objects = findObjects(session, {})
  return {
    module: describeModule(module),
    slot: describeSlot(cryptoki, slot),
    ...limits(cryptoki, slot),
    mechanisms: cryptoki.C_GetMechanismList(slot).length,
    loggedIn,
    objectCount: objects.length,
    objects: objects.slice(0, LISTED).map((object) => describeObject(session, object)),
  }
}

/** In words, by the names of PKCS#11 v3.1 without their prefix. */
export function tokenFlags(flags: number): string[] {
  return FLAGS.filter(([flag]) => (flags & flag) !== 0).map(([, name]) => name)
}

function limits(cryptoki: PKCS11, slot: Handle): Pick<TokenInspection, 'flags' | 'sessions' | 'memory'> {
  const info = cryptoki.C_GetTokenInfo(slot)
  return {
    flags: tokenFlags(info.flags),
    sessions: {
      open: known(info.sessionCount),
      max: known(info.maxSessionCount),
      readWriteOpen: known(info.rwSessionCount),
      readWriteMax: known(info.maxRwSessionCount),
    },
    memory: {
      publicTotal: known(info.totalPublicMemory),
      publicFree: known(info.freePublicMemory),
      privateTotal: known(info.totalPrivateMemory),
      privateFree: known(info.freePrivateMemory),
    },
  }
}

function describeObject(session: OpenSession, object: Handle): TokenObject {
  const objectClass = CLASSES.get(readNumber(session, object, 'CLASS') ?? -1) ?? 'other'
  const publicKey = objectClass === 'public-key' ? readPublic(session, object).publicKey : null
  return {
    class: objectClass,
    id: bytesToHex(readAttribute(session, object, 'ID') ?? new Uint8Array()),
    label: readAttribute(session, object, 'LABEL')?.toString('utf8') ?? '',
    token: readBoolean(session, object, 'TOKEN'),
    private: readBoolean(session, object, 'PRIVATE'),
    spki: publicKey === null ? null : sha256Hex(publicKey.spki),
  }
}

/** pkcs11js gives the sizes of memories as BigInt, other than its types say. */
function known(value: number | bigint): number | null {
  const number = Number(value)
  return number === UNAVAILABLE || !Number.isSafeInteger(number) ? null : number
}
