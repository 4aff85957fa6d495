import type { AreaId } from '../../route.ts'

/** What a procedure of the library is started as. */
export type Purpose = 'ceremony' | 'incident' | 'drill'

export interface PurposeWords {
  readonly area: AreaId
  readonly title: (procedure: string) => string
  readonly inputs: string
  readonly titleLabel: string
  readonly titleHelp: string
  /** What starting it writes, and what it does not do. */
  readonly writes: string
  readonly spares: string
  readonly who: string
  readonly act: (person: string) => string
  readonly next: string
}

export const PURPOSE_WORDS: Readonly<Record<Purpose, PurposeWords>> = {
  ceremony: {
    area: 'ceremonies',
    title: (procedure) => procedure,
    inputs: 'What is to be made',
    titleLabel: 'Title of this run',
    titleHelp: 'Stands above the script, in the log and on the printed plan.',
    writes: 'Writes the plan and its digest, signed by the starter.',
    spares: 'It signs no certificate and opens no HSM. Whoever starts a run cannot be its only approver.',
    who: 'Who starts it',
    act: (person) => `Open this run as ${person}`,
    next: 'Step 1 comes next.',
  },
  incident: {
    area: 'incidents',
    title: (procedure) => `Declare an incident: ${procedure}`,
    inputs: 'What it is about',
    titleLabel: 'What happened, in one line',
    titleHelp: 'What you would say on the telephone. It stands in the bar of every screen, in the log and in the report.',
    writes: 'Writes the playbook and its digest, signed by who declares it, and starts the clocks.',
    spares: 'It revokes nothing, signs no certificate and calls nobody.',
    who: 'Who declares it, and leads',
    act: (person) => `Declare it as ${person}`,
    next: 'The clocks run from when somebody first knew.',
  },
  drill: {
    area: 'incidents',
    title: (procedure) => `Start a drill: ${procedure}`,
    inputs: 'What is played',
    titleLabel: 'What this drill is called',
    titleHelp: 'Stands in the log for ever, marked as a drill.',
    writes: 'Writes the playbook and its digest, marked as a drill, and starts its clocks.',
    spares: 'Nothing of it has an effect outside: its fleet is made up, and no key is used.',
    who: 'Who leads the drill',
    act: (person) => `Start the drill as ${person}`,
    next: 'The time until recovery is measured from now.',
  },
}
