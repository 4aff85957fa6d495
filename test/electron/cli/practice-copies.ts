import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { CHECKOUT, conclave, conclaveJson, type Json } from './command-line.ts'

export const EXAMPLES = join(CHECKOUT, 'ceremonies', 'examples')
export const ROOT_PLAN = join(EXAMPLES, 'create-root.plan.yaml')
export const ANSWERS = join(EXAMPLES, 'practice.answers.yaml')

export interface PracticeCopies {
  /** Where the practice job left everything. */
  original(): string
  /** A folder of these tests, removed behind them. */
  folder(): string
  /** A facility of its own for each test. */
  facility(): string
}

/** What "conclave practice" makes, once for a file of tests. */
export function practiceCopies(): PracticeCopies {
  let folder = ''
  let copies = 0
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'conclave-run-'))
    const { code, stderr } = conclave(['practice', '--out', join(folder, 'practice')])
    if (code !== 0) throw new Error(stderr)
  }, 300_000)
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    original: () => join(folder, 'practice'),
    folder: () => folder,
    facility: () => {
      copies += 1
      const target = join(folder, `facility-${String(copies)}`)
      cpSync(join(folder, 'practice', 'facility'), target, { recursive: true })
      return target
    },
  }
}

/** The open run as "facility status" tells it; null when none is open. */
export function openRun(directory: string): Json | null {
  return conclaveJson(['facility', 'status', directory]).json['openRun'] as Json | null
}
