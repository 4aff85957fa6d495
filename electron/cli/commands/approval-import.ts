import { FacilityConsole } from '../../core/console.ts'
import { importAnswer } from '../../core/transfer/import-answer.ts'
import { judgeApprovals } from '../../core/procedure/approvals.ts'
import { type Call, type Command, type Outcome, UsageError } from '../command.ts'
import { consoleOptions } from '../places.ts'
import { openApproval } from '../transfer/open-approval.ts'
import { answerSummary } from './approval-inspect.ts'

export const approvalImport: Command = {
  name: 'approval import',
  takes: 'ANSWER',
  summary: 'Takes an answer from elsewhere into the log of a facility: a file, or a PNG picture of its QR code.',
  details: [
    'It is refused unless it is for the very bytes, step, run, plan and policy that are waiting, is signed by somebody who may approve, and was not taken in before: an approval counts once, however often and by whatever way it comes.',
  ],
  options: { facility: { type: 'string', value: 'DIR', help: 'The facility. It must not be open elsewhere.' } },
  positionals: { min: 1, max: 1 },
  run: take,
}

async function take(call: Call): Promise<Outcome> {
  const directory = call.option('facility')
  if (directory === undefined) throw new UsageError('"approval import" needs --facility DIR.', approvalImport)
  const session = await FacilityConsole.open(
    directory,
    consoleOptions((words) => {
      call.progress(words)
    }),
  )
  try {
    const { state } = session.facility
    const at = openApproval(state)
    const { run, answer, via } = await importAnswer(session.engine, at.run, at.step, call.positionals[0] ?? '')
    const step = run.steps.find((each) => each.step.id === at.step)
    const missing = step === undefined || step.status === 'done' ? null : judgeApprovals(state, run, step).missing
    return {
      json: {
        ...at,
        person: answer.statement.person,
        via,
        approves: answer.statement.type === 'conclave-approval/v1',
        missing,
      },
      text: `${answerSummary(answer, via)}\n\nIt is in the log.${missing === null ? ' The step is approved.' : ` Missing: ${missing}.`}`,
    }
  } finally {
    await session.close()
  }
}
