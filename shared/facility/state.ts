import { fail } from '../failure.ts'
import type { LogReview } from '../audit/review.ts'
import type { ActionItem } from '../incident/actions.ts'
import type { EntryData, EntryOf, LogEntry } from '../ledger/entries.ts'
import { type EnrolledPerson, enrolledPerson } from '../people/person.ts'
import type { Policy } from '../people/policy.ts'
import { applyChange, changeProblems } from './apply-change.ts'
import { collectRoom, recordReading, registeredReading, type RoomState } from './collect-room.ts'
import { applyDiscard } from './discard.ts'
import { collectReport, type TakenReport } from './reports.ts'
import type { QuarantinedFile } from '../gate/quarantine.ts'
import type { RegisteredReceiver } from '../handoff/receiver.ts'
import { NO_BAGS } from '../room/bags.ts'
import { applyKeyStep, type FacilityKey, type KeyStore } from './keys.ts'
import { applyActionClosed, applyIncidentStep, assertUnlocked } from './incidents.ts'
import { takenCredential } from './taken-credential.ts'
import { openingProblem } from './open-runs.ts'
import { issuedCertificates } from './issued-certificates.ts'
import { applyCrl, type RevocationStore } from './revoked.ts'
import { applyNewPin, applyOpening, applyUnknownPins, type PinStore } from './pins.ts'
import type { StepOutput } from '../procedure/outputs.ts'
import { procedureName } from '../procedure/definition.ts'
import type { Plan } from '../procedure/plan.ts'
import type { Rehearsal } from '../procedure/rehearsal.ts'
import { applyRunEntry } from '../procedure/run.ts'
import { openRun, outputOf, type RunState } from '../procedure/run-state.ts'

interface Issued {
  readonly run: string
  readonly issuedAt: string
  readonly index: number
}

export type IssuedCertificate = StepOutput<'issue-certificate'> & Issued
export type IssuedCrl = StepOutput<'issue-crl'> & Issued

export interface SignedHandoff {
  readonly run: string
  readonly signedAt: string
  /** Of the entry that says that it was signed. */
  readonly index: number
  readonly draft: StepOutput<'build-handoff'>
  readonly signatures: StepOutput<'sign-handoff'>['signatures']
  exported: StepOutput<'export'> | null
}

export interface RegisteredToken extends EntryData<'token-registered'> {
  readonly index: number
}

/** Everything the program knows of a facility: the fold of its log, and nothing else. */
export interface FacilityState extends KeyStore, PinStore, RevocationStore {
  founded: EntryData<'facility-founded'>
  /** Its founding ceremony is closed, or it is a practice facility: only then anything else is possible. */
  established: boolean
  foundedAt: string
  readonly people: Map<string, EnrolledPerson>
  policy: Policy | null
  policyDigest: string
  readonly tokens: Map<string, RegisteredToken>
  readonly certificates: IssuedCertificate[]
  readonly crls: IssuedCrl[]
  readonly handoffs: SignedHandoff[]
  /** By name; those that were removed too. */
  readonly receivers: Map<string, RegisteredReceiver>
  /** What came back from receivers, in the order of taking it in. */
  readonly reports: TakenReport[]
  /** What the gate kept out. */
  readonly quarantine: QuarantinedFile[]
  readonly runs: Map<string, RunState>
  readonly rehearsals: Rehearsal[]
  readonly reviews: LogReview[]
  /** What reviews promised, kept or not. */
  readonly actions: ActionItem[]
  readonly room: RoomState
  /**
   * The opening that this session began with, and the time of the entry before it; null before the first. What an earlier
   * session left open is older.
   */
  opened: { readonly index: number; readonly time: string; readonly lastBefore: string } | null
  size: number
  lastTime: string
}

export type LoadPlan = (digest: string) => Plan

export function foundState(entry: LogEntry | undefined): FacilityState {
  if (entry?.kind !== 'facility-founded' || entry.index !== 0) {
    throw fail('log-inconsistent', 'The log does not begin with the founding of a facility.', { detail: { index: 0 } })
  }
  return {
    founded: entry.data,
    established: entry.data.mode === 'practice',
    foundedAt: entry.time,
    people: new Map(),
    policy: null,
    policyDigest: '',
    tokens: new Map(),
    keys: new Map(),
    transportKeys: new Map(),
    backups: [],
    pins: new Map(),
    certificates: [],
    crls: [],
    revoked: new Map(),
    handoffs: [],
    receivers: new Map(),
    reports: [],
    quarantine: [],
    runs: new Map(),
    rehearsals: [],
    reviews: [],
    actions: [],
    room: { bags: NO_BAGS, readings: new Map() },
    opened: null,
    size: 1,
    lastTime: entry.time,
  }
}

/** Folds the next entry in. Throws log-inconsistent with the index of an entry that cannot follow. */
export function applyEntry(state: FacilityState, entry: LogEntry, loadPlan: LoadPlan): void {
  const lastBefore = state.lastTime
  state.size = entry.index + 1
  state.lastTime = entry.time
  switch (entry.kind) {
    case 'facility-founded':
      throw fail('log-inconsistent', `Entry ${String(entry.index)} founds the facility a second time.`, {
        detail: { index: entry.index },
      })
    case 'facility-opened':
      state.opened = { index: entry.index, time: entry.time, lastBefore }
      return
    case 'rehearsal-recorded':
      state.rehearsals.push({ index: entry.index, time: entry.time, statement: entry.data.statement })
      return
    case 'log-reviewed':
      state.reviews.push({ index: entry.index, time: entry.time, statement: entry.data.statement })
      return
    case 'file-quarantined':
      state.quarantine.push({ ...entry.data, index: entry.index, time: entry.time, run: entry.run, discarded: null })
      return
    case 'quarantine-discarded':
      applyDiscard(state, entry)
      return
    case 'action-closed':
      applyActionClosed(state, entry)
      return
    case 'person-enrolled':
      assertFounding(state, entry)
      assertNew(entry, !state.people.has(entry.data.person.id), 'this person is enrolled already')
      assertFree(entry, takenCredential(state, entry.data.person))
      state.people.set(entry.data.person.id, enrolledPerson(entry.data.person, entry.time, entry.index))
      return
    case 'policy-adopted':
      assertFounding(state, entry)
      state.policy = entry.data.policy
      state.policyDigest = entry.data.digest
      return
    case 'token-registered':
      assertFounding(state, entry)
      assertNew(entry, !state.tokens.has(entry.data.name), 'a token of this name is registered already')
      state.tokens.set(entry.data.name, { ...entry.data, index: entry.index })
      recordReading(state.room, entry.data.name, registeredReading(entry.data), entry.time)
      return
    case 'run-opened':
      assertNew(entry, entry.run !== null && !state.runs.has(entry.run), 'this run was opened before')
      assertNew(entry, mayOpen(state, entry.data.procedure), 'the founding of the facility comes first, and once')
      openNext(state, entry, loadPlan(entry.data.plan))
      return
    default:
      applyToRun(state, entry)
  }
}

function openNext(state: FacilityState, entry: EntryOf<'run-opened'>, plan: Plan): void {
  const { title, procedure, version } = entry.data
  const { definition } = plan
  const isOfPlan = plan.title === title && procedureName(definition) === procedure && definition.version === version
  assertNew(entry, isOfPlan, 'it names another procedure than its plan')
  assertFree(entry, openingProblem(state, plan, entry))
  state.runs.set(entry.run ?? '', openRun(entry, plan))
}

/** The ceremony that makes a production facility one: everybody signs the genesis off. */
export const FOUNDING_CEREMONY = 'found-facility'

/** Before the founding ceremony nothing but it, after it never again; practice facilities rehearse it as they like. */
export function mayOpen(state: FacilityState, procedure: string): boolean {
  return isPractice(state) || state.established !== (procedure === FOUNDING_CEREMONY)
}

/** What the engine never writes twice: a second one would quietly replace the first, a person's key for instance. */
function assertNew(entry: LogEntry, isNew: boolean, why: string): void {
  if (isNew) return
  throw fail(
    'log-inconsistent',
    `Entry ${String(entry.index)} (${entry.kind}) cannot follow what stands before it: ${why}.`,
    {
      detail: { index: entry.index },
    },
  )
}

function assertFree(entry: LogEntry, problem: string | null): void {
  assertNew(entry, problem === null, problem ?? '')
}

/** Nobody signs these entries: once people work here, one more would give the quorum to whoever can write to the disk. */
function assertFounding(state: FacilityState, entry: LogEntry): void {
  assertNew(entry, state.opened === null && state.runs.size === 0, 'it belongs to the founding, which was over')
}

function applyToRun(state: FacilityState, entry: LogEntry): void {
  const run = state.runs.get(entry.run ?? '')
  if (run === undefined)
    throw fail('log-inconsistent', `Entry ${String(entry.index)} belongs to no run.`, {
      detail: { index: entry.index },
    })
  assertUnlocked(state, run, entry)
  applyRunEntry(run, entry)
  if (entry.kind === 'run-closed' && procedureName(run.plan.definition) === FOUNDING_CEREMONY) state.established = true
  if (entry.kind === 'step-done') applyIncidentStep(state, run, entry)
  // What is played has no effect outside.
  if (run.drill) return
  if (entry.kind === 'step-done') collectOutput(state, run, entry)
  applyPins(state, run, entry)
}

function applyPins(state: FacilityState, run: RunState, entry: LogEntry): void {
  if (entry.kind === 'run-aborted') applyUnknownPins(state, run)
  const at = run.steps.find(({ step }) => step.id === entry.step)
  if (at === undefined) return
  if (entry.kind === 'effect-recorded') applyNewPin(state, at, entry)
  if (entry.kind === 'step-done' && at.step.kind === 'open-token') applyOpening(state, run, at)
}

function collectOutput(state: FacilityState, run: RunState, entry: EntryOf<'step-done'>): void {
  const done = run.steps.find((step) => step.step.id === entry.step)
  if (done === undefined) return
  const at = { run: run.id, issuedAt: entry.time, index: entry.index }
  const { step } = done
  collectRoom(state.room, run, done, entry)
  switch (step.kind) {
    case 'issue-certificate':
    case 'reissue-many':
      state.certificates.push(...issuedCertificates(run, done, at))
      return
    case 'issue-crl':
      state.crls.push({ ...outputOf(run, step.id, 'issue-crl'), ...at })
      applyCrl(state, run, step, entry.index)
      return
    case 'sign-handoff': {
      const draft = outputOf(run, step.handoff.split('.')[0] ?? '', 'build-handoff')
      state.handoffs.push({
        run: run.id,
        signedAt: entry.time,
        index: entry.index,
        draft,
        signatures: outputOf(run, step.id, 'sign-handoff').signatures,
        exported: null,
      })
      return
    }
    case 'apply-change': {
      const { change } = outputOf(run, step.id, 'apply-change')
      const [problem] = changeProblems(state, change)
      assertNew(entry, problem === undefined, problem ?? '')
      applyChange(state, change, entry)
      return
    }
    case 'export': {
      const output = outputOf(run, step.id, 'export')
      const handoff = state.handoffs.findLast((signed) => signed.draft.manifest === output.manifest)
      if (handoff !== undefined) handoff.exported = output
      return
    }
    case 'await-receipt':
    case 'import-status':
      collectReport(state, run, done, entry)
      return
    default:
      applyKeyStep(state, run, done, entry)
  }
}

/** The newest CRL of a key; null before the first. */
export function latestCrl(state: FacilityState, keyName: string): IssuedCrl | null {
  return state.crls.findLast((crl) => crl.signingKey === keyName) ?? null
}

/** The certificate that a key of this facility signs with; null before it has one. */
export function certificateOfKey(state: FacilityState, key: FacilityKey): IssuedCertificate | null {
  return state.certificates.findLast((certificate) => certificate.subjectKey === key.spki) ?? null
}

export function isPractice(state: FacilityState): boolean {
  return state.founded.mode === 'practice'
}
