import { createReadStream, createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'
import { Stop } from './say.mjs'

// APPNOTE.TXT 4.3.16, 4.3.12, 4.3.7: end of central directory, central file header, local file header
const END = { signature: 0x06054b50, size: 22 }
const CENTRAL = { signature: 0x02014b50, size: 46 }
const LOCAL = { signature: 0x04034b50, size: 30 }
const STORED = 0
const DEFLATED = 8
const COMMENT_MAX = 0xffff

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {number} method
 * @property {number} compressed length in bytes
 * @property {number} offset of the local header
 * @property {number} mode Unix permissions
 */

/** Unpacks regular files with their permissions. `place` tells where a file goes, or null to leave it out. No ZIP64.
 * @param {string} archive @param {string} target @param {(name: string) => string | null} place */
export async function extractZip(archive, target, place) {
  const file = await open(archive)
  try {
    for (const entry of await readDirectory(file)) {
      const path = entry.name.endsWith('/') ? null : place(entry.name)
      if (path === null) continue
      if (normalize(path).startsWith('..')) throw new Stop(`the archive names a file outside its folder: ${entry.name}`)
      await extractEntry(file, archive, entry, join(target, path))
    }
  } finally {
    await file.close()
  }
}

/** @param {import('node:fs/promises').FileHandle} file @returns {Promise<Entry[]>} */
async function readDirectory(file) {
  const { size } = await file.stat()
  const tail = await read(file, Math.max(0, size - END.size - COMMENT_MAX), Math.min(size, END.size + COMMENT_MAX))
  let at = tail.length - END.size
  while (at >= 0 && tail.readUInt32LE(at) !== END.signature) at--
  if (at < 0) throw new Stop('the archive is not a ZIP file')
  const count = tail.readUInt16LE(at + 10)
  const directory = await read(file, tail.readUInt32LE(at + 16), tail.readUInt32LE(at + 12))
  /** @type {Entry[]} */
  const entries = []
  let next = 0
  while (entries.length < count) {
    if (directory.readUInt32LE(next) !== CENTRAL.signature) throw new Stop('the directory of the ZIP file is damaged')
    const nameLength = directory.readUInt16LE(next + 28)
    const nameAt = next + CENTRAL.size
    entries.push({
      name: directory.toString('utf8', nameAt, nameAt + nameLength),
      method: directory.readUInt16LE(next + 10),
      compressed: directory.readUInt32LE(next + 20),
      offset: directory.readUInt32LE(next + 42),
      mode: (directory.readUInt32LE(next + 38) >>> 16) & 0o777,
    })
    next = nameAt + nameLength + directory.readUInt16LE(next + 30) + directory.readUInt16LE(next + 32)
  }
  return entries
}

/** @param {import('node:fs/promises').FileHandle} file @param {string} archive its path
 * @param {Entry} entry @param {string} path */
async function extractEntry(file, archive, entry, path) {
  const header = await read(file, entry.offset, LOCAL.size)
  if (header.readUInt32LE(0) !== LOCAL.signature) throw new Stop(`the ZIP file is damaged at ${entry.name}`)
  const start = entry.offset + LOCAL.size + header.readUInt16LE(26) + header.readUInt16LE(28)
  mkdirSync(dirname(path), { recursive: true })
  const mode = entry.mode === 0 ? 0o644 : entry.mode
  if (entry.compressed === 0) {
    writeFileSync(path, '', { mode })
    return
  }
  const output = createWriteStream(path, { mode })
  const input = createReadStream(archive, { start, end: start + entry.compressed - 1 })
  if (entry.method === STORED) await pipeline(input, output)
  else if (entry.method === DEFLATED) await pipeline(input, createInflateRaw(), output)
  else throw new Stop(`the ZIP file uses method ${entry.method} for ${entry.name}`)
}

/** @param {import('node:fs/promises').FileHandle} file @param {number} position @param {number} length */
async function read(file, position, length) {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read(buffer, 0, length, position)
  if (bytesRead !== length) throw new Stop('the ZIP file is cut off')
  return buffer
}
