import { fail } from '../../../../shared/failure.ts'
import type { FacilityState } from '../../../../shared/facility/state.ts'
import type { Story } from '../../../../shared/ipc/contract/stories.ts'
import type { FacilityRecord } from '../../facility/record.ts'
import { counted } from '../../../../shared/counted.ts'
import type { LogIndex } from '../log-index.ts'
import { fact } from './certificate.ts'
import { eventsOf } from './events.ts'

type Check = Story['checks'][number]

/** Everything that somebody did, and what the same person must not have done. From the columns: a million entries take a moment. */
export function personStory(record: FacilityRecord, index: LogIndex, id: string): Story {
  const { state } = record
  const person = state.people.get(id)
  if (person === undefined) throw fail('person-unknown', `Nobody is enrolled as "${id}".`)
  const acts = actsOf(index, id)
  const roles = new Set(acts.flatMap(({ role }) => (role === null ? [] : [role])))
  const approvals = acts.filter(({ kind }) => kind === 'approval-given')
  const runs = new Set(acts.flatMap(({ run }) => (run === null ? [] : [run])))
  return {
    subject: { of: 'person', person: id },
    title: person.name,
    sentence: `${counted(acts.length, 'entry', 'entries')} in ${counted(runs.size, 'run')}, ${counted(approvals.length, 'approval')}, as ${[...roles].join(', ') || 'nobody'}.`,
    facts: [
      fact('Enrolled', person.enrolledAt),
      fact('Removed', person.removedAt ?? 'no'),
      fact('Roles', person.roles.join(', ')),
      ...person.credentials.map((one) =>
        fact(one.id, `${one.kind}, ${one.algorithm}${one.revokedAt === null ? '' : `, revoked ${one.revokedAt}`}`),
      ),
    ],
    digests: [],
    checks: [
      oneRoleInEachRun(acts),
      rolesApart(state, person.roles),
      neverAlone(index, state, id),
      noOwnDecision(acts),
      auditorsApproveNothing(approvals),
    ],
    related: [...runs]
      .toReversed()
      .slice(0, 12)
      .map((run) => ({ subject: { of: 'run', run }, title: state.runs.get(run)?.plan.title ?? run, how: run })),
    events: eventsOf(
      record,
      acts.map(({ at }) => at),
    ),
    total: acts.length,
  }
}

interface Act {
  readonly at: number
  readonly kind: string | null
  readonly role: string | null
  readonly run: string | null
}

function actsOf({ columns }: LogIndex, person: string): Act[] {
  const number = columns.names.actor.find(person)
  const [actors, kinds] = [columns.values('actor'), columns.values('kind')]
  const [roles, runs] = [columns.values('role'), columns.values('run')]
  const found: Act[] = []
  for (let at = actors.indexOf(number); at !== -1; at = actors.indexOf(number, at + 1))
    found.push({
      at,
      kind: columns.names.kind.name(kinds[at] ?? 0),
      role: columns.names.role.name(roles[at] ?? 0),
      run: columns.names.run.name(runs[at] ?? 0),
    })
  return found
}

function check(rule: string, citation: string, bad: readonly number[], good: string, wrong: string): Check {
  return { rule, citation, ok: bad.length === 0, detail: bad.length === 0 ? good : wrong, entries: bad.slice(0, 20) }
}

function oneRoleInEachRun(acts: readonly Act[]): Check {
  const first = new Map<string, string>()
  const bad: number[] = []
  for (const { at, run, role } of acts) {
    if (run === null || role === null) continue
    const known = first.get(run)
    if (known === undefined) first.set(run, role)
    else if (known !== role) bad.push(at)
  }
  return check(
    'In one role in each run',
    'BR v2.2.6 §5.2.2',
    bad,
    counted(first.size, 'run'),
    'The role changed within a run.',
  )
}

function rolesApart({ policy }: FacilityState, roles: readonly string[]): Check {
  const pairs = policy?.exclusiveRoles ?? []
  const both = pairs.filter(([one, other]) => roles.includes(one) && roles.includes(other))
  return {
    rule: 'No two roles that the policy keeps apart',
    citation: 'the policy in force',
    ok: both.length === 0,
    detail:
      both.length === 0
        ? counted(pairs.length, 'pair of roles', 'pairs of roles')
        : both.map((pair) => pair.join(' and ')).join('; '),
    entries: [],
  }
}

/** Approve steps of runs that they started, in which nobody else approved. */
function neverAlone({ columns }: LogIndex, { runs }: FacilityState, id: string): Check {
  const started = new Set([...runs.values()].filter(({ starter }) => starter === id).map((run) => run.id))
  const [kinds, actors] = [columns.values('kind'), columns.values('actor')]
  const [runOf, stepOf] = [columns.values('run'), columns.values('step')]
  const approval = columns.names.kind.find('approval-given')
  const steps = new Map<string, { others: boolean; readonly at: number[] }>()
  for (let at = kinds.indexOf(approval); at !== -1; at = kinds.indexOf(approval, at + 1)) {
    const run = columns.names.run.name(runOf[at] ?? 0)
    if (run === null || !started.has(run)) continue
    const key = `${run} ${String(stepOf[at])}`
    const step = steps.get(key) ?? { others: false, at: [] }
    if (columns.names.actor.name(actors[at] ?? 0) === id) step.at.push(at)
    else step.others = true
    steps.set(key, step)
  }
  const bad = [...steps.values()].filter(({ others }) => !others).flatMap(({ at }) => at)
  return check(
    'Never the only approver of a run that the same person started',
    'BR v2.2.6 §5.2.2',
    bad,
    `${counted(started.size, 'run')} started, ${counted(steps.size, 'approved step')} in them`,
    'Nobody else approved.',
  )
}

/** A deviation that somebody noticed and decided, in the order of the log: one is open at a time. */
function noOwnDecision(acts: readonly Act[]): Check {
  const noticed = new Set(acts.filter(({ kind }) => kind === 'exception-raised').map(({ run }) => run))
  const decided = acts.filter(({ kind }) => kind === 'exception-decided')
  const bad = decided.filter(({ at, run }) => noticed.has(run) && isNewest(acts, at, run)).map(({ at }) => at)
  return check(
    'Decided no deviation that the same person had noticed',
    'WebTrust for CAs 4.1 h',
    bad,
    counted(decided.length, 'decided deviation'),
    'Noticed and decided by one person.',
  )
}

function isNewest(acts: readonly Act[], decided: number, run: string | null): boolean {
  const before = acts.findLast(
    (act) => act.at < decided && act.run === run && act.kind?.startsWith('exception-') === true,
  )
  return before?.kind === 'exception-raised'
}

function auditorsApproveNothing(approvals: readonly Act[]): Check {
  const bad = approvals.filter(({ role }) => role === 'auditor').map(({ at }) => at)
  return check(
    'Approved nothing as an auditor',
    'BR v2.2.6 §8.3',
    bad,
    counted(approvals.length, 'approval'),
    'An auditor approved.',
  )
}
