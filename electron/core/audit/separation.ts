import type { AuditCheck } from '../../../shared/audit/report.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import { counted } from '../../../shared/counted.ts'
import { personName } from '../log/wording.ts'

/** Who must not have done what, over the whole record. The log is believed here: its verifier says whether it may be. */
export function separationChecks(state: FacilityState): AuditCheck[] {
  const runs = [...state.runs.values()]
  return [
    oneRoleEach(state, runs),
    exclusiveRoles(state),
    twoApprovers(runs),
    notTheStarterAlone(runs),
    otherDecider(runs),
    auditorsApproveNothing(runs),
  ]
}

function oneRoleEach(state: FacilityState, runs: readonly RunState[]): AuditCheck {
  const double = runs.flatMap((run) =>
    run.attendance.filter((stay) =>
      run.attendance.some((other) => other.person === stay.person && other.role !== stay.role),
    ),
  )
  const names = [...new Set(double.map(({ person }) => personName(state, person)))]
  return {
    rule: 'Nobody was in one run in two roles',
    citation: 'BR v2.2.6 §5.2.2; R2',
    ok: double.length === 0,
    detail: double.length === 0 ? counted(runs.length, 'run') : `${names.join(', ')} changed roles within a run`,
    entries: double.map(({ index }) => index),
  }
}

function exclusiveRoles({ people, policy }: FacilityState): AuditCheck {
  const pairs = policy?.exclusiveRoles ?? []
  const both = [...people.values()].filter(
    ({ removedAt, roles }) =>
      removedAt === null && pairs.some(([one, other]) => roles.includes(one) && roles.includes(other)),
  )
  return {
    rule: 'Nobody has two roles that the policy keeps apart',
    citation: 'the policy in force',
    ok: both.length === 0,
    detail:
      both.length === 0
        ? counted(pairs.length, 'pair of roles', 'pairs of roles')
        : both.map(({ name }) => name).join(', '),
    entries: [],
  }
}

/** Approve steps whose items a key was used for, with the steps that used it. */
function uses(
  runs: readonly RunState[],
): { readonly run: RunState; readonly approval: StepState; readonly at: number[] }[] {
  return runs.flatMap((run) =>
    run.steps
      .filter(({ step }) => step.kind === 'approve')
      .flatMap((approval) => {
        const at = run.steps
          .filter(({ step }) => 'approval' in step && step.approval?.startsWith(`${approval.step.id}.`) === true)
          .flatMap(({ intents }) => intents.filter(({ outcome }) => outcome === 'recorded').map(({ index }) => index))
        return at.length === 0 ? [] : [{ run, approval, at }]
      }),
  )
}

function twoApprovers(runs: readonly RunState[]): AuditCheck {
  const all = uses(runs)
  const alone = all.filter(
    ({ approval }) => new Set(approval.approvals.map(({ statement }) => statement.person)).size < 2,
  )
  return {
    rule: 'Two people or more approved whatever a key was used for',
    citation: 'BR v2.2.6 §5.2.2, §6.1.1.1',
    ok: alone.length === 0,
    detail: counted(all.flatMap(({ at }) => at).length, 'use of a key', 'uses of keys'),
    entries: alone.flatMap(({ at }) => at),
  }
}

function notTheStarterAlone(runs: readonly RunState[]): AuditCheck {
  const all = uses(runs)
  const alone = all.filter(({ run, approval }) =>
    approval.approvals.every(({ statement }) => statement.person === run.starter),
  )
  return {
    rule: 'Whoever started a run was never its only approver',
    citation: 'BR v2.2.6 §5.2.2',
    ok: alone.length === 0,
    detail: counted(all.length, 'approval'),
    entries: alone.flatMap(({ at }) => at),
  }
}

function otherDecider(runs: readonly RunState[]): AuditCheck {
  const decided = runs.flatMap(({ exceptions }) => exceptions).filter((one) => one.decided !== null)
  const own = decided.filter(({ by, decided: given }) => by !== null && by === given?.statement.person)
  return {
    rule: 'Nobody decided a deviation that they had noticed',
    citation: 'WebTrust for CAs 4.1 h',
    ok: own.length === 0,
    detail: counted(decided.length, 'decided deviation'),
    entries: own.map(({ index }) => index),
  }
}

function auditorsApproveNothing(runs: readonly RunState[]): AuditCheck {
  const given = runs.flatMap(({ steps }) => steps.flatMap(({ approvals }) => approvals))
  const byAuditors = given.filter(({ statement }) => statement.role === 'auditor')
  return {
    rule: 'Auditors approved nothing',
    citation: 'independence; BR v2.2.6 §8.3',
    ok: byAuditors.length === 0,
    detail: counted(given.length, 'approval'),
    entries: byAuditors.map(({ index }) => index),
  }
}
