import { clocksOf } from '../../../shared/incident/clocks.ts'
import { countedOf } from '../../../shared/incident/counted.ts'
import { isUnsealed } from '../../../shared/incident/evidence-lock.ts'
import { ceremoniesOf, decisionsOf } from '../../../shared/incident/facts.ts'
import { visible } from '../../../shared/spoken-text.ts'
import { changedFiles } from '../../core/incident/changed-files.ts'
import { timelineOf } from '../../core/incident/timeline.ts'
import type { Call, Command, Outcome } from '../command.ts'
import { describeIncident } from '../incident/describe-incident.ts'
import { findIncident } from '../incident/find-incident.ts'
import { readSource } from '../paper-files.ts'
import { programLibrary } from '../places.ts'
import { summaryOf } from './incident-list.ts'

export const incidentShow: Command = {
  name: 'incident show',
  takes: 'DIR',
  summary: 'One incident or drill: what is next, its clocks and what is late, decisions, counts, and its timeline.',
  details: [
    'Without --run, the newest that is open, else the newest. Clocks are read now, or when it ended. Reads only and verifies nothing: "conclave log verify" does.',
  ],
  examples: ['conclave incident show north-vault --run run-0007'],
  options: { run: { type: 'string', value: 'RUN', help: 'Which one: run-0007.' } },
  positionals: { min: 1, max: 1 },
  run: show,
}

function show(call: Call): Outcome {
  const source = readSource(call.positionals[0] ?? '')
  const { state } = source
  const found = findIncident(state, call.option('run'))
  const { run, at } = found
  const timeline = timelineOf(source, run)
  const changed = changedFiles(programLibrary(), run)
  const json = {
    ...summaryOf(found),
    present: run.present.map(({ person, role }) => ({ person, role })),
    evidenceSealed: !isUnsealed(run),
    steps: run.steps.map(({ step, status, doneAt }) => ({ step: step.id, title: step.title, status, doneAt })),
    clocks: clocksOf(run, at),
    decisions: decisionsOf(state, run),
    ceremonies: ceremoniesOf(state, run.id),
    counted: countedOf(run),
    changedFiles: changed,
    timeline,
  }
  const text = describeIncident(state, found, timeline, changed)
  return { json, text: text.split('\n').map(visible).join('\n') }
}
