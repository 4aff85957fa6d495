import { rollBack } from '../../../online/apply/rollback.ts'
import { type Call, type Command, type Outcome, UsageError } from '../command.ts'
import { applyOutcome } from '../receiver/outcome-text.ts'
import { CONFIG, locked, STATE, surroundingsOf } from '../receiver/places.ts'

export const handoffRollback: Command = {
  name: 'handoff rollback',
  takes: '',
  summary: 'The receiver: puts back what every region had before the last hand-off.',
  details: [
    'The files of the generation before are put in place and services reloaded, the last region first. The hand-off stays the last that was accepted: nothing older is accepted after it, and the same one can be applied again.',
    'What is being applied and not finished is put back first. A hand-off that revoked or distrusted something is not rolled back without --believe-again.',
  ],
  examples: [
    'conclave handoff rollback --state /var/lib/conclave --config receiver.yaml --reason "new chain breaks the billing clients"',
  ],
  options: {
    ...STATE,
    ...CONFIG,
    reason: { type: 'string', value: 'WHY', help: 'For the receipt.' },
    region: { type: 'string', value: 'NAME', help: 'Only this region.' },
    'believe-again': { type: 'boolean', help: 'What the hand-off revoked or distrusted is believed again.' },
  },
  positionals: { min: 0, max: 0 },
  run: rollback,
}

async function rollback(call: Call): Promise<Outcome> {
  const reason = call.option('reason')
  if (reason === undefined || reason.trim() === '')
    throw new UsageError('"handoff rollback" needs --reason.', handoffRollback)
  const around = surroundingsOf(call, handoffRollback)
  const region = call.option('region') ?? null
  if (region !== null && !around.config.regions.some(({ name }) => name === region))
    throw new UsageError(`The configuration has no region "${region}".`, handoffRollback)
  const request = { reason: reason.slice(0, 400), region, believeAgain: call.flag('believe-again') }
  return applyOutcome(await locked(around.store, () => rollBack(around, request)))
}
