import pkcs11js from 'pkcs11js'
import type { Handle, PKCS11 } from 'pkcs11js'
import type { z } from '../../shared/zod.ts'
import type { mechanismInfo } from '../../shared/ipc/token-facts.ts'
import { CKM, UNAVAILABLE } from './cryptoki.ts'

/** CK_MECHANISM_INFO flags of PKCS#11 v3.1 §3.5. */
const FLAGS: readonly (readonly [number, string])[] = [
  [0x01, 'hardware'],
  [0x100, 'encrypt'],
  [0x200, 'decrypt'],
  [0x400, 'digest'],
  [0x800, 'sign'],
  [0x1000, 'sign-recover'],
  [0x2000, 'verify'],
  [0x4000, 'verify-recover'],
  [0x8000, 'generate'],
  [0x10000, 'generate-key-pair'],
  [0x20000, 'wrap'],
  [0x40000, 'unwrap'],
  [0x80000, 'derive'],
]

const NAMES = new Map<number, string>([
  ...Object.entries(pkcs11js).flatMap(([name, value]): [number, string][] =>
    name.startsWith('CKM_') && typeof value === 'number' ? [[value, name]] : [],
  ),
  ...Object.entries(CKM).map(([name, value]): [number, string] => [value, `CKM_${name}`]),
])

/** What the token says it can do: a hint, as some tokens do more than they list and refuse some of what they list. */
export function listMechanisms(cryptoki: PKCS11, slot: Handle): z.infer<typeof mechanismInfo>[] {
  return cryptoki.C_GetMechanismList(slot).map((code) => {
    const info = cryptoki.C_GetMechanismInfo(slot, code)
    return {
      name: mechanismName(code),
      code,
      minKeySize: known(info.minKeySize),
      maxKeySize: known(info.maxKeySize),
      flags: FLAGS.filter(([flag]) => (info.flags & flag) !== 0).map(([, name]) => name),
    }
  })
}

export function mechanismName(code: number): string {
  return NAMES.get(code) ?? `0x${code.toString(16)}`
}

function known(size: number): number {
  return size === UNAVAILABLE ? 0 : size
}
