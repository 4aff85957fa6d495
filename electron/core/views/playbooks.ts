import type { FacilityState } from '../../../shared/facility/state.ts'
import { TARGET_WORDS, trendOf } from '../../../shared/incident/score.ts'
import type { PlaybookView } from '../../../shared/ipc/contract/incidents.ts'
import { definitionDigest, isPlaybook, type Playbook, procedureName } from '../../../shared/procedure/definition.ts'
import { durationSeconds, durationWords } from '../../../shared/procedure/duration.ts'
import { toInstant } from '../clock.ts'
import type { FacilityConsole } from '../console.ts'
import { viewDigest } from './pieces.ts'
import { viewProcedureInputs, whyLocked } from './procedures.ts'

/** The playbooks of the library, with what a person needs to choose one, and when each was drilled. */
export function viewPlaybooks({ facility, library }: FacilityConsole): PlaybookView[] {
  const playbooks = [...library.procedures.values()].filter(isPlaybook)
  return playbooks.map((playbook) => viewPlaybook(facility.state, playbook, facility.clock.now()))
}

function viewPlaybook(state: FacilityState, playbook: Playbook, now: number): PlaybookView {
  const titles = new Map(playbook.acts.flatMap(({ steps }) => steps.map(({ id, title }) => [id, title])))
  const runs = [...state.runs.values()].filter(({ plan }) => procedureName(plan.definition) === playbook.playbook)
  const inputs = viewProcedureInputs(state, playbook)
  return {
    procedure: playbook.playbook,
    version: playbook.version,
    title: playbook.title,
    summary: playbook.summary,
    digest: viewDigest(definitionDigest(playbook)),
    roles: Object.entries(playbook.script.roles).map(([role, count]) => ({ role: role as 'responder', count })),
    activation: playbook.activation,
    severity: viewSeverity(playbook),
    contacts: playbook.contacts,
    clocks: playbook.clocks.map(({ title, source, within, from }) => ({
      title,
      source,
      within: spanOf(within),
      startsWhen: from === 'awareness' ? 'when somebody first knew' : (titles.get(from) ?? from),
    })),
    acts: playbook.acts.map(({ title, target, steps }) => ({
      title,
      target: target === undefined ? null : spanOf(target),
      steps: steps.map((step) => step.title),
    })),
    automation: playbook.automation,
    targets: viewTargets(playbook, titles),
    notification: playbook.notification,
    responsibilities: Object.entries(playbook.responsibilities).map(([role, does]) => ({
      role: role as 'responder',
      does,
    })),
    training: playbook.training,
    improvement: playbook.improvement,
    inputs,
    scenario: playbook.drill.scenario,
    injects: playbook.drill.injects.map(({ step, says }) => ({ step: titles.get(step) ?? step, says })),
    test: viewTest(state, playbook, now),
    drills: runs.filter(({ drill }) => drill).length,
    incidents: runs.filter(({ drill }) => !drill).length,
    locked: whyLocked(state, playbook, inputs),
  }
}

function viewTargets({ targets }: Playbook, titles: ReadonlyMap<string, string>): PlaybookView['targets'] {
  return (['triage', 'revocation', 'replacement', 'review'] as const).map((id) => ({
    title: TARGET_WORDS[id],
    within: spanOf(targets[id].within),
    step: titles.get(targets[id].step) ?? targets[id].step,
  }))
}

/** The newest drill that was played to its end. One that was never played is late from the beginning. */
function viewTest(state: FacilityState, { playbook, test }: Playbook, now: number): PlaybookView['test'] {
  const last = trendOf(state.runs.values(), playbook).at(-1)?.at ?? null
  const due = last === null ? null : Date.parse(last) + durationSeconds(test.every) * 1000
  return {
    every: spanOf(test.every),
    how: test.how,
    last,
    dueAt: due === null ? null : toInstant(due),
    late: due === null || due < now,
  }
}

export function viewSeverity({ severity, contacts }: Playbook): PlaybookView['severity'] {
  return severity.map(({ level, title, criterion, calls, within }) => ({
    level,
    title,
    criterion,
    calls: contacts.filter(({ id }) => calls.includes(id)),
    within: spanOf(within),
  }))
}

function spanOf(within: string): { seconds: number; words: string } {
  return { seconds: durationSeconds(within), words: durationWords(within) }
}
