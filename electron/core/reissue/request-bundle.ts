import { fail, OperationError } from '../../../shared/failure.ts'
import type { RefusedRequest } from '../../../shared/reissue/document.ts'
import { visible } from '../../../shared/spoken-text.ts'
import { type CertificateRequest, readRequest } from '../x509/request.ts'

export interface BundledRequest {
  /** In the file, from 1. */
  readonly position: number
  readonly line: number
  readonly request: CertificateRequest
}

export interface ReadBundle {
  readonly requests: readonly BundledRequest[]
  readonly refused: readonly RefusedRequest[]
}

const BEGIN = '-----BEGIN CERTIFICATE REQUEST-----'
const END = '-----END CERTIFICATE REQUEST-----'
/** A request is a few hundred bytes. */
const LONGEST = 16 * 1024

/**
 * Requests in a file of PEM blocks, one after another, each through the checks of a single one. What is wrong with one is told with its
 * line, and the others count; so does a second request for a key. Text between blocks is passed over (RFC 7468 §2). Throws
 * request-malformed where there are none, or more than `most`.
 */
export function readBundle(file: Uint8Array, most: number): ReadBundle {
  const blocks = blocksIn(new TextDecoder('latin1').decode(file))
  if (blocks.length === 0 || blocks.length > most) {
    const what = blocks.length === 0 ? 'no certificate request' : `${String(blocks.length)} certificate requests`
    throw fail('request-malformed', `The file holds ${what}; 1 to ${String(most)} are taken at once.`, {
      remedy: 'Put the requests into one file, as PEM ("BEGIN CERTIFICATE REQUEST"), and divide a longer one.',
    })
  }
  const requests: BundledRequest[] = []
  const refused: RefusedRequest[] = []
  const keys = new Map<string, number>()
  for (const [index, { line, text }] of blocks.entries()) {
    const position = index + 1
    try {
      const request = readRequest(new TextEncoder().encode(text), { maxBytes: LONGEST })
      const known = Buffer.from(request.publicKey).toString('latin1')
      const first = keys.get(known)
      if (first !== undefined) refused.push({ position, line, why: `It has the key of request ${String(first)}.` })
      else {
        keys.set(known, position)
        requests.push({ position, line, request })
      }
    } catch (error) {
      if (!(error instanceof OperationError)) throw error
      refused.push({ position, line, why: visible(error.failure.message).slice(0, 1000) })
    }
  }
  return { requests, refused }
}

/** Each from its BEGIN to its END, or to where another one begins. */
function blocksIn(text: string): { line: number; text: string }[] {
  const blocks: { line: number; lines: string[] }[] = []
  let isOpen = false
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line === BEGIN) {
      blocks.push({ line: index + 1, lines: [] })
      isOpen = true
    }
    if (isOpen) blocks.at(-1)?.lines.push(line)
    if (line === END) isOpen = false
  }
  return blocks.map(({ line, lines }) => ({ line, text: `${lines.join('\n')}\n` }))
}
