import type { RunState } from '../../../shared/procedure/run-state.ts'
import type { ApprovalAnswer } from '../../../shared/transfer/approval-answer.ts'
import type { Engine } from '../procedure/engine.ts'
import { readAnswerFile } from './read-answer.ts'

export interface ImportedAnswer {
  readonly run: RunState
  readonly answer: ApprovalAnswer
  readonly via: 'file' | 'qr'
}

/**
 * Takes an answer that came back, from a file or a picture of its QR code, into the log: under the rules that hold in the
 * room, and once. Throws what readAnswerFile and Engine.acceptApproval throw, and already-refused.
 */
export async function importAnswer(
  engine: Engine,
  runId: string,
  stepId: string,
  path: string,
): Promise<ImportedAnswer> {
  const { answer, via } = readAnswerFile(path)
  const { statement, signature } = answer
  const given = { statement, signature, via }
  const isApproval = statement.type === 'conclave-approval/v1'
  const run = isApproval
    ? await engine.acceptApproval(runId, stepId, given)
    : await engine.acceptRefusal(runId, stepId, given)
  return { run, answer, via }
}
