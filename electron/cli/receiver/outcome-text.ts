import type { ApplyOutcome } from '../../../online/apply/run.ts'
import type { Outcome } from '../command.ts'
import { paragraphs, rows, wrapped } from '../format.ts'

const SENTENCE = {
  applied: 'Applied everywhere.',
  stopped: 'STOPPED. What had been begun where it failed was put back.',
  'rolled-back': 'Rolled back.',
  refused: 'Refused.',
} as const

/** How an apply or a rollback ended: exit code 1 when it was stopped by a failure. */
export function applyOutcome({ result, journal, receipt, failure }: ApplyOutcome): Outcome {
  const stages = journal.stages.map(({ region, result: stage, at, checks }) => ({
    region,
    result: stage ?? 'not-started',
    at,
    checks,
  }))
  const { epoch, sequence } = journal.handoff
  return {
    json: { result, epoch, sequence, reason: journal.stopped ?? journal.reason, stages, receipt },
    text: paragraphs(
      `Hand-off ${epoch}-${sequence}: ${SENTENCE[result]}`,
      ...stages.map(({ region, result: stage, checks }) =>
        [
          `${region}: ${stage}`,
          rows(
            checks.map(({ target, ok, detail }): [string, string] => [
              `${ok ? 'ok ' : 'BAD'}  ${target}`,
              wrapped(detail, '', 76),
            ]),
            '  ',
          ),
        ].join('\n'),
      ),
      `Receipt, to be carried back: ${receipt.json} and ${receipt.name}.p7s`,
    ),
    failure: failure ?? undefined,
  }
}
