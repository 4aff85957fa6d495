import type { Failure } from '../../shared/failure.ts'
import type { EntryData, EntryKind, EntryOf, LogEntry } from '../../shared/ledger/entries.ts'
import { type Plan, planDigest } from '../../shared/procedure/plan.ts'
import { applyRunEntry } from '../../shared/procedure/run.ts'
import { openRun, type RunState } from '../../shared/procedure/run-state.ts'
import type { StepKind } from '../../shared/procedure/outputs.ts'
import { issueProcedure } from './procedures.ts'

export const RUN = 'run-0001'
export const D = (digit: string): string => digit.repeat(64)
export const signature = 'ab'.repeat(64)
export const TIME = '2026-11-25T09:00:00.000Z'
export const token = { label: 'hsm', serial: '1' }

export const samplePlan: Plan = {
  type: 'conclave-plan/v1',
  title: 'Sample',
  definition: issueProcedure(),
  inputs: { token: 'hsm' },
  profiles: {},
}

export const item = { kind: 'certificate', tbs: D('1'), size: 100, key: D('2') } as const
export const generateIntent = {
  action: 'generate-key',
  token,
  tokenName: 'hsm',
  id: '0a',
  name: 'root-key',
  algorithm: 'ec-p384',
} as const
export const signIntent = {
  action: 'sign',
  token,
  id: '0a',
  key: D('2'),
  item,
  algorithm: 'ecdsa-sha384',
  signer: 'root-key',
} as const
export const generateEffect = { action: 'generate-key', spki: D('2') } as const
export const signEffect = { action: 'sign', signer: 'root-key', signature: 'cd'.repeat(96) } as const
export const refused: Failure = { code: 'hsm-refused', message: 'No.' }

const lint = { rules: 1, errors: 0, warnings: 0, checkedAgainst: 'RFC 5280', report: D('3') }
const certificate = {
  subject: 'CN=Root',
  serial: '01',
  notBefore: TIME,
  notAfter: TIME,
  subjectKey: D('2'),
  signingKey: 'root-key',
}

/** An output of each kind that the sample procedure has. */
export const outputs = {
  assemble: {
    present: [
      { person: 'ada', role: 'officer' },
      { person: 'ben', role: 'officer' },
    ],
  },
  'generate-key': {
    key: { name: 'root-key', token, tokenName: 'hsm', id: '0a', algorithm: 'ec-p384', spki: D('2') },
    dossier: D('4'),
    backup: 'none',
    recovered: false,
  },
  'preview-certificate': {
    ...certificate,
    type: 'certificate',
    item,
    profile: 'fleet-root',
    signatureAlgorithm: 'ecdsa-sha384',
    issuer: 'CN=Root',
    lint,
  },
  approve: { items: [item], approvers: ['ada', 'ben'] },
  'issue-certificate': { ...certificate, certificate: D('5'), profile: 'fleet-root', recovered: false },
  'sign-off': { checkpoint: { size: 9, root: D('6') }, agree: ['ada', 'ben'], disagree: [] },
} as const

const people = { facility: 'f', plan: planDigest(samplePlan), credential: 'one', time: TIME }

export function approval(person: string, more: object = {}): EntryData<'approval-given'> {
  return {
    statement: {
      type: 'conclave-approval/v1',
      ...people,
      run: RUN,
      step: 'agree',
      policy: D('7'),
      items: [item],
      role: 'officer',
      person,
      ...more,
    },
    signature,
    via: 'room',
  }
}

export function refusal(person: string): EntryData<'approval-refused'> {
  return {
    statement: {
      type: 'conclave-act/v1',
      act: 'refuse-approval',
      ...people,
      run: RUN,
      step: 'agree',
      policy: D('7'),
      note: 'No.',
      person,
    },
    signature,
    via: 'room',
  }
}

export function attendance(person: string, act: 'sign-in' | 'sign-out' = 'sign-in'): EntryData<'person-signed-in'> {
  const { facility, plan, credential, time } = people
  return {
    statement: {
      type: 'conclave-attendance/v1',
      act,
      facility,
      run: RUN,
      plan,
      role: 'officer',
      note: '',
      person,
      credential,
      time,
    },
    signature,
  }
}

/** `by` decides on the deviation of this entry. */
export function decisionOn(
  exception: number,
  by: string,
  decided: 'continue' | 'abort' = 'continue',
): EntryData<'exception-decided'> {
  const { facility, plan, credential, time } = people
  return {
    statement: {
      type: 'conclave-exception/v1',
      facility,
      run: RUN,
      step: null,
      plan,
      exception,
      deviation: D('8'),
      decision: decided,
      reason: 'Because.',
      person: by,
      credential,
      time,
    },
    signature,
  }
}

export function abortion(person: string): EntryData<'run-aborted'> {
  return { statement: { ...refusal(person).statement, act: 'abort-run', step: null }, signature }
}

export function signOff(person: string): EntryData<'sign-off-given'> {
  const checkpoint = outputs['sign-off'].checkpoint
  return {
    statement: { type: 'conclave-sign-off/v1', ...people, run: RUN, checkpoint, agrees: true, remark: '', person },
    signature,
  }
}

export function reconciled(
  intent: number,
  decision: 'adopt' | 'retire',
  key: string | null = D('2'),
): EntryData<'effect-reconciled'> {
  const statement = {
    type: 'conclave-reconcile/v1',
    facility: 'f',
    run: RUN,
    step: 'root',
    intent,
    decision,
    key,
    person: 'ada',
    credential: 'one',
    time: TIME,
  } as const
  return { intent, decision, found: 'A key.', statements: [{ statement, signature }] }
}

export function opened(run = RUN): EntryData<'run-opened'> {
  const start = { ...abortion('ada').statement, act: 'start-run' as const, run }
  return {
    title: 'Sample',
    procedure: 'sample',
    version: 1,
    plan: planDigest(samplePlan),
    starter: 'ada',
    drill: false,
    awareAt: null,
    incident: null,
    statement: start,
    signature,
  }
}

/** Makes entries in order and folds them into a run of the sample procedure. */
export class RunLog {
  readonly run: RunState
  #next: number

  constructor(first = 10) {
    this.#next = first
    this.run = openRun(this.make('run-opened', opened(), null), samplePlan)
  }

  get next(): number {
    return this.#next
  }

  make<K extends EntryKind>(kind: K, data: EntryData<K>, step: string | null, run: string | null = RUN): EntryOf<K> {
    const entry = { index: this.#next++, time: TIME, kind, actor: null, role: null, run, step, data, blobs: [] }
    return entry as unknown as EntryOf<K>
  }

  apply<K extends EntryKind>(kind: K, data: EntryData<K>, step: string | null = this.current): this {
    applyRunEntry(this.run, this.make(kind, data, step) as LogEntry)
    return this
  }

  get current(): string | null {
    return this.run.steps.find(({ status }) => status !== 'done')?.step.id ?? null
  }

  get status(): string | undefined {
    return this.run.steps.find(({ status }) => status !== 'done')?.status
  }

  start(kind: StepKind): this {
    return this.apply('step-started', { kind })
  }

  done(kind: keyof typeof outputs): this {
    return this.apply('step-done', { kind, output: outputs[kind] })
  }

  signedIn(): this {
    return this.apply('person-signed-in', attendance('ada'), null).apply('person-signed-in', attendance('ben'), null)
  }

  assembled(): this {
    return this.signedIn().start('assemble').done('assemble')
  }

  /** The key step asks the HSM; the intent has this index. */
  asked(): number {
    this.start('generate-key').apply('step-intended', { kind: 'generate-key', intent: generateIntent })
    return this.#next - 1
  }

  withKey(): this {
    const intent = this.assembled().asked()
    return this.apply('effect-recorded', { kind: 'generate-key', intent, effect: generateEffect }).done('generate-key')
  }

  previewed(): this {
    return this.withKey().start('preview-certificate').done('preview-certificate')
  }

  approved(): this {
    return this.previewed()
      .apply('approval-given', approval('ada'))
      .apply('approval-given', approval('ben'))
      .done('approve')
  }

  issued(): this {
    this.approved().start('issue-certificate').apply('step-intended', { kind: 'issue-certificate', intent: signIntent })
    const data = { kind: 'issue-certificate' as const, intent: this.#next - 1, effect: signEffect }
    return this.apply('effect-recorded', data).done('issue-certificate')
  }

  signedOff(): this {
    return this.issued()
      .apply('sign-off-given', signOff('ada'))
      .apply('sign-off-given', signOff('ben'))
      .done('sign-off')
  }
}
