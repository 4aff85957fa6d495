import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { findSoftHsm } from '../../../electron/core/practice/softhsm.ts'
import { findElfProblem } from '../../../electron/hsm/elf.ts'

const PROBLEMS = [null, 'not-elf', 'not-shared', 'other-machine', 'no-function-list']
const folder = mkdtempSync(join(tmpdir(), 'conclave-elf-'))
const library = readFileSync(findSoftHsm() ?? '')

afterAll(() => {
  rmSync(folder, { recursive: true })
})

function problemOf(content: Uint8Array | string): string | null {
  const path = join(folder, 'module.so')
  writeFileSync(path, content)
  return findElfProblem(path, 'C_GetFunctionList')
}

describe('findElfProblem', () => {
  it('accepts a PKCS#11 module', () => {
    expect(problemOf(library)).toBeNull()
  })

  it('wants the symbol defined, not only mentioned', () => {
    expect(findElfProblem(findSoftHsm() ?? '', 'memcpy')).toBe('no-function-list')
    expect(findElfProblem(findSoftHsm() ?? '', 'C_GetFunctionLis')).toBe('no-function-list')
  })

  it('refuses a library for another processor', () => {
    const other = Buffer.from(library)
    other.writeUInt16LE(8, 18)
    expect(problemOf(other)).toBe('other-machine')
  })

  it('refuses an object that is not shared', () => {
    const other = Buffer.from(library)
    other.writeUInt16LE(1, 16)
    expect(problemOf(other)).toBe('not-shared')
  })

  it('refuses what is not ELF', () => {
    expect(problemOf('')).toBe('not-elf')
    expect(problemOf('#!/bin/sh\n')).toBe('not-elf')
    expect(findElfProblem(folder, 'C_GetFunctionList')).toBe('not-a-file')
  })

  it('throws for a file that is not there', () => {
    expect(() => findElfProblem(join(folder, 'nothing'), 'C_GetFunctionList')).toThrow('ENOENT')
  })

  it('never throws on a damaged file, wherever it is cut or changed', () => {
    const property = fc.property(fc.nat(library.length), fc.nat(63), fc.nat(255), (length, at, value) => {
      const damaged = Buffer.from(library.subarray(0, length))
      if (at < damaged.length) damaged[at] = value
      expect(PROBLEMS).toContain(problemOf(damaged))
    })
    fc.assert(property, { numRuns: 100 })
  })
})
