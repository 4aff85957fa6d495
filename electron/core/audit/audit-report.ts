import type {
  AuditCertificate,
  AuditException,
  AuditRefusal,
  AuditReport,
  AuditRun,
} from '../../../shared/audit/report.ts'
import { receiptsOf } from '../../../shared/facility/reports.ts'
import type { FacilityState, IssuedCertificate } from '../../../shared/facility/state.ts'
import type { LogEntry } from '../../../shared/ledger/entries.ts'
import { procedureName } from '../../../shared/procedure/definition.ts'
import { profile } from '../../../shared/pki/profile.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import { sentenceOf } from '../log/sentence.ts'
import type { FacilityVerdict } from '../log/verdict.ts'
import { personName } from '../log/wording.ts'
import { controlMapping } from './controls.ts'
import { incidentFacts } from './incident-facts.ts'
import { keyInventory } from './key-inventory.ts'
import { type IsWithheld, leaveOut, withoutNames } from './leave-out.ts'
import type { RecordHistory } from './record-history.ts'
import { drawSample, HOW_DRAWN } from './sample.ts'
import { separationChecks } from './separation.ts'

export interface AuditInput {
  readonly state: FacilityState
  readonly verdict: FacilityVerdict
  /** Of the same log. */
  readonly history: Pick<RecordHistory, 'policies' | 'software'>
  /** Entry `index` of the log. */
  readonly entry: (index: number) => LogEntry
  readonly seed: string
  readonly sampleSize: number
  readonly withheld: readonly { readonly index: number; readonly reason: string }[]
  /** Names of the papers of a run, as the package has them. */
  readonly papersOf: (run: RunState) => readonly string[]
}

/** Everything that the log says to an auditor. The same log, seed and papers make the same report. */
export function auditReport(input: AuditInput): AuditReport {
  const { verdict } = input
  const withheld = new Set(input.withheld.map(({ index }) => index))
  const isWithheld: IsWithheld = (index) => withheld.has(index)
  const state = withoutNames(input.state, isWithheld)
  const certificates = state.certificates.map((one) => certificateOf(state, one))
  const report = leaveOut(
    {
      format: 'conclave-audit-report/v1' as const,
      facility: {
        name: state.founded.name,
        mode: state.founded.mode,
        origin: state.founded.origin,
        foundedAt: state.foundedAt,
        logKey: state.founded.logKey,
      },
      log: {
        entries: verdict.entries,
        lastAt: state.lastTime,
        checkpoints: verdict.checkpoints,
        root: verdict.root,
        headline: verdict.headline,
        sentence: verdict.sentence,
        problems: verdict.problems,
        notes: verdict.notes,
      },
      people: [...state.people.values()].map(({ id, name, roles, enrolledAt, removedAt, entries, credentials }) => ({
        id,
        name,
        roles,
        enrolledAt,
        removedAt,
        entries,
        credentials: credentials.map((one) => ({
          id: one.id,
          kind: one.kind,
          algorithm: one.algorithm,
          publicKey: one.publicKey,
          revokedAt: one.revokedAt,
        })),
        seats: seatsOf(state, id),
      })),
      separation: separationChecks(state),
      runs: [...state.runs.values()].map((run) => runOf(run, state, input.papersOf(run))),
      exceptions: [...state.runs.values()].flatMap((run) => exceptionsOf(run, state)),
      refusals: [...state.runs.values()].flatMap((run) => refusalsOf(run, state)),
      incidents: incidentFacts(state),
      policies: input.history.policies,
      tokens: [...state.tokens.values()].map(({ name, token, model, manufacturer, index }) => ({
        name,
        label: token.label,
        serial: token.serial,
        model,
        manufacturer,
        entry: index,
      })),
      software: input.history.software,
      keys: keyInventory(state, certificates),
      certificates,
      crls: state.crls.map(({ issuer, number, thisUpdate, nextUpdate, entries, crl, index }) => ({
        issuer,
        number,
        thisUpdate,
        nextUpdate,
        entries,
        sha256: crl.toUpperCase(),
        entry: index,
      })),
      handoffs: state.handoffs.map(({ draft, signedAt, index, exported }) => ({
        domain: draft.domain,
        epoch: draft.epoch,
        sequence: draft.sequence,
        signedAt,
        manifest: draft.manifest,
        exported: exported !== null,
        entry: index,
        receipts: receiptsOf(state, draft.manifest).map(({ receiver, result, time, index: taken }) => ({
          receiver,
          result,
          at: time,
          entry: taken,
        })),
      })),
      sample: sampleOf(input, state),
      withheld: input.withheld,
    },
    isWithheld,
  )
  return { ...report, controls: controlMapping(state, report) }
}

function certificateOf(state: FacilityState, one: FacilityState['certificates'][number]): AuditCertificate {
  const revoked = state.revoked.get(one.certificate)
  const used = profile.safeParse(state.runs.get(one.run)?.plan.profiles[one.profile])
  return {
    subject: one.subject,
    serial: one.serial,
    fingerprint: one.certificate.toUpperCase(),
    notBefore: one.notBefore,
    notAfter: one.notAfter,
    // What cannot be told counts as a CA: its records are kept for longer.
    isCa: !used.success || used.data.basicConstraints.ca,
    profile: one.profile,
    signedBy: one.signingKey,
    issuedAt: one.issuedAt,
    run: one.run,
    entry: one.index,
    entries: [one.index, ...intentsOf(state, one)],
    revoked:
      revoked === undefined
        ? null
        : {
            at: revoked.revokedAt,
            reason: revoked.reason,
            invalidSince: revoked.invalidSince,
            crl: revoked.number,
            entry: revoked.index,
          },
  }
}

/** A list that was signed has what each certificate says in its intents. */
function intentsOf({ runs }: FacilityState, { run, index }: IssuedCertificate): number[] {
  const step = runs.get(run)?.steps.find(({ doneIndex }) => doneIndex === index)
  return step?.step.kind === 'reissue-many' ? step.intents.map((intent) => intent.index) : []
}

function seatsOf({ runs }: FacilityState, person: string): AuditReport['people'][number]['seats'] {
  return [...runs.values()].flatMap((run) => {
    const stays = run.attendance.filter((stay) => stay.person === person)
    return [...new Set(stays.map(({ role }) => role))].map((role) => ({
      run: run.id,
      role,
      entries: stays.filter((stay) => stay.role === role).map(({ index }) => index),
    }))
  })
}

function runOf(run: RunState, state: FacilityState, papers: readonly string[]): AuditRun {
  const { definition } = run.plan
  const signedOff = run.steps.flatMap(({ signOffs }) => signOffs)
  return {
    id: run.id,
    title: run.plan.title,
    procedure: procedureName(definition),
    version: definition.version,
    plan: run.planDigest,
    policy: run.policyDigest,
    openedAt: run.openedAt,
    closedAt: run.closedAt,
    status: run.status,
    starter: personName(state, run.starter),
    people: run.attendance.map(({ person, role, since, until, index }) => ({
      person: personName(state, person),
      role,
      since,
      until,
      entry: index,
    })),
    exceptions: run.exceptions.length,
    disagree: signedOff
      .filter(({ statement }) => !statement.agrees)
      .map(({ index, statement }) => ({
        person: personName(state, statement.person),
        remark: statement.remark,
        entry: index,
      })),
    firstEntry: run.openedIndex,
    lastEntry: run.lastIndex,
    papers,
  }
}

function exceptionsOf(run: RunState, state: FacilityState): AuditException[] {
  return run.exceptions.map(({ index, time, step, by, expected, happened, decided }) => ({
    run: run.id,
    entry: index,
    time,
    step,
    expected,
    happened,
    noticedBy: by === null ? null : personName(state, by),
    decision:
      decided === null
        ? null
        : {
            what: decided.statement.decision === 'continue' ? 'the run goes on' : 'the run ends',
            by: personName(state, decided.statement.person),
            reason: decided.statement.reason,
            entry: decided.index,
          },
  }))
}

function refusalsOf(run: RunState, state: FacilityState): AuditRefusal[] {
  return run.steps.flatMap(({ step, refusals }) =>
    refusals.map(({ person, reason, index, time }) => ({
      run: run.id,
      entry: index,
      time,
      step: step.title,
      person: personName(state, person),
      reason,
    })),
  )
}

function sampleOf({ verdict, entry, seed, sampleSize }: AuditInput, state: FacilityState): AuditReport['sample'] {
  const entries = drawSample(seed, verdict.entries, sampleSize).map((index) => {
    const read = entry(index)
    const { strong, text } = sentenceOf(read, state)
    return { index, time: read.time, kind: read.kind, sentence: `${strong} ${text}`, proof: proofName(index) }
  })
  return { seed, how: HOW_DRAWN, entries }
}

export function proofName(index: number): string {
  return `samples/entry-${String(index)}.tlog-proof`
}
