import { clocksOf } from '../../../shared/incident/clocks.ts'
import { classOf, minute } from '../../../shared/incident/facts.ts'
import { currentStep } from '../../../shared/procedure/run-state.ts'
import { visible } from '../../../shared/spoken-text.ts'
import { readFacility } from '../../core/log/read-facility.ts'
import type { Call, Command, Outcome } from '../command.ts'
import { type FoundIncident, incidentsOf } from '../incident/find-incident.ts'
import { drillMark } from '../incident/words.ts'

export const incidentList: Command = {
  name: 'incident list',
  takes: 'DIR',
  summary: 'The incidents and drills of a facility, the open ones first.',
  details: [
    'A drill is marked, and nothing of it happened. Reads only, also beside an open console; it replays the log and verifies nothing: "conclave log verify" does.',
  ],
  examples: ['conclave incident list north-vault'],
  options: {
    open: { type: 'boolean', help: 'Only those that are open.' },
    drills: { type: 'boolean', help: 'Only drills.' },
  },
  positionals: { min: 1, max: 1 },
  run: list,
}

function list(call: Call): Outcome {
  const { state } = readFacility(call.positionals[0] ?? '')
  const shown = incidentsOf(state).filter(
    ({ run }) => (!call.flag('open') || run.status === 'open') && (!call.flag('drills') || run.drill),
  )
  const text = shown.length === 0 ? 'There is none.' : shown.map((one) => visible(lineOf(one))).join('\n')
  return { json: { facility: state.founded.name, incidents: shown.map(summaryOf) }, text }
}

/** What a list says of one. */
export function summaryOf({ run, playbook, at }: FoundIncident): object {
  const step = run.status === 'open' ? currentStep(run) : null
  return {
    run: run.id,
    title: run.plan.title,
    drill: run.drill,
    status: run.status,
    playbook: playbook.playbook,
    version: playbook.version,
    plan: run.planDigest,
    awareAt: run.awareAt,
    openedAt: run.openedAt,
    closedAt: run.closedAt,
    class: classOf(run),
    next: step === null ? null : { step: step.step.id, number: step.number, title: step.step.title },
    late: lateOf(run, at).map(({ id }) => id),
  }
}

function lineOf({ run, playbook, at }: FoundIncident): string {
  const step = run.status === 'open' ? currentStep(run) : null
  const late = lateOf(run, at).length
  return [
    run.id,
    run.status.padEnd(7),
    minute(run.openedAt),
    `class ${classOf(run) ?? '-'}`,
    `${drillMark(run)}${run.plan.title} (${playbook.title})${step === null ? '' : `, next: ${String(step.number)}, ${step.step.title}`}${late === 0 ? '' : `, LATE: ${String(late)}`}`,
  ].join('  ')
}

function lateOf(run: FoundIncident['run'], at: string): ReturnType<typeof clocksOf> {
  return clocksOf(run, at).filter(({ status }) => status === 'late' || status === 'missed')
}
