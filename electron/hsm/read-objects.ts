import type { Handle } from 'pkcs11js'
import { bytesToHex } from '../../shared/bytes.ts'
import type { ObjectReading } from '../../shared/ipc/token-facts.ts'
import { BOOLEANS, CKO_CERTIFICATE, CKO_HW_FEATURE, NUMBERS, OCTETS, TEXTS, VALUE } from './attribute-table.ts'
import { returnValueOf } from './codes.ts'
import { CKR, returnValueName, unsignedLong } from './cryptoki.ts'
import { findObjects } from './objects.ts'
import type { OpenSession } from './session.ts'

/**
 * Objects `from` to `from + count` - 1 of a token, each with every attribute that is no secret. Counters and clocks (CKO_HW_FEATURE)
 * are hidden from a search that does not ask for them (PKCS#11 v3.1 §4.3), so they are asked for.
 */
export function readObjects(
  session: OpenSession,
  { from, count }: { readonly from: number; readonly count: number },
): { total: number; objects: ObjectReading[] } {
  const plain = findObjects(session, {})
  const known = new Set(plain.map((handle) => bytesToHex(handle)))
  const features = featuresOf(session).filter((handle) => !known.has(bytesToHex(handle)))
  const all = [...plain, ...features]
  return { total: all.length, objects: all.slice(from, from + count).map((object) => readObject(session, object)) }
}

/** None where the module does not know the class. */
function featuresOf(session: OpenSession): Handle[] {
  try {
    return findObjects(session, { CLASS: CKO_HW_FEATURE })
  } catch (error) {
    if (REFUSALS.has(returnValueOf(error) ?? -1)) return []
    throw error
  }
}

const REFUSALS: ReadonlySet<number> = new Set([
  CKR.ATTRIBUTE_TYPE_INVALID,
  CKR.ATTRIBUTE_SENSITIVE,
  CKR.ATTRIBUTE_VALUE_INVALID,
  CKR.FUNCTION_FAILED,
  CKR.FUNCTION_NOT_SUPPORTED,
  CKR.TEMPLATE_INCONSISTENT,
])

function readObject(session: OpenSession, object: Handle): ObjectReading {
  const attributes: ObjectReading['attributes'] = {}
  const refused: ObjectReading['refused'] = {}
  const read = (name: string, type: number, say: (octets: Buffer) => boolean | number | string | null): void => {
    const got = readOctets(session, object, type)
    if (typeof got === 'number') refused[name] = returnValueName(got)
    else if (got !== null) attributes[name] = say(got)
  }
  for (const [name, type] of Object.entries(NUMBERS)) read(name, type, numberOf)
  for (const [name, type] of Object.entries(TEXTS)) read(name, type, (octets) => octets.toString('utf8'))
  for (const [name, type] of Object.entries(BOOLEANS)) read(name, type, booleanOf)
  for (const [name, type] of Object.entries(OCTETS)) read(name, type, (octets) => octets.toString('hex'))
  const { CLASS } = attributes
  if (CLASS === CKO_CERTIFICATE || CLASS === CKO_HW_FEATURE) read('VALUE', VALUE, (octets) => octets.toString('hex'))
  return { attributes, refused }
}

/** The octets of an attribute; null where the object has none, the CKR_ where the token refuses to tell. */
function readOctets({ cryptoki, handle }: OpenSession, object: Handle, type: number): Buffer | number | null {
  try {
    const [result] = cryptoki.C_GetAttributeValue(handle, object, [{ type }])
    return result?.value ?? null
  } catch (error) {
    const returnValue = returnValueOf(error)
    // A date that is empty, as PKCS#11 v3.1 §4.2 allows it, is a TypeError of pkcs11js: it wants eight octets.
    if (returnValue === CKR.ATTRIBUTE_TYPE_INVALID || error instanceof TypeError) return null
    if (returnValue !== null && REFUSALS.has(returnValue)) return returnValue
    throw error
  }
}

/** Null for CK_UNAVAILABLE_INFORMATION, and for what is larger than a number of JSON. */
function numberOf(octets: Buffer): number | null {
  return unsignedLong(octets)
}

function booleanOf(octets: Buffer): boolean | string {
  return octets.length === 1 ? octets[0] !== 0 : octets.toString('hex')
}
