import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

/** SHA-256 and size of a plain file, with little memory; follows no link. Throws what node:fs throws, and for what is no file. */
export async function hashFile(path: string): Promise<{ readonly sha256: string; readonly size: number }> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    if (!(await file.stat()).isFile()) throw new Error('not a file')
    const hash = createHash('sha256')
    const buffer = new Uint8Array(1 << 20)
    let size = 0
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, size)
      if (bytesRead === 0) return { sha256: hash.digest('hex'), size }
      hash.update(buffer.subarray(0, bytesRead))
      size += bytesRead
    }
  } finally {
    await file.close()
  }
}
