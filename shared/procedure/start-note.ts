/** What a run is begun as. */
export interface RunStart {
  readonly title: string
  readonly drill: boolean
  /** When somebody first knew of the incident; null for a ceremony. */
  readonly awareAt: string | null
  /** The playbook run that asked for this ceremony. */
  readonly incident: string | null
}

/** The note that a starter signs: with it, nobody can turn a drill into an incident, or move the time from which clocks run. */
export function startNote({ title, drill, awareAt, incident }: RunStart): string {
  const since = awareAt === null ? '' : ` Known since ${awareAt}.`
  const whose = incident === null ? '' : ` For the incident ${incident}.`
  const mark = drill ? 'DRILL. ' : ''
  return since === '' && whose === '' && mark === '' ? title : `${mark}${title}.${since}${whose}`
}
