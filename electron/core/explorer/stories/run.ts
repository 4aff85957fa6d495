import { fail } from '../../../../shared/failure.ts'
import type { Story } from '../../../../shared/ipc/contract/stories.ts'
import type { FacilityRecord } from '../../facility/record.ts'
import { counted } from '../../../../shared/counted.ts'
import { commonName, personName } from '../../log/wording.ts'
import { viewDigest } from '../../views/pieces.ts'
import type { LogIndex } from '../log-index.ts'
import { fact } from './certificate.ts'
import { eventsOf } from './events.ts'

const STATUS = { open: 'is not closed', closed: 'was closed', aborted: 'was aborted' } as const

/** One ceremony or playbook: who was there, what it made, what did not go as planned, and every entry of it. */
export function runStory(record: FacilityRecord, index: LogIndex, id: string): Story {
  const { state } = record
  const run = state.runs.get(id)
  if (run === undefined) throw fail('run-not-found', `The log has no run "${id}".`)
  const values = index.columns.values('run')
  const number = index.columns.names.run.find(id)
  const found: number[] = []
  for (let at = values.indexOf(number); at !== -1; at = values.indexOf(number, at + 1)) found.push(at)
  const people = Map.groupBy(run.attendance, ({ person }) => person)
  const made = state.certificates.filter((one) => one.run === id)
  const keys = [...state.keys.values()].filter((key) => key.run === id)
  const disagree = run.steps.flatMap(({ signOffs }) => signOffs).filter(({ statement }) => !statement.agrees)
  return {
    subject: { of: 'run', run: id },
    title: run.plan.title,
    sentence: `${id} ${STATUS[run.status]}: ${counted(people.size, 'person', 'people')} in the room, ${counted(run.exceptions.length, 'deviation')}, ${counted(disagree.length, 'objection')}.`,
    facts: [
      fact('Opened', run.openedAt),
      fact('Ended', run.closedAt ?? 'not yet'),
      fact('Started by', personName(state, run.starter)),
      ...[...people].map(([person, stays]) =>
        fact(personName(state, person), [...new Set(stays.map(({ role }) => role))].join(', ')),
      ),
      ...run.exceptions.map(({ index: at, happened, decided }) =>
        fact(
          `Deviation, entry ${String(at)}`,
          `${happened} ${decided === null ? 'Nobody decided.' : decided.statement.reason}`,
        ),
      ),
    ],
    digests: [
      { name: 'Plan', digest: viewDigest(run.planDigest) },
      { name: 'Policy in force', digest: viewDigest(run.policyDigest) },
    ],
    checks: [],
    related: [
      ...keys.map(({ name }) => ({ subject: { of: 'key' as const, key: name }, title: name, how: 'was made in it' })),
      ...made.map(({ certificate, subject }) => ({
        subject: { of: 'certificate' as const, certificate },
        title: commonName(subject),
        how: 'was issued in it',
      })),
      ...[...people.keys()].map((person) => ({
        subject: { of: 'person' as const, person },
        title: personName(state, person),
        how: 'was there',
      })),
    ],
    events: eventsOf(record, found),
    total: found.length,
  }
}
