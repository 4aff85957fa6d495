import type { ClassificationAnswers } from '../../shared/incident/classification.ts'
import type { EntryData, EntryKind, LogEntry } from '../../shared/ledger/entries.ts'
import type { Role } from '../../shared/ids.ts'
import type { Playbook } from '../../shared/procedure/definition.ts'
import { judgeDecision } from '../../shared/procedure/decision.ts'
import { planDigest, type Plan } from '../../shared/procedure/plan.ts'
import type { StepKind } from '../../shared/procedure/outputs.ts'
import { applyRunEntry } from '../../shared/procedure/run.ts'
import { currentStep, openRun, type RunState } from '../../shared/procedure/run-state.ts'
import { attendance, opened, RUN, signature, signOff, TIME } from './run-log.ts'

const MINUTE = 60_000

export const HARMLESS: ClassificationAnswers = {
  complete: 'yes',
  extracted: 'no',
  used: 'no',
  enrolment: 'no',
  revocation: 'no',
  weakness: 'no',
}

/** A run of a playbook, entry by entry; `minute` is counted from its opening. Ada is here as responder, Ben as officer. */
export class PlaybookLog {
  readonly run: RunState
  readonly plan: Plan
  #next = 10
  minute = 0

  constructor(definition: Playbook, start: Partial<EntryData<'run-opened'>> = {}) {
    this.plan = { type: 'conclave-plan/v1', title: 'Sample', definition, inputs: {}, profiles: {} }
    const data = { ...opened(), awareAt: TIME, plan: planDigest(this.plan), ...start }
    this.run = openRun(this.make('run-opened', data) as never, this.plan)
    this.comes('ada', 'responder').comes('ben', 'officer')
    this.does('assemble', { present: [{ person: 'ada', role: 'responder' }] })
  }

  at(minute: number): this {
    this.minute = minute
    return this
  }

  comes(person: string, role: Role): this {
    const { statement } = attendance(person)
    return this.apply('person-signed-in', { statement: { ...statement, role }, signature })
  }

  /** The current step, which is of this kind. */
  does(kind: StepKind, output: object): this {
    const step = this.current
    this.apply('step-started', { kind }, step)
    return this.apply('step-done', { kind, output } as never, step)
  }

  decides(person: string, role: Role, choice: string, answers: ClassificationAnswers | null = null): this {
    const { facility, credential } = attendance(person).statement
    const statement = {
      type: 'conclave-decision/v1',
      facility,
      run: RUN,
      step: this.current ?? '',
      plan: planDigest(this.plan),
      choice,
      answers,
      reason: 'Because.',
      role,
      person,
      credential,
      time: this.time,
    } as const
    return this.apply('decision-given', { statement, signature }, this.current)
  }

  /** Ends the current step with what was decided in it. */
  settles(): this {
    const state = currentStep(this.run)
    const output = state === null ? null : judgeDecision(state)
    return this.apply('step-done', { kind: state?.step.kind, output } as never, this.current)
  }

  chooses(choice: string, answers: ClassificationAnswers | null = null): this {
    return this.decides('ada', 'responder', choice, answers).settles()
  }

  signsOff(): this {
    for (const { person } of this.run.present) this.apply('sign-off-given', signOff(person), this.current)
    const checkpoint = signOff('ada').statement.checkpoint
    const agree = this.run.present.map(({ person }) => person)
    this.apply('step-done', { kind: 'sign-off', output: { checkpoint, agree, disagree: [] } } as never, this.current)
    return this.apply('run-closed', { agree, disagree: [] })
  }

  apply<K extends EntryKind>(kind: K, data: EntryData<K>, step: string | null = null): this {
    applyRunEntry(this.run, this.make(kind, data, step))
    return this
  }

  make(kind: EntryKind, data: unknown, step: string | null = null): LogEntry {
    const entry = {
      index: this.#next++,
      time: this.time,
      kind,
      actor: 'ada',
      role: null,
      run: RUN,
      step,
      data,
      blobs: [],
    }
    return entry as unknown as LogEntry
  }

  get time(): string {
    return new Date(Date.parse(TIME) + this.minute * MINUTE).toISOString()
  }

  get current(): string | null {
    return currentStep(this.run)?.step.id ?? null
  }

  /** Ids of steps of this status. */
  of(status: string): string[] {
    return this.run.steps.filter((state) => state.status === status).map(({ step }) => step.id)
  }
}
