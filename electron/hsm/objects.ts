import type { Handle } from 'pkcs11js'
import { returnValueOf } from './codes.ts'
import { CKA, CKR, unsignedLong } from './cryptoki.ts'
import type { OpenSession } from './session.ts'
import { type AttributeValues, template } from './template.ts'

const BATCH = 64
/** Far more than a CA token holds; a module that never says "no more" must not hang us. */
const MAX_OBJECTS = 20_000

export function findObjects({ cryptoki, handle }: OpenSession, values: AttributeValues): Handle[] {
  const found: Handle[] = []
  cryptoki.C_FindObjectsInit(handle, template(values))
  try {
    for (;;) {
      const batch = cryptoki.C_FindObjects(handle, BATCH)
      found.push(...batch)
      if (batch.length === 0 || found.length >= MAX_OBJECTS) return found
    }
  } finally {
    cryptoki.C_FindObjectsFinal(handle)
  }
}

/** One attribute; null where the token does not tell. Read one at a time: one unknown attribute fails a whole template. */
export function readAttribute(
  { cryptoki, handle }: OpenSession,
  object: Handle,
  name: keyof typeof CKA,
): Buffer | null {
  try {
    const [result] = cryptoki.C_GetAttributeValue(handle, object, [{ type: CKA[name] }])
    // pkcs11js leaves the value undefined when the token says CK_UNAVAILABLE_INFORMATION.
    return result?.value ?? null
  } catch (error) {
    const returnValue = returnValueOf(error)
    if (returnValue === CKR.ATTRIBUTE_TYPE_INVALID || returnValue === CKR.ATTRIBUTE_SENSITIVE) return null
    throw error
  }
}

/** CK_BBOOL. */
export function readBoolean(session: OpenSession, object: Handle, name: keyof typeof CKA): boolean | null {
  const value = readAttribute(session, object, name)
  return value?.length === 1 ? value[0] !== 0 : null
}

/** CK_ULONG; null also for CK_UNAVAILABLE_INFORMATION. */
export function readNumber(session: OpenSession, object: Handle, name: keyof typeof CKA): number | null {
  const value = readAttribute(session, object, name)
  return value === null ? null : unsignedLong(value)
}
