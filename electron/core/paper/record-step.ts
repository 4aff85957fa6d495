import type { FacilityState } from '../../../shared/facility/state.ts'
import type { LogEntry } from '../../../shared/ledger/entries.ts'
import type { Block, Happening, PaperDigest, StepBlock } from '../../../shared/paper/paper.ts'
import { type Policy, quorumWords } from '../../../shared/people/policy.ts'
import type { ApprovalItem } from '../../../shared/procedure/approval.ts'
import type { StepKind } from '../../../shared/procedure/outputs.ts'
import type { RunState, StepState, StepStatus } from '../../../shared/procedure/run-state.ts'
import { sentenceOf } from '../log/sentence.ts'
import { counted } from '../../../shared/counted.ts'
import { factsOf } from '../views/entry-facts.ts'
import { exceptionAt } from './exception-block.ts'
import { listTables } from './list-tables.ts'
import { marksOf, signedIn } from './marks.ts'
import { neededQuorum } from './needed-quorum.ts'
import { roomTables } from './room-tables.ts'
import { stepTerms } from './script.ts'
import { dateAndTime, instantText, paperDigest, stopped, timeOf } from './words.ts'

/** What the steps of one record share. `seen`: digests that stand in full already, and at which step. */
export interface RecordScene {
  readonly state: FacilityState
  readonly run: RunState
  /** Of the run, all of them. */
  readonly entries: readonly LogEntry[]
  readonly policy: Policy | null
  readonly numbers: ReadonlyMap<string, number>
  readonly seen: Map<string, number>
}

const STATES: Readonly<Record<StepStatus, string>> = {
  pending: 'Not begun',
  started: 'Begun, not done',
  failed: 'Failed, not done',
  unknown: 'Outcome unknown',
  recorded: 'In the log, not finished',
  done: 'Done',
  skipped: 'Not on the branch that was taken',
}

/** Steps whose signatures say all that their output says. */
const SIGNED_KINDS: ReadonlySet<StepKind> = new Set(['assemble', 'approve', 'decide', 'sign-off'])

/** A step of the script with what happened in it. */
export function recordStep(scene: RecordScene, step: StepState, entries: readonly LogEntry[]): StepBlock {
  const { plan } = scene.run
  return {
    block: 'step',
    number: step.number,
    title: step.step.title,
    say: step.step.say ?? '',
    terms: stepTerms(step.step, plan, scene.numbers, false),
    writes: '',
    boxes: [],
    state: STATES[step.status],
    span: spanOf(step, entries),
    inside: [...approvalPart(scene, step), ...happened(scene, entries), ...outputPart(scene, step, entries)],
  }
}

function spanOf({ startedAt, doneAt }: StepState, entries: readonly LogEntry[]): string {
  const [first] = entries
  const last = entries.at(-1)
  if (first === undefined || last === undefined) return ''
  const from = startedAt ?? first.time
  const until = doneAt ?? last.time
  const sameDay = from.slice(0, 10) === until.slice(0, 10)
  const times = `${dateAndTime(from)} to ${sameDay ? timeOf(until) : dateAndTime(until)}`
  return first === last
    ? `${dateAndTime(until)}, entry ${String(last.index)}`
    : `${times}, entries ${String(first.index)} to ${String(last.index)}`
}

/** What was approved, in full, and how many approvals it needed. */
function approvalPart({ state, run, policy }: RecordScene, step: StepState): Block[] {
  if (step.step.kind !== 'approve') return []
  const quorum = neededQuorum(state, run, step, policy)
  const items: readonly ApprovalItem[] = step.approvals[0]?.statement.items ?? []
  return [
    ...(quorum === null
      ? []
      : [
          {
            block: 'text' as const,
            text: `Needs the approval of ${quorumWords(quorum)}. ${counted(step.approvals.length, 'person', 'people')} approved, ${String(step.refusals.length)} did not.`,
          },
        ]),
    ...items.map((item): Block => ({
      block: 'digest',
      digest: paperDigest(`${KINDS[item.kind]}, ${String(item.size)} bytes: SHA-256`, item.tbs),
    })),
  ]
}

const KINDS: Readonly<Record<ApprovalItem['kind'], string>> = {
  certificate: 'Certificate to be signed',
  crl: 'CRL to be signed',
  'cms-signed-attributes': 'Hand-off signature to be made',
  document: 'Document to be approved',
}

/** Lines, and between them signatures and exceptions, in the order of the log. */
function happened(scene: RecordScene, entries: readonly LogEntry[]): Block[] {
  const blocks: Block[] = []
  const starts = entries.filter(({ kind }) => kind === 'step-started').length
  for (const entry of entries) {
    if (entry.kind === 'step-started' && starts === 1) continue
    if (entry.kind === 'exception-decided') continue
    if (entry.kind === 'exception-raised') blocks.push(exceptionAt(scene, entry.index))
    else if (isMark(entry)) addMarks(blocks, scene, entry)
    else addLine(blocks, lineOf(entry, scene.state, entries[0]?.time ?? entry.time))
  }
  return blocks
}

/** Who comes and goes is a line here, and a signature in the table of attendance. */
const ATTENDANCE: ReadonlySet<LogEntry['kind']> = new Set(['person-signed-in', 'person-signed-out'])

function isMark(entry: LogEntry): boolean {
  return !ATTENDANCE.has(entry.kind) && signedIn(entry).length > 0
}

const ATTENTION: ReadonlySet<LogEntry['kind']> = new Set(['step-failed', 'outcome-lost', 'run-aborted'])

/** One line; with the date where it is another day than that of `first`. */
export function lineOf(entry: LogEntry, state: FacilityState, first: string): Happening {
  const { strong, text } = sentenceOf(entry, state)
  const isOtherDay = first.slice(0, 10) !== entry.time.slice(0, 10)
  return {
    time: isOtherDay ? dateAndTime(entry.time) : timeOf(entry.time),
    entry: String(entry.index),
    strong,
    text: stopped(text),
    tone: ATTENTION.has(entry.kind) ? 'attention' : 'plain',
  }
}

function addLine(blocks: Block[], line: Happening): void {
  const last = blocks.at(-1)
  if (last?.block === 'happenings') blocks.splice(-1, 1, { block: 'happenings', lines: [...last.lines, line] })
  else blocks.push({ block: 'happenings', lines: [line] })
}

function addMarks(blocks: Block[], { state, run }: RecordScene, entry: LogEntry): void {
  const marks = marksOf(entry, run, state)
  const last = blocks.at(-1)
  if (last?.block === 'signatures') blocks.splice(-1, 1, { block: 'signatures', marks: [...last.marks, ...marks] })
  else blocks.push({ block: 'signatures', marks })
}

/** What the step wrote into the log: values, and digests in full where they stand for the first time. */
function outputPart(scene: RecordScene, stepState: StepState, entries: readonly LogEntry[]): Block[] {
  const { step, number } = stepState
  const done = entries.find(({ kind }) => kind === 'step-done')
  if (done === undefined || SIGNED_KINDS.has(step.kind)) return []
  const { blocks, told } = roomTables(scene.state, scene.run, stepState)
  const lists = listTables(withoutMembers(done.data, told))
  const { digests, fields } = factsOf(lists.rest)
  const shown = digests.map(({ name, digest }): PaperDigest => {
    const at = scene.seen.get(digest.hex)
    if (at !== undefined) return { label: name, ...digest, seen: at === number ? 'this step' : `step ${String(at)}` }
    scene.seen.set(digest.hex, number)
    return { label: name, ...digest }
  })
  const facts = fields.map(({ name, value }) => ({ label: name, value: instantText(value) }))
  return [
    ...blocks,
    ...lists.blocks,
    ...(facts.length === 0 ? [] : [{ block: 'facts' as const, facts, dense: true }]),
    ...(shown.length === 0 ? [] : [{ block: 'digests' as const, digests: shown }]),
  ]
}

function withoutMembers(data: LogEntry['data'], told: ReadonlySet<string>): unknown {
  if (told.size === 0 || !('output' in data)) return data
  return { ...data, output: Object.fromEntries(Object.entries(data.output).filter(([name]) => !told.has(name))) }
}
