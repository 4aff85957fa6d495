import type { IncidentSummary, PlaybookView } from '../../../shared/ipc/contract/incidents.ts'

const DAY = 86_400_000
const COUNTS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six'] as const

function count(number: number, one: string, many: string): string {
  return `${COUNTS[number] ?? String(number)} ${number === 1 ? one : many}`
}

/** What is true now, in one sentence. */
export function headline(open: readonly Pick<IncidentSummary, 'drill'>[]): string {
  const drills = open.filter(({ drill }) => drill).length
  const incidents = open.length - drills
  if (incidents > 0 && drills > 0) {
    return `${count(incidents, 'incident', 'incidents')} and ${count(drills, 'drill', 'drills').toLocaleLowerCase('en')} are open`
  }
  if (drills > 0) return `${count(drills, 'drill is', 'drills are')} open, no incident`
  return incidents === 0 ? 'No incident is open' : count(incidents, 'incident is open', 'incidents are open')
}

/** What readiness rests on: how many playbooks there are, and how long ago the last drill was. */
export function proof(playbooks: readonly Pick<PlaybookView, 'test'>[], now: number): string {
  const ready = `${count(playbooks.length, 'playbook is', 'playbooks are')} ready.`
  const last = playbooks
    .flatMap(({ test }) => (test.last === null ? [] : [Date.parse(test.last)]))
    .reduce((newest, at) => Math.max(newest, at), 0)
  if (last === 0) return `${ready} No drill was held in this facility yet; at least one a year is asked for.`
  const days = Math.floor((now - last) / DAY)
  const late = playbooks.filter(({ test }) => test.late).length
  const when = days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`
  return `${ready} The last drill was ${when}.${late === 0 ? '' : ` ${count(late, 'playbook waits', 'playbooks wait')} for one.`}`
}

/** When a playbook is to be drilled again. */
export function testWords({ last, dueAt, late }: Pick<PlaybookView['test'], 'last' | 'dueAt' | 'late'>): string {
  if (last === null) return 'Never drilled here'
  if (late) return `Its drill was due ${(dueAt ?? last).slice(0, 10)}`
  return `Drilled ${last.slice(0, 10)}, next until ${(dueAt ?? last).slice(0, 10)}`
}
