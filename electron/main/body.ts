import { fail } from '../../shared/failure.ts'

export const MAX_BODY_BYTES = 1024 * 1024
const MAX_DEPTH = 24
/** What a number, a key slot or an empty object costs: keeps a flood of tiny values from being free. */
const UNIT = 8

/**
 * Checks what the page sent before it goes on: plain data only, not too deep, not too large. Returns the byte arrays
 * found, so that the caller can overwrite them once they are sent: one of them may be a PIN.
 * Fails with too-large or invalid-request.
 */
export function checkBody(body: unknown, limit = MAX_BODY_BYTES): readonly Uint8Array[] {
  const arrays: Uint8Array[] = []
  let size = 0
  const spend = (bytes: number): void => {
    size += bytes
    if (size > limit) {
      throw fail('too-large', `The request is larger than ${String(limit)} bytes.`, {
        remedy: 'Hand large content over as a file.',
      })
    }
  }

  const visit = (value: unknown, depth: number): void => {
    if (depth > MAX_DEPTH)
      throw fail('invalid-request', `The request is nested deeper than ${String(MAX_DEPTH)} levels.`)
    spend(UNIT)
    switch (typeof value) {
      case 'undefined':
      case 'boolean':
      case 'number':
        return
      case 'string':
        spend(value.length)
        return
      case 'bigint':
        if (BigInt.asIntN(64, value) !== value)
          throw fail('too-large', 'The request holds a number of more than 64 bits.')
        return
      case 'object':
        visitObject(value, depth)
        return
      default:
        throw notPlain()
    }
  }

  const visitObject = (value: object | null, depth: number): void => {
    if (value === null) return
    if (value instanceof Uint8Array) {
      // A short view of a long buffer still travels whole.
      spend(value.buffer.byteLength)
      arrays.push(value)
      return
    }
    if (Array.isArray(value)) {
      // Charged before the walk: a sparse array of a billion holes is a few bytes on the wire.
      spend(value.length * UNIT)
      for (const item of value) visit(item, depth + 1)
      return
    }
    if (Object.getPrototypeOf(value) !== Object.prototype) throw notPlain()
    for (const [key, item] of Object.entries(value)) {
      spend(key.length)
      visit(item, depth + 1)
    }
  }

  visit(body, 0)
  return arrays
}

export function wipe(arrays: readonly Uint8Array[]): void {
  for (const array of arrays) array.fill(0)
}

function notPlain(): Error {
  return fail('invalid-request', 'The request holds something other than plain data.')
}
