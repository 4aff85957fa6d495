import type { Handle, PKCS11, Version } from 'pkcs11js'
import type { TokenFacts } from '../../shared/ipc/token-facts.ts'
import { tokenFlags } from './inspect.ts'
import { listMechanisms } from './mechanism-list.ts'
import { UNAVAILABLE } from './cryptoki.ts'
import type { CryptokiModule } from './module.ts'

/** C_GetInfo, C_GetSlotInfo, C_GetTokenInfo and the mechanism list as the module gives them: numbers as numbers, flags as bits and in words. */
export function readTokenFacts({ path, cryptoki }: CryptokiModule, slot: Handle): TokenFacts {
  const info = cryptoki.C_GetInfo()
  const slotInfo = cryptoki.C_GetSlotInfo(slot)
  return {
    module: {
      path,
      cryptokiVersion: version(info.cryptokiVersion),
      manufacturer: info.manufacturerID.trimEnd(),
      flags: info.flags,
      description: info.libraryDescription.trimEnd(),
      libraryVersion: version(info.libraryVersion),
    },
    slot: {
      number: slot.toString('hex'),
      description: slotInfo.slotDescription.trimEnd(),
      manufacturer: slotInfo.manufacturerID.trimEnd(),
      flags: slotInfo.flags,
      hardwareVersion: version(slotInfo.hardwareVersion),
      firmwareVersion: version(slotInfo.firmwareVersion),
    },
    token: tokenOf(cryptoki, slot),
    mechanisms: listMechanisms(cryptoki, slot),
  }
}

function tokenOf(cryptoki: PKCS11, slot: Handle): TokenFacts['token'] {
  const info = cryptoki.C_GetTokenInfo(slot)
  return {
    label: info.label.trimEnd(),
    manufacturer: info.manufacturerID.trimEnd(),
    model: info.model.trimEnd(),
    serial: info.serialNumber.trimEnd(),
    flags: info.flags,
    flagWords: tokenFlags(info.flags),
    maxSessions: count(info.maxSessionCount),
    sessions: count(info.sessionCount),
    maxReadWriteSessions: count(info.maxRwSessionCount),
    readWriteSessions: count(info.rwSessionCount),
    maxPinLength: count(info.maxPinLen),
    minPinLength: count(info.minPinLen),
    totalPublicMemory: count(info.totalPublicMemory),
    freePublicMemory: count(info.freePublicMemory),
    totalPrivateMemory: count(info.totalPrivateMemory),
    freePrivateMemory: count(info.freePrivateMemory),
    hardwareVersion: version(info.hardwareVersion),
    firmwareVersion: version(info.firmwareVersion),
    utcTime: info.utcTime.trimEnd(),
  }
}

function version({ major, minor }: Version): string {
  return `${String(major)}.${String(minor)}`
}

/** pkcs11js gives some of them as BigInt, other than its types say; null for CK_UNAVAILABLE_INFORMATION. */
function count(value: number | bigint): number | null {
  const number = Number(value)
  return number === UNAVAILABLE || !Number.isSafeInteger(number) ? null : number
}
