import type { Template } from 'pkcs11js'
import { CKA } from './cryptoki.ts'

export type AttributeValues = Readonly<Partial<Record<keyof typeof CKA, boolean | number | Uint8Array>>>

/** A template in which every type is a number and every value a copy: anything else kills the process inside pkcs11js. */
export function template(values: AttributeValues): Template {
  return Object.entries(values).map(([name, value]) => {
    const type = CKA[name as keyof typeof CKA]
    if (!Number.isInteger(type)) throw new TypeError(`CKA_${name} is not known`)
    return { type, value: nativeValue(name, value) }
  })
}

function nativeValue(name: string, value: unknown): boolean | number | Buffer {
  if (typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 32) return value
  if (value instanceof Uint8Array) return Buffer.from(value)
  throw new TypeError(`CKA_${name} has a value that cannot be in a template`)
}
