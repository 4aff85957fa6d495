import type {
  AuditCertificate,
  AuditException,
  AuditKey,
  AuditPerson,
  AuditReport,
  AuditRun,
} from '../../../shared/audit/report.ts'
import type { AuditIncident } from '../../../shared/audit/incident.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import { isPlaybook } from '../../../shared/procedure/definition.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'

/** In the place of what only a withheld entry says. */
export const LEFT_OUT = 'Left out of this package.'

/** Whether the entry of this number is withheld. */
export type IsWithheld = (index: number) => boolean

/** The state without what other papers and sentences would repeat of it: names of people, titles of runs. */
export function withoutNames(state: FacilityState, isWithheld: IsWithheld): FacilityState {
  const people = [...state.people].map(([id, person]): [typeof id, typeof person] => [
    id,
    isAny(person.entries.slice(0, 1), isWithheld) ? { ...person, name: id } : person,
  ])
  const runs = [...state.runs].map(([id, run]): [string, RunState] => [
    id,
    isWithheld(run.openedIndex) ? { ...run, plan: { ...run.plan, title: LEFT_OUT } } : run,
  ])
  return { ...state, people: new Map(people), runs: new Map(runs) }
}

/** Whether an entry between the first and the last of a run is withheld: papers of the run would tell it. */
export function isRunWithheld({ openedIndex, lastIndex }: RunState, isWithheld: IsWithheld): boolean {
  for (let index = openedIndex; index <= lastIndex; index++) if (isWithheld(index)) return true
  return false
}

/** The report of an incident tells of its ceremonies and of other incidents too. */
export function isReportWithheld({ runs }: FacilityState, isWithheld: IsWithheld): boolean {
  return [...runs.values()].some(
    (run) => (run.incident !== null || isPlaybook(run.plan.definition)) && isRunWithheld(run, isWithheld),
  )
}

/** What the entries that are in the package say: the one place in which a report loses what is withheld. */
export function leaveOut<Report extends Omit<AuditReport, 'controls'>>(report: Report, isWithheld: IsWithheld): Report {
  const unnamed = new Set(
    report.certificates.filter(({ entries }) => isAny(entries, isWithheld)).map(({ fingerprint }) => fingerprint),
  )
  return {
    ...report,
    log: {
      ...report.log,
      problems: report.log.problems.map((one) => (isWithheld(one.index) ? { ...one, message: LEFT_OUT } : one)),
    },
    people: report.people.map((one) => personOf(one, isWithheld)),
    separation: report.separation.map((one) => (isAny(one.entries, isWithheld) ? { ...one, detail: LEFT_OUT } : one)),
    runs: report.runs.map((one) => runOf(one, isWithheld)),
    exceptions: report.exceptions.map((one) => exceptionOf(one, isWithheld)),
    refusals: report.refusals.map((one) =>
      isWithheld(one.entry) ? { ...one, person: LEFT_OUT, reason: LEFT_OUT } : one,
    ),
    incidents: report.incidents.map((one) => incidentOf(one, isWithheld)),
    policies: report.policies.map((one) =>
      isWithheld(one.entry) ? { ...one, title: LEFT_OUT, quorums: [], keptApart: [] } : one,
    ),
    tokens: report.tokens.map((one) =>
      isWithheld(one.entry)
        ? { ...one, name: LEFT_OUT, label: LEFT_OUT, serial: LEFT_OUT, model: LEFT_OUT, manufacturer: LEFT_OUT }
        : one,
    ),
    keys: report.keys.map((one) => keyOf(one, isWithheld, unnamed)),
    certificates: report.certificates.map((one) => certificateOf(one, isWithheld)),
    crls: report.crls.map((one) => (isWithheld(one.entry) ? { ...one, issuer: LEFT_OUT, sha256: LEFT_OUT } : one)),
    handoffs: report.handoffs.map((one) => ({
      ...one,
      ...(isWithheld(one.entry) ? { domain: LEFT_OUT, manifest: LEFT_OUT } : {}),
      receipts: one.receipts.map((receipt) =>
        isWithheld(receipt.entry) ? { ...receipt, receiver: LEFT_OUT, result: LEFT_OUT } : receipt,
      ),
    })),
    sample: {
      ...report.sample,
      entries: report.sample.entries.map((one) =>
        isWithheld(one.index) ? { ...one, time: '', kind: '', sentence: LEFT_OUT } : one,
      ),
    },
  }
}

function isAny(entries: readonly number[], isWithheld: IsWithheld): boolean {
  return entries.some((index) => isWithheld(index))
}

function personOf(person: AuditPerson, isWithheld: IsWithheld): AuditPerson {
  const seats = person.seats.filter(({ entries }) => !isAny(entries, isWithheld))
  const [enrolled] = person.entries
  const named = enrolled !== undefined && isWithheld(enrolled) ? { id: LEFT_OUT, name: LEFT_OUT } : {}
  const told = isAny(person.entries, isWithheld) ? { roles: [], credentials: [] } : {}
  return { ...person, ...named, ...told, seats }
}

function runOf(run: AuditRun, isWithheld: IsWithheld): AuditRun {
  return {
    ...run,
    ...(isWithheld(run.firstEntry) ? { procedure: LEFT_OUT, starter: LEFT_OUT } : {}),
    people: run.people.filter(({ entry }) => !isWithheld(entry)),
    disagree: run.disagree.map((one) => (isWithheld(one.entry) ? { ...one, person: LEFT_OUT, remark: LEFT_OUT } : one)),
  }
}

function exceptionOf(one: AuditException, isWithheld: IsWithheld): AuditException {
  const { decision } = one
  return {
    ...one,
    ...(isWithheld(one.entry) ? { expected: LEFT_OUT, happened: LEFT_OUT, noticedBy: LEFT_OUT } : {}),
    decision:
      decision !== null && isWithheld(decision.entry)
        ? { ...decision, what: LEFT_OUT, by: LEFT_OUT, reason: LEFT_OUT }
        : decision,
  }
}

function incidentOf(one: AuditIncident, isWithheld: IsWithheld): AuditIncident {
  const isOut = ({ entries }: { readonly entries: readonly number[] }): boolean => isAny(entries, isWithheld)
  return {
    ...one,
    ...(isWithheld(one.entry) ? { playbook: LEFT_OUT, awareAt: null } : {}),
    class: one.class !== null && isOut(one.class) ? { ...one.class, letter: LEFT_OUT } : one.class,
    counted: one.counted.map((each) => (isWithheld(each.entry) ? { ...each, words: LEFT_OUT } : each)),
    orders: one.orders.map((each) => (isWithheld(each.entry) ? { ...each, words: LEFT_OUT } : each)),
    clocks: one.clocks.map((each) =>
      isOut(each) ? { ...each, status: 'left-out', dueAt: null, stoppedAt: null } : each,
    ),
    decisions: one.decisions.map((each) =>
      isOut(each) ? { ...each, decided: LEFT_OUT, reason: LEFT_OUT, by: LEFT_OUT, confirmedBy: null } : each,
    ),
    seals: one.seals.map((each) => (isWithheld(each.entry) ? { ...each, package: LEFT_OUT } : each)),
    score: one.score !== null && isOut(one.score) ? null : one.score,
    actions: one.actions.map((each) =>
      isOut(each) ? { ...each, action: LEFT_OUT, owner: LEFT_OUT, due: '', closedAt: null } : each,
    ),
  }
}

function keyOf(one: AuditKey, isWithheld: IsWithheld, unnamed: ReadonlySet<string>): AuditKey {
  return isWithheld(one.entry)
    ? { ...one, name: LEFT_OUT, algorithm: LEFT_OUT, spki: LEFT_OUT, places: [], certificates: [] }
    : { ...one, certificates: one.certificates.filter((fingerprint) => !unnamed.has(fingerprint)) }
}

function certificateOf(one: AuditCertificate, isWithheld: IsWithheld): AuditCertificate {
  const { revoked } = one
  return {
    ...one,
    ...(isAny(one.entries, isWithheld)
      ? { subject: LEFT_OUT, serial: LEFT_OUT, fingerprint: LEFT_OUT, profile: LEFT_OUT, signedBy: LEFT_OUT }
      : {}),
    revoked:
      revoked !== null && isWithheld(revoked.entry) ? { ...revoked, reason: LEFT_OUT, invalidSince: null } : revoked,
  }
}
