import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** What is wrong with a file as a PKCS#11 module, found without loading it: loading runs its code. */
export type ElfProblem = 'not-a-file' | 'not-elf' | 'not-shared' | 'other-machine' | 'no-function-list'

const ELF_MAGIC = 0x464c457f
const ET_DYN = 3
const SHT_DYNSYM = 11
const MACHINES: Readonly<Record<string, number>> = { x64: 62, arm64: 183, ia32: 3, arm: 40, riscv64: 243, loong64: 258 }

/** Null when the file is an ELF shared object for this machine that exports `symbol`. Throws what `open` throws. */
export function findElfProblem(path: string, symbol: string): ElfProblem | null {
  const file = openSync(path, 'r')
  try {
    if (!fstatSync(file).isFile()) return 'not-a-file'
    const header = read(file, 0, 64)
    if (header.length < 64 || header.readUInt32LE(0) !== ELF_MAGIC) return 'not-elf'
    const wide = header[4] === 2
    const little = header[5] === 1
    if (wide !== process.arch.endsWith('64') || !little || header.readUInt16LE(18) !== MACHINES[process.arch]) {
      return 'other-machine'
    }
    if (header.readUInt16LE(16) !== ET_DYN) return 'not-shared'
    return exportsSymbol(file, header, wide, symbol) ? null : 'no-function-list'
  } finally {
    closeSync(file)
  }
}

interface Section {
  readonly type: number
  readonly offset: number
  readonly size: number
  readonly link: number
}

function exportsSymbol(file: number, header: Buffer, wide: boolean, symbol: string): boolean {
  const tableAt = wide ? Number(header.readBigUInt64LE(40)) : header.readUInt32LE(32)
  const entrySize = header.readUInt16LE(wide ? 58 : 46)
  const count = header.readUInt16LE(wide ? 60 : 48)
  const table = read(file, tableAt, entrySize * count)
  if (table.length < entrySize * count || entrySize < (wide ? 64 : 40)) return false
  const section = (index: number): Section => {
    const at = index * entrySize
    return wide
      ? {
          type: table.readUInt32LE(at + 4),
          offset: Number(table.readBigUInt64LE(at + 24)),
          size: Number(table.readBigUInt64LE(at + 32)),
          link: table.readUInt32LE(at + 40),
        }
      : {
          type: table.readUInt32LE(at + 4),
          offset: table.readUInt32LE(at + 16),
          size: table.readUInt32LE(at + 20),
          link: table.readUInt32LE(at + 24),
        }
  }
  for (let index = 0; index < count; index++) {
    const symbols = section(index)
    if (symbols.type !== SHT_DYNSYM || symbols.link >= count) continue
    const names = section(symbols.link)
    if (definesSymbol(read(file, symbols.offset, symbols.size), read(file, names.offset, names.size), wide, symbol))
      return true
  }
  return false
}

function definesSymbol(symbols: Buffer, names: Buffer, wide: boolean, symbol: string): boolean {
  const size = wide ? 24 : 16
  const wanted = Buffer.from(`${symbol}\0`, 'latin1')
  for (let at = 0; at + size <= symbols.length; at += size) {
    const defined = symbols.readUInt16LE(at + (wide ? 6 : 14)) !== 0
    const name = symbols.readUInt32LE(at)
    if (defined && names.subarray(name, name + wanted.length).equals(wanted)) return true
  }
  return false
}

function read(file: number, offset: number, length: number): Buffer {
  const limit = fstatSync(file).size
  if (offset >= limit || length <= 0) return Buffer.alloc(0)
  const buffer = Buffer.alloc(Math.min(length, limit - offset))
  return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, offset))
}
