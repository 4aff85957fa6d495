import type { Role } from '../../../shared/ids.ts'
import type { Block, Paper, StepBlock } from '../../../shared/paper/paper.ts'
import { type Policy, policyDigest, type Quorum, quorumWords } from '../../../shared/people/policy.ts'
import {
  type Definition,
  definitionDigest,
  isPlaybook,
  procedureName,
  procedureWord,
  stepsOf,
} from '../../../shared/procedure/definition.ts'
import { type Plan, planDigest } from '../../../shared/procedure/plan.ts'
import { plannedTerms, plannedValues, SHOWS_DIGEST, linesToFill } from '../../../shared/procedure/planned-step.ts'
import { ROLE_DUTIES } from '../../../shared/procedure/role-duties.ts'
import type { Step } from '../../../shared/procedure/step-kinds.ts'
import { counted } from '../../../shared/counted.ts'
import { STEP_WORDS } from '../views/step-words.ts'
import { plannedQuorum } from './needed-quorum.ts'
import { playbookBlocks } from './playbook.ts'
import { paperDigest, paperFileName } from './words.ts'

/** For which facility a script is printed; null for none in particular. */
export interface ScriptPlace {
  readonly name: string
  readonly origin: string
  readonly practice: boolean
  readonly policy: Policy | null
}

const BLANK = ''

/**
 * The script to review, to rehearse and to hold in the room: WebTrust for CAs 4.1, items a to h in their order. Without a plan
 * its inputs are left blank, without a place the policy and what it demands.
 */
export function scriptPaper(definition: Definition, plan: Plan | null, place: ScriptPlace | null): Paper {
  const title = plan?.title ?? definition.title
  const practice = place?.practice ?? false
  const digest = plan === null ? definitionDigest(definition) : planDigest(plan)
  const steps = stepsOf(definition)
  return {
    title,
    subject: `Script of the ${procedureWord(definition)} ${procedureName(definition)}, version ${String(definition.version)}`,
    sentence: definition.summary,
    facility: place?.name ?? 'Conclave',
    practice,
    foot: `Script: ${title}. ${plan === null ? 'Procedure' : 'Plan'} ${digest.slice(0, 4)} ${digest.slice(4, 8)}`,
    fileName: paperFileName(practice, title, 'script'),
    blocks: [
      ...headPart(definition, plan, place),
      ...(isPlaybook(definition) ? playbookBlocks(definition) : []),
      section('a) Roles and responsibilities'),
      rolePart(definition.script.roles),
      ...(isPlaybook(definition)
        ? []
        : [
            section('b) Approval to conduct this ceremony'),
            approvalPart(),
            section('c) Cryptographic hardware and activation materials'),
            hardwarePart(definition.script.hardware),
          ]),
      section('d) Steps', counted(steps.length, 'step')),
      {
        block: 'text',
        text: 'Times are UTC, from the reference clock. Whoever performs a step writes its time and their initials into its boxes. A deviation is written under h before the next step.',
      },
      ...stepPart(definition, plan, place?.policy ?? null),
      ...(isPlaybook(definition)
        ? []
        : [
            section('e) Physical security of the location'),
            text(definition.script.location),
            section('f) Storage of hardware and materials afterwards'),
            text(definition.script.storage),
          ]),
      ...endPart(definition.script.roles),
    ],
  }
}

function text(words: string): Block {
  return { block: 'text', text: words }
}

function section(title: string, note?: string): Block {
  return { block: 'section', title, ...(note === undefined ? {} : { note }) }
}

function headPart(definition: Definition, plan: Plan | null, place: ScriptPlace | null): Block[] {
  const policy = place?.policy ?? null
  return [
    {
      block: 'facts',
      facts: [
        { label: 'Facility', value: place === null ? BLANK : place.name },
        ...(place === null ? [] : [{ label: 'Log', value: place.origin, mono: true }]),
        {
          label: 'Policy',
          value: policy === null ? BLANK : `${policy.title}, version ${String(policy.version)}`,
        },
        ...Object.entries(definition.inputs).map(([name, { label }]) => ({
          label,
          value: plan?.inputs[name] ?? BLANK,
        })),
      ],
    },
    {
      block: 'digest',
      digest:
        plan === null
          ? paperDigest('SHA-256 of the procedure; its inputs are not filled in', definitionDigest(definition))
          : paperDigest('SHA-256 of this plan: everybody compares it with the screen before step 1', planDigest(plan)),
    },
    ...(policy === null
      ? []
      : [{ block: 'digest' as const, digest: paperDigest('SHA-256 of the policy in force', policyDigest(policy)) }]),
  ]
}

function seatsOf(roles: Definition['script']['roles']): Role[] {
  return (Object.entries(roles) as [Role, number][]).flatMap(([role, count]) =>
    Array.from({ length: count }, () => role),
  )
}

function rolePart(roles: Definition['script']['roles']): Block {
  return {
    block: 'table',
    toFill: true,
    columns: [
      { title: 'Role', width: 16 },
      { title: 'Name', width: 34 },
      { title: 'Answers for', width: 36 },
      { title: 'Initials', width: 14 },
    ],
    rows: seatsOf(roles).map((role) => [role, BLANK, ROLE_DUTIES[role], BLANK]),
  }
}

function approvalPart(): Block {
  return {
    block: 'boxes',
    rows: [
      [
        { box: 'date', label: 'Rehearsed on' },
        { box: 'date', label: 'Run of the rehearsal' },
        { box: 'wide', label: 'Exceptions of the rehearsal' },
      ],
      [
        { box: 'name', label: 'Approved by' },
        { box: 'date', label: 'Date' },
        { box: 'signature', label: 'Signature' },
      ],
    ],
  }
}

function hardwarePart(hardware: readonly string[]): Block {
  return {
    block: 'table',
    toFill: true,
    columns: [
      { title: 'What', width: 50 },
      { title: 'Serial or bag number', width: 34 },
      { title: 'Seen by', width: 16 },
    ],
    rows: hardware.map((item) => [item, BLANK, BLANK]),
  }
}

function stepPart(definition: Definition, plan: Plan | null, policy: Policy | null): Block[] {
  const numbers = new Map(stepsOf(definition).map(({ id }, index) => [id, index + 1]))
  return definition.acts.flatMap(({ title, steps }, act): Block[] => [
    section(`Act ${String(act + 1)}. ${title}`),
    ...steps.map((step): StepBlock => ({
      block: 'step',
      number: numbers.get(step.id) ?? 0,
      title: step.title,
      say: step.say ?? '',
      terms: stepTerms(step, plan, numbers, true),
      writes: stepWrites(step),
      boxes: [
        { box: 'time', label: 'Time (UTC)' },
        { box: 'initials', label: 'Initials' },
      ],
      state: '',
      span: '',
      inside: [...linesOf(step, plan), ...toFillIn(step, plannedQuorum(definition, step, policy))],
    })),
  ])
}

/** Who, what is planned, what is confirmed: the same lines on the script and on the record. */
export function stepTerms(
  step: Step,
  plan: Plan | null,
  numbers: ReadonlyMap<string, number>,
  toFill: boolean,
): string[] {
  const values = plannedValues(step, plan)
  return [
    ...plannedTerms(step, numbers, toFill),
    ...(values === '' ? [] : [values]),
    ...(step.kind === 'confirm' ? [`To be confirmed: ${step.statement}`] : []),
  ]
}

function stepWrites({ kind }: Step): string {
  const { writes, doesNot } = STEP_WORDS[kind]
  return `${writes} ${doesNot}`
}

/** A box for each thing that people write down: the times of clocks, the numbers of bags, the words of a digest. */
function linesOf(step: Step, plan: Plan | null): Block[] {
  const lines = linesToFill(step, plan)
  return lines.length === 0 ? [] : [{ block: 'boxes', rows: lines.map((label) => [{ box: 'wide', label }]) }]
}

/** A box for each approval that the policy wants, and a line for a digest that is read aloud. */
function toFillIn(step: Step, quorum: Quorum | null): Block[] {
  const read: Block[] = SHOWS_DIGEST.has(step.kind)
    ? [{ block: 'boxes', rows: [[{ box: 'wide', label: 'SHA-256 read aloud: first and last words' }]] }]
    : []
  if (quorum === null) return read
  const seats = quorum.flatMap(({ role, count }) => Array.from({ length: count }, () => role))
  return [
    { block: 'text', text: `Needs the approval of ${quorumWords(quorum)}.` },
    ...read,
    {
      block: 'boxes',
      rows: seats.map((role) => [
        { box: 'name', label: `Name of the ${role} who approves` },
        { box: 'time', label: 'Time (UTC)' },
        { box: 'initials', label: 'Initials' },
      ]),
    },
  ]
}

function endPart(roles: Definition['script']['roles']): Block[] {
  return [
    section('g) Sign-off of participants and witnesses'),
    {
      block: 'text',
      text: 'I was present. The script was followed, with the deviations under h. Whoever does not agree writes why.',
    },
    {
      block: 'table',
      toFill: true,
      columns: [
        { title: 'Role', width: 14 },
        { title: 'Name', width: 26 },
        { title: 'I agree / I do not agree, because', width: 30 },
        { title: 'Date', width: 12 },
        { title: 'Signature', width: 18 },
      ],
      rows: seatsOf(roles).map((role) => [role, BLANK, '[  ] I agree\n[  ] I do not agree:', BLANK, BLANK]),
    },
    section('h) Deviations'),
    {
      block: 'table',
      toFill: true,
      columns: [
        { title: 'Step', width: 8 },
        { title: 'Expected', width: 28 },
        { title: 'Happened', width: 28 },
        { title: 'Decided, by whom', width: 26 },
        { title: 'Time', width: 10 },
      ],
      rows: Array.from({ length: 4 }, () => [BLANK, BLANK, BLANK, BLANK, BLANK]),
    },
    section('Checkpoint at the end'),
    {
      block: 'boxes',
      rows: [
        [
          { box: 'entry', label: 'Entries' },
          { box: 'wide', label: 'Root: the 64 hex digits' },
        ],
        [{ box: 'wide', label: 'Root: the first and the last words, as they were read aloud' }],
      ],
    },
  ]
}
