import { readlinkSync } from 'node:fs'

/** Where a link leads, as bytes, so that it is compared like a file. */
export function linkAt(path: string): Uint8Array {
  return Buffer.from(readlinkSync(path))
}
