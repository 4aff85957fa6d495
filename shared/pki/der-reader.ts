/** What is wrong with the bytes, and where. Callers turn it into the failure code of the thing they read. */
export class DerError extends Error {
  readonly offset: number

  constructor(reason: string, offset: number) {
    super(`${reason}, at byte ${offset}`)
    this.name = 'DerError'
    this.offset = offset
  }
}

/** One element as a view into `source`: header from `start`, content from `contentStart` to `end`. */
export interface DerElement {
  readonly source: Uint8Array
  readonly tag: number
  readonly start: number
  readonly contentStart: number
  readonly end: number
}

export interface DerLimits {
  readonly maxBytes: number
  readonly maxDepth: number
}

const DEFAULT_LIMITS: DerLimits = { maxBytes: 1 << 20, maxDepth: 24 }

/** Reads exactly one element and checks the framing of everything inside it. No trailing bytes. */
export function readDer(source: Uint8Array, limits: Partial<DerLimits> = {}): DerElement {
  const { maxBytes, maxDepth } = { ...DEFAULT_LIMITS, ...limits }
  if (source.length > maxBytes) throw new DerError(`more than ${maxBytes} bytes`, maxBytes)
  const whole = elementAt(source, 0, source.length)
  if (whole.end !== source.length) throw new DerError('trailing bytes', whole.end)
  if (isConstructed(whole)) checkFraming(source, whole.contentStart, whole.end, maxDepth)
  return whole
}

export function contentOf(element: DerElement): Uint8Array {
  return element.source.subarray(element.contentStart, element.end)
}

/** Header and content: the exact encoding. */
export function encodingOf(element: DerElement): Uint8Array {
  return element.source.subarray(element.start, element.end)
}

export function isConstructed(element: DerElement): boolean {
  return (element.tag & 0x20) !== 0
}

export function* childrenOf(element: DerElement): Generator<DerElement> {
  if (!isConstructed(element)) throw new DerError('not a constructed element', element.start)
  for (let at = element.contentStart; at < element.end;) {
    const child = elementAt(element.source, at, element.end)
    yield child
    at = child.end
  }
}

/** Takes the children of a SEQUENCE (or other constructed element) in order; `finish` refuses what is left over. */
export class DerFields {
  readonly #children: DerElement[]
  readonly #parent: DerElement
  #next = 0

  constructor(parent: DerElement, tag = 0x30) {
    if (parent.tag !== tag)
      throw new DerError(`expected tag ${hexOctet(tag)}, found ${hexOctet(parent.tag)}`, parent.start)
    this.#parent = parent
    this.#children = [...childrenOf(parent)]
  }

  required(tag?: number): DerElement {
    const child = this.#children[this.#next]
    if (child === undefined) throw new DerError('a field is missing', this.#parent.end)
    if (tag !== undefined && child.tag !== tag) {
      throw new DerError(`expected tag ${hexOctet(tag)}, found ${hexOctet(child.tag)}`, child.start)
    }
    this.#next++
    return child
  }

  optional(...tags: readonly number[]): DerElement | undefined {
    const child = this.#children[this.#next]
    if (child === undefined || !tags.includes(child.tag)) return undefined
    this.#next++
    return child
  }

  finish(): void {
    const child = this.#children[this.#next]
    if (child !== undefined) throw new DerError(`unexpected field with tag ${hexOctet(child.tag)}`, child.start)
  }
}

/** The element whose header stands at `start`; it must end by `limit`. Its content is not looked at. */
export function elementAt(source: Uint8Array, start: number, limit: number): DerElement {
  const tag = octetAt(source, start, limit)
  if ((tag & 0x1f) === 0x1f) throw new DerError('a high tag number is not used in certificates', start)
  const first = octetAt(source, start + 1, limit)
  if (first < 0x80) return framed(source, tag, start, start + 2, first, limit)
  if (first === 0x80) throw new DerError('an indefinite length is not DER', start + 1)
  const count = first & 0x7f
  if (count > 4) throw new DerError('a length of more than four octets', start + 1)
  let length = 0
  for (let i = 0; i < count; i++) length = length * 256 + octetAt(source, start + 2 + i, limit)
  if (length < 0x80 || length < 256 ** (count - 1)) throw new DerError('a length that is not minimal', start + 1)
  return framed(source, tag, start, start + 2 + count, length, limit)
}

function framed(
  source: Uint8Array,
  tag: number,
  start: number,
  contentStart: number,
  length: number,
  limit: number,
): DerElement {
  const end = contentStart + length
  if (end > limit) throw new DerError('an element runs past its end', start)
  return { source, tag, start, contentStart, end }
}

function octetAt(source: Uint8Array, at: number, limit: number): number {
  const octet = at < limit ? source[at] : undefined
  if (octet === undefined) throw new DerError('the bytes end too early', at)
  return octet
}

/** Without an object for each element: a list of a million entries has seven millions of them. */
function checkFraming(source: Uint8Array, from: number, limit: number, depth: number): void {
  for (let at = from; at < limit;) {
    const tag = source[at] ?? 0
    const length = source[at + 1] ?? 0
    let contentStart = at + 2
    let end = contentStart + length
    if ((tag & 0x1f) === 0x1f || length >= 0x80 || end > limit) ({ contentStart, end } = elementAt(source, at, limit))
    if ((tag & 0x20) !== 0) {
      if (depth === 1) throw new DerError('nested too deeply', at)
      checkFraming(source, contentStart, end, depth - 1)
    }
    at = end
  }
}

function hexOctet(octet: number): string {
  return `0x${octet.toString(16).padStart(2, '0')}`
}
