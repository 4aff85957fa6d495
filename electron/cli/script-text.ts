import type { Role } from '../../shared/ids.ts'
import {
  type Definition,
  definitionDigest,
  isPlaybook,
  type Playbook,
  procedureName,
  procedureWord,
  stepsOf,
} from '../../shared/procedure/definition.ts'
import { durationWords } from '../../shared/procedure/duration.ts'
import { type Plan, planDigest } from '../../shared/procedure/plan.ts'
import { linesToFill, plannedTerms, plannedValues, SHOWS_DIGEST } from '../../shared/procedure/planned-step.ts'
import { ROLE_DUTIES } from '../../shared/procedure/role-duties.ts'
import type { Step } from '../../shared/procedure/step-kinds.ts'
import { digestText, paragraphs, rows, wrapped } from './format.ts'

const LINE = '_'.repeat(24)

/** The script on paper, in the order of WebTrust for CAs criterion 4.1, items a to h. `plan` null leaves the inputs blank. */
export function scriptText(definition: Definition, plan: Plan | null): string {
  const { script } = definition
  const place = isPlaybook(definition) ? null : definition.script
  const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
  const heading = (title: string, body: string): string => `${letters.shift() ?? ''}) ${title}\n\n${body}`
  return paragraphs(
    `${(plan?.title ?? definition.title).toUpperCase()}\nScript of the ${procedureWord(definition)} ${procedureName(definition)}, version ${String(definition.version)}`,
    wrapped(definition.summary),
    digestPart(definition, plan),
    `Inputs\n${inputRows(definition, plan)}`,
    ...(isPlaybook(definition) ? [playbookText(definition)] : []),
    heading('Roles and responsibilities', rolePart(script.roles)),
    ...(place === null
      ? []
      : [
          heading(
            'Approval to conduct this ceremony',
            `   Rehearsed on ____________  Run ____________  Exceptions ______\n\n   Approved by ${LINE}  Date ____________  Signature ${LINE}`,
          ),
          heading(
            'Cryptographic hardware and activation materials',
            place.hardware.map((item) => `   [ ] ${item}   Serial ${LINE}`).join('\n'),
          ),
        ]),
    heading('Steps', stepPart(definition, plan)),
    ...(place === null
      ? []
      : [
          heading('Physical security of the location', wrapped(place.location, '   ')),
          heading('Storage of hardware and materials afterwards', wrapped(place.storage, '   ')),
        ]),
    heading('Sign-off of participants and witnesses', signOffPart(script.roles)),
    heading(
      'Deviations',
      ['Step', 'Expected', 'Happened', 'Decided, by whom']
        .map((label) => `   ${label.padEnd(18)}${'_'.repeat(60)}`)
        .join('\n\n'),
    ),
    `Checkpoint at the end\n   Entries ____________  Root ${'_'.repeat(64)}`,
  )
}

function digestPart(definition: Definition, plan: Plan | null): string {
  if (plan === null)
    return `SHA-256 of the procedure (inputs are not filled in)\n${digestText(definitionDigest(definition), '   ')}`
  return `SHA-256 of this plan. Everybody compares it with the screen before the first step.\n${digestText(planDigest(plan), '   ')}`
}

function inputRows(definition: Definition, plan: Plan | null): string {
  return rows(
    Object.entries(definition.inputs).map(([name, { label }]): [string, string] => [label, plan?.inputs[name] ?? LINE]),
    '   ',
  )
}

/** Whom to call and until when: what is wanted on paper when no screen is there. */
function playbookText({ activation, severity, contacts, clocks }: Playbook): string {
  const nameOf = (id: string): string => contacts.find((contact) => contact.id === id)?.name ?? id
  return paragraphs(
    `When it is opened\n${activation.map((line) => wrapped(line, '   ')).join('\n')}`,
    `Severity\n${rows(
      severity.map(({ title, criterion, calls, within }): [string, string] => [
        title,
        `${criterion} Calls ${calls.map(nameOf).join(', ')} within ${durationWords(within)}.`,
      ]),
      '   ',
    )}`,
    `Contacts\n${rows(
      contacts.map(({ name, answers, reach }): [string, string] => [name, `${reach}, ${answers}`]),
      '   ',
    )}`,
    `Clocks\n${rows(
      clocks.map(({ title, source, within }): [string, string] => [durationWords(within), `${title} (${source})`]),
      '   ',
    )}`,
  )
}

function rolePart(roles: Definition['script']['roles']): string {
  return (Object.entries(roles) as [Role, number][])
    .flatMap(([role, count]) =>
      Array.from({ length: count }, () => `   ${role.padEnd(15)}${LINE}  ${ROLE_DUTIES[role]}`),
    )
    .join('\n')
}

function stepPart(definition: Definition, plan: Plan | null): string {
  let number = 0
  const numbers = new Map(stepsOf(definition).map(({ id }, index) => [id, index + 1]))
  return definition.acts
    .map(({ title, steps }, act) => {
      const lines = steps.map((step) => stepText(++number, step, plan, numbers))
      return `   Act ${String(act + 1)}. ${title}\n\n${lines.join('\n\n')}`
    })
    .join('\n\n')
}

function stepText(number: number, step: Step, plan: Plan | null, numbers: ReadonlyMap<string, number>): string {
  const indent = ' '.repeat(9)
  const facts = plannedValues(step, plan)
  return [
    `   ${String(number).padStart(3)}.  ${step.title.padEnd(50)}  Initials ______  Time ________Z`,
    ...(facts === '' ? [] : [wrapped(facts, indent)]),
    ...plannedTerms(step, numbers).map((line) => wrapped(line, indent)),
    ...(step.kind === 'confirm' ? [wrapped(`Confirm: ${step.statement}`, indent)] : []),
    ...(step.say === undefined ? [] : [wrapped(`Say: "${step.say}"`, indent)]),
    ...linesToFill(step, plan).map((line) => `${indent}${line}: ${'_'.repeat(24)}`),
    ...(SHOWS_DIGEST.has(step.kind) ? [`${indent}SHA-256 read aloud: ${'_'.repeat(44)}`] : []),
  ].join('\n')
}

function signOffPart(roles: Definition['script']['roles']): string {
  const lines = (Object.entries(roles) as [Role, number][]).flatMap(([role, count]) =>
    Array.from(
      { length: count },
      () => `   ${role.padEnd(15)}${LINE}  [ ] agree  [ ] do not agree  Date ____________  Signature ${LINE}`,
    ),
  )
  return ['   I was present. The script was followed, with the deviations under h.', ...lines].join('\n\n')
}
