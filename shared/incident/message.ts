import type { FacilityState } from '../facility/state.ts'
import type { RunState } from '../procedure/run-state.ts'
import type { StepOf } from '../procedure/step-kinds.ts'
import { CLASS_WORDS } from './classification.ts'
import { clocksOf, playbookOf } from './clocks.ts'
import { countedOf, grouped, marked } from './counted.ts'
import { classOf, decisionsOf, minute } from './facts.ts'

/** What every message of a drill begins with, whatever people make of the rest. */
export const DRILL_MARK = 'DRILL. This is an exercise: nothing happened, and nobody has to do anything.'

/** A message to one audience, out of what the log knows at this instant. People change it, and send it themselves. */
export function messageText(state: FacilityState, run: RunState, step: StepOf<'notify'>, at: string): string {
  return [
    ...(run.drill ? [DRILL_MARK, ''] : []),
    `To: ${step.audience}`,
    `About: ${run.plan.title} (${run.id}), ${state.founded.name}`,
    `Written: ${minute(at)}`,
    '',
    'What we know',
    ...known(run),
    '',
    ...part('What we decided', decided(state, run)),
    ...part(
      'What you have to do',
      (step.asks ?? []).map((ask, index) => `${String(index + 1)}. ${ask}`),
    ),
    ...part('What comes next', next(run, at)),
    'Whom to ask',
    ...contact(run),
    '',
  ].join('\n')
}

function known(run: RunState): string[] {
  const playbook = playbookOf(run)
  const compromise = classOf(run)
  const counted = countedOf(run)
  return [
    `We have known since ${minute(run.awareAt ?? run.openedAt)}. We work by the playbook "${playbook?.title ?? ''}".`,
    compromise === null
      ? 'What kind of compromise it is has not been decided yet.'
      : `It is class ${compromise}, ${CLASS_WORDS[compromise][0].toLowerCase()}: ${CLASS_WORDS[compromise][1]}`,
    ...(counted === null
      ? []
      : [
          `${marked(counted.synthetic)}${grouped(counted.remainingValid)} valid certificates hang on the key, in ${counted.where}.`,
        ]),
  ]
}

function decided(state: FacilityState, run: RunState): string[] {
  return decisionsOf(state, run).map(({ question, title, at }) => `- ${minute(at)}: ${question} ${title}.`)
}

function next(run: RunState, at: string): string[] {
  return clocksOf(run, at)
    .filter(({ status }) => status === 'running' || status === 'late')
    .map(({ title, dueAt, source }) => `- ${title}: by ${minute(dueAt ?? '')} (${source}).`)
}

function contact(run: RunState): string[] {
  const playbook = playbookOf(run)
  const [first] = playbook?.severity[0]?.calls ?? []
  const found = playbook?.contacts.find(({ id }) => id === first) ?? playbook?.contacts[0]
  return found === undefined ? [] : [`${found.name}, ${found.answers}: ${found.reach}`]
}

function part(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines, '']
}
