import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import type { FacilityVerdict } from '../../../../electron/core/log/verdict.ts'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import { type PracticeResult, runPracticeJob } from '../../../../electron/core/practice/job.ts'
import { consoleOptions } from '../../../support/test-facility.ts'

export interface PracticeFixture {
  readonly folder: string
  readonly practice: PracticeResult
  /** A copy of the facility, gone after all tests. */
  copy(): string
  /** The verdict after `change` was done to a copy. */
  after(change: (facility: string) => void): Promise<FacilityVerdict>
}

/** The practice job, run once for the tests of a file. */
export function practiceFixture(): PracticeFixture {
  const folder = mkdtempSync(join(tmpdir(), 'conclave-verify-'))
  let practice: PracticeResult | undefined
  let copies = 0
  beforeAll(async () => {
    practice = await runPracticeJob(join(folder, 'practice'), consoleOptions(), () => undefined)
  }, 180_000)
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  const result = (): PracticeResult => {
    if (practice === undefined) throw new Error('the practice job did not run')
    return practice
  }
  const copy = (): string => {
    copies += 1
    const target = join(folder, `copy-${String(copies)}`)
    cpSync(result().facility, target, { recursive: true })
    return target
  }
  return {
    folder,
    get practice() {
      return result()
    },
    copy,
    async after(change) {
      const facility = copy()
      try {
        change(facility)
        return await verifyFacility(facility)
      } finally {
        rmSync(facility, { recursive: true, force: true })
      }
    },
  }
}

export const codes = (verdict: FacilityVerdict): string[] => verdict.problems.map(({ code }) => code)
