import { applyHandoff } from '../../../online/apply/run.ts'
import { type StageName, STAGES } from '../../../online/config/schema.ts'
import { type Call, type Command, type Outcome, UsageError } from '../command.ts'
import { applyOutcome } from '../receiver/outcome-text.ts'
import { ACCEPT_LATE, CONFIG, locked, STATE, surroundingsOf } from '../receiver/places.ts'

export const handoffApply: Command = {
  name: 'handoff apply',
  takes: '[PATH]',
  summary: 'The receiver: applies a hand-off region by region, canaries first, with a real TLS handshake as gate.',
  details: [
    'Verifies it, looks whether every target can be given what it brings, remembers it, and only then changes files: all at once per target, with the old ones kept. After each reload the handshakes of the configuration must come out as they say. When one does not, everything of that region is put back and nothing further is begun.',
    'Stopped at any moment, also by a power cut, every target has its old files or its new ones; "handoff status" says which, and the same command (or --resume) finishes. A receipt is signed at the end.',
  ],
  examples: ['conclave handoff apply handoff-fleet-1-2.tar --state /var/lib/conclave --config receiver.yaml'],
  options: {
    ...STATE,
    ...CONFIG,
    ...ACCEPT_LATE,
    resume: { type: 'boolean', help: 'Without PATH: go on with what was begun.' },
    until: {
      type: 'string',
      value: 'STAGE',
      help: 'Leave the stages after this one for another time: canary, region, all.',
    },
    'close-breaker': { type: 'boolean', help: 'Try regions again that failed too often in a row.' },
  },
  positionals: { min: 0, max: 1 },
  run: apply,
}

async function apply(call: Call): Promise<Outcome> {
  const path = call.positionals[0] ?? null
  if ((path === null) !== call.flag('resume'))
    throw new UsageError('"handoff apply" needs the PATH of a hand-off, or --resume.', handoffApply)
  const until = call.option('until') ?? 'all'
  if (!isStage(until)) throw new UsageError(`--until is one of ${STAGES.join(', ')}.`, handoffApply)
  const around = surroundingsOf(call, handoffApply)
  const request = { path, until, acceptLate: call.flag('accept-late'), closeBreaker: call.flag('close-breaker') }
  return applyOutcome(await locked(around.store, () => applyHandoff(around, request)))
}

function isStage(text: string): text is StageName {
  return STAGES.some((stage) => stage === text)
}
