import type { FailureCode } from '../../../shared/failure.ts'
import { OperationError } from '../../../shared/failure.ts'

export interface EvidenceCheck {
  readonly name: string
  readonly ok: boolean
  readonly detail: string
}

export interface EvidenceProblem {
  readonly code: FailureCode
  readonly message: string
}

/** Checks, one after another; those after a failed one go on where they can. */
export class Checks {
  readonly checks: EvidenceCheck[] = []
  readonly problems: EvidenceProblem[] = []
  readonly notChecked: string[] = []

  get ok(): boolean {
    return this.problems.length === 0
  }

  /** `work` returns what it saw in words, or throws an OperationError. */
  async check(name: string, work: () => Promise<string> | string): Promise<void> {
    try {
      this.checks.push({ name, ok: true, detail: await work() })
    } catch (error) {
      if (!(error instanceof OperationError)) throw error
      this.checks.push({ name, ok: false, detail: error.failure.message })
      this.problems.push({ code: error.code, message: error.failure.message })
    }
  }
}
