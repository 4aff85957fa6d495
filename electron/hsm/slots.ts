import type { Handle, PKCS11, TokenInfo as RawTokenInfo } from 'pkcs11js'
import { fail } from '../../shared/failure.ts'
import type { SlotInfo, TokenInfo, TokenRef } from '../../shared/ipc/hsm-contract.ts'
import { failureFrom, isTokenGone, returnValueOf } from './codes.ts'
import { UNAVAILABLE, unsignedLong } from './cryptoki.ts'
import { formatVersion, trimPadding } from './module.ts'

const CKF_TOKEN_PRESENT = 0x01
const CKF_REMOVABLE_DEVICE = 0x02
const CKF_HW_SLOT = 0x04

const CKF_WRITE_PROTECTED = 0x02
const CKF_USER_PIN_INITIALIZED = 0x08
const CKF_PROTECTED_AUTHENTICATION_PATH = 0x100
const CKF_TOKEN_INITIALIZED = 0x400
const CKF_USER_PIN_COUNT_LOW = 0x10000
const CKF_USER_PIN_FINAL_TRY = 0x20000
const CKF_USER_PIN_LOCKED = 0x40000

export interface FoundToken {
  readonly slot: Handle
  readonly info: TokenInfo
}

/** All slots, also empty ones. */
export function listSlots(cryptoki: PKCS11): SlotInfo[] {
  return slotHandles(cryptoki).map((slot) => describeSlot(cryptoki, slot))
}

export function describeSlot(cryptoki: PKCS11, slot: Handle): SlotInfo {
  const info = cryptoki.C_GetSlotInfo(slot)
  return {
    slot: unsignedLong(slot) ?? 0,
    description: trimPadding(info.slotDescription),
    manufacturer: trimPadding(info.manufacturerID),
    removable: has(info.flags, CKF_REMOVABLE_DEVICE),
    hardware: has(info.flags, CKF_HW_SLOT),
    token: has(info.flags, CKF_TOKEN_PRESENT) ? readToken(cryptoki, slot) : null,
  }
}

/** The one token with this label and serial number. Fails with token-not-found or token-ambiguous. */
export function findToken(cryptoki: PKCS11, wanted: TokenRef): FoundToken {
  const tokens = slotHandles(cryptoki).flatMap((slot) => {
    const info = readToken(cryptoki, slot)
    return info === null ? [] : [{ slot, info }]
  })
  const found = tokens.filter(({ info }) => info.label === wanted.label && info.serial === wanted.serial)
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  if (only !== undefined) {
    throw fail(
      'token-ambiguous',
      `${found.length} tokens are called "${wanted.label}" and have the serial number ${wanted.serial}.`,
      {
        remedy: 'Remove all but one of them.',
      },
    )
  }
  throw fail('token-not-found', `The token "${wanted.label}" with serial number ${wanted.serial} is not there.`, {
    remedy: 'Insert or switch on the token. If it was inserted after the module was started, start the module again.',
    detail: { present: tokens.map(({ info }) => `${info.label} (${info.serial})`) },
  })
}

export function readToken(cryptoki: PKCS11, slot: Handle): TokenInfo | null {
  try {
    return describeToken(cryptoki.C_GetTokenInfo(slot))
  } catch (error) {
    const returnValue = returnValueOf(error)
    // A token that was pulled a moment ago, or that the reader cannot read, is an empty slot.
    if (returnValue !== null && isTokenGone(returnValue)) return null
    throw failureFrom(error, 'Reading the token')
  }
}

function slotHandles(cryptoki: PKCS11): Handle[] {
  return cryptoki.C_GetSlotList(false)
}

function describeToken(info: RawTokenInfo): TokenInfo {
  return {
    label: trimPadding(info.label),
    manufacturer: trimPadding(info.manufacturerID),
    model: trimPadding(info.model),
    serial: trimPadding(info.serialNumber),
    hardwareVersion: formatVersion(info.hardwareVersion),
    firmwareVersion: formatVersion(info.firmwareVersion),
    initialized: has(info.flags, CKF_TOKEN_INITIALIZED),
    userPinSet: has(info.flags, CKF_USER_PIN_INITIALIZED),
    writeProtected: has(info.flags, CKF_WRITE_PROTECTED),
    protectedAuthenticationPath: has(info.flags, CKF_PROTECTED_AUTHENTICATION_PATH),
    userPin: userPinState(info.flags),
    pinLength: { min: info.minPinLen, max: info.maxPinLen },
    sessions: info.sessionCount === UNAVAILABLE ? null : info.sessionCount,
  }
}

function userPinState(flags: number): TokenInfo['userPin'] {
  if (has(flags, CKF_USER_PIN_LOCKED)) return 'locked'
  if (has(flags, CKF_USER_PIN_FINAL_TRY)) return 'final-try'
  return has(flags, CKF_USER_PIN_COUNT_LOW) ? 'count-low' : 'ok'
}

function has(flags: number, flag: number): boolean {
  return (flags & flag) !== 0
}
