import { spokenText } from '../../../../shared/spoken-text.ts'
import { z } from '../../../../shared/zod.ts'
import { addRow } from '../fact-rows.ts'
import type { RowWriter } from '../row-writer.ts'
import type { Place, StreamReader } from './stream-reader.ts'

/** What `LIST /pki/certs/detailed` of OpenBao and Vault says of a certificate, under its serial number. */
const details = z.object({
  issuer: spokenText(400).optional(),
  not_before: z.string().max(40),
  not_after: z.string().max(40),
  /** At most five, says the server. */
  dns_names: z.array(z.string().max(500)).max(50).nullish(),
})

const MAX_MEMBER = 65_536
const [QUOTE, BACKSLASH, OPEN, CLOSE] = [0x22, 0x5c, 0x7b, 0x7d]
const START = '"key_info"'

/** The detailed list of OpenBao or Vault: the members of `key_info`, one by one; also several answers behind each other. */
export class DetailedListReader implements StreamReader {
  readonly #writer: RowWriter
  #offset: number
  /** Inside of key_info; told by `line` of the place, since JSON has no lines that mean anything. */
  #inside: boolean

  constructor(writer: RowWriter, from: Place) {
    this.#writer = writer
    this.#offset = from.offset
    this.#inside = from.line === 2
  }

  get place(): Place {
    return { offset: this.#offset, line: this.#inside ? 2 : 1 }
  }

  readonly isSettled = true

  feed(bytes: Buffer, last: boolean): number {
    let at = 0
    for (;;) {
      const next = this.#inside ? this.#member(bytes, at) : this.#enter(bytes, at)
      if (next === null) break
      at = next
    }
    if (last) {
      if (this.#inside) {
        const words = 'The file ends in the middle of key_info.'
        this.#writer.find('truncated', words, { position: this.#offset + at })
        this.#writer.reject(this.#offset + at, bytes.subarray(at), 'the file ends in the middle of key_info')
      }
      at = bytes.length
    } else if (!this.#inside) at = Math.max(at, bytes.length - START.length - 1)
    this.#offset += at
    return at
  }

  /** Where key_info begins; null while it is not there. */
  #enter(bytes: Buffer, from: number): number | null {
    for (let at = bytes.indexOf(START, from); at !== -1; at = bytes.indexOf(START, at + 1)) {
      if (bytes[at - 1] === BACKSLASH) continue
      const colon = skipSpace(bytes, at + START.length)
      const brace = bytes[colon] === 0x3a ? skipSpace(bytes, colon + 1) : bytes.length
      if (brace >= bytes.length) return null
      if (bytes[brace] !== OPEN) continue
      this.#inside = true
      return brace + 1
    }
    return null
  }

  /** Takes one member; where it ends. Null when more has to come first, or the file is cut. */
  #member(bytes: Buffer, from: number): number | null {
    let at = from
    while (bytes[at] === 0x2c || isSpace(bytes[at])) at++
    if (at >= bytes.length) return null
    if (bytes[at] === CLOSE) {
      this.#inside = false
      return at + 1
    }
    const name = stringEnd(bytes, at)
    const colon = name === null ? bytes.length : skipSpace(bytes, name)
    const start = skipSpace(bytes, colon + 1)
    const end = start < bytes.length ? valueEnd(bytes, start) : null
    if (name !== null && end !== null) {
      this.#take(bytes, at, name, start, end)
      return end
    }
    if (bytes.length - at < MAX_MEMBER) return null
    // What is broken here has no end that could be found: the rest is one reject.
    this.#writer.reject(
      this.#offset + at,
      bytes.subarray(at),
      'a member of key_info that is broken or longer than 64 KB',
    )
    this.#inside = false
    return bytes.length
  }

  #take(bytes: Buffer, at: number, name: number, start: number, end: number): void {
    const position = this.#offset + at
    let serial: unknown
    let value: unknown
    try {
      serial = JSON.parse(bytes.toString('utf8', at, name))
      value = JSON.parse(bytes.toString('utf8', start, end))
    } catch {
      this.#writer.reject(position, bytes.subarray(at, end), 'it is not JSON')
      return
    }
    const read = details.safeParse(value)
    if (typeof serial !== 'string' || !/^[0-9a-f]{2}([:-]?[0-9a-f]{2}){0,20}$/i.test(serial) || !read.success) {
      const [issue] = read.success ? [] : read.error.issues
      const why = issue === undefined ? 'its name is no serial number' : `${issue.path.join('.')}: ${issue.message}`
      this.#writer.reject(position, bytes.subarray(at, end), why)
      return
    }
    const { issuer, not_before, not_after, dns_names } = read.data
    const row = {
      serial: serial.replaceAll('-', ':'),
      ...(issuer === undefined ? {} : { issuer }),
      not_before,
      not_after,
      names: dns_names ?? [],
    }
    const problem = addRow(this.#writer, row, position)
    if (problem !== null) this.#writer.reject(position, bytes.subarray(at, end), problem)
  }
}

function isSpace(octet: number | undefined): boolean {
  return octet === 0x20 || octet === 0x0a || octet === 0x0d || octet === 0x09
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from
  while (isSpace(bytes[at])) at++
  return at
}

/** Behind the closing quote of a string that begins here; null where it does not end. */
function stringEnd(bytes: Buffer, from: number): number | null {
  if (bytes[from] !== QUOTE) return null
  for (let at = from + 1; at < bytes.length; at++) {
    if (bytes[at] === BACKSLASH) at++
    else if (bytes[at] === QUOTE) return at + 1
  }
  return null
}

/** Behind an object, array or other value that begins here; null where it does not end. */
function valueEnd(bytes: Buffer, from: number): number | null {
  let depth = 0
  for (let at = from; at < bytes.length; at++) {
    const octet = bytes[at]
    if (octet === QUOTE) {
      const end = stringEnd(bytes, at)
      if (end === null) return null
      at = end - 1
      if (depth === 0) return end
    } else if (octet === OPEN || octet === 0x5b) depth++
    else if (octet === CLOSE || octet === 0x5d) {
      if (depth === 0) return at
      depth--
      if (depth === 0) return at + 1
    } else if (octet === 0x2c && depth === 0) return at
  }
  return null
}
