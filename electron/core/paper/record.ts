import type { Block, Paper } from '../../../shared/paper/paper.ts'
import { procedureName, procedureWord } from '../../../shared/procedure/definition.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import { isPractice } from '../../../shared/facility/state.ts'
import { counted } from '../../../shared/counted.ts'
import { joined, personName } from '../log/wording.ts'
import { attendanceTable } from './attendance.ts'
import { checkingPart } from './checking.ts'
import { checkpointBlocks, checkpointOver } from './checkpoint-blocks.ts'
import { marksOf } from './marks.ts'
import { lineOf, recordStep, type RecordScene } from './record-step.ts'
import { flowOf } from './run-flow.ts'
import { entriesOf, type PaperSource, policyOf } from './source.ts'
import { dateAndTime, footOf, paperDigest, paperFileName } from './words.ts'

/**
 * The annotated record: the script with what happened in it. Nothing stands on it that is not in the log, not even when it was
 * printed, so the same log makes the same paper.
 */
export function recordPaper(source: PaperSource, run: RunState): Paper {
  const { state } = source
  const practice = isPractice(state)
  const entries = entriesOf(source, run)
  const scene: RecordScene = {
    state,
    run,
    entries,
    policy: policyOf(source, run),
    numbers: new Map(run.steps.map(({ step, number }) => [step.id, number])),
    seen: new Map(),
  }
  const { definition } = run.plan
  return {
    title: run.drill ? `DRILL: ${run.plan.title}` : run.plan.title,
    subject: `${run.drill ? 'DRILL. ' : ''}Record of the ${procedureWord(definition)} ${procedureName(definition)}, version ${String(definition.version)}`,
    sentence: outcomeSentence(scene),
    facility: state.founded.name,
    practice,
    drill: run.drill,
    foot: footOf('Record', run),
    fileName: paperFileName(practice, `${run.id} ${run.plan.title}`, 'record'),
    blocks: [
      ...disagreements(scene),
      ...headPart(scene),
      ...actsPart(scene),
      { block: 'section', title: 'Attendance', note: 'every stay in the room' },
      attendanceTable(scene, true),
      ...checkpointPart(source, run),
      ...checkingPart(run),
    ],
  }
}

/** What is true of the run, in one sentence. */
export function outcomeSentence({ state, run }: Pick<RecordScene, 'state' | 'run'>): string {
  const count = (status: string): number => run.steps.filter((step) => step.status === status).length
  const skipped = count('skipped')
  const passed = skipped === 0 ? '' : `, ${String(skipped)} on branches that were not taken`
  const steps = `${String(count('done'))} of ${counted(run.steps.length, 'step')} are done${passed}`
  const exceptions =
    run.exceptions.length === 0
      ? 'no exception was recorded'
      : `${counted(run.exceptions.length, 'exception')} recorded`
  switch (run.status) {
    case 'closed': {
      const signOffs = run.steps.flatMap((step) => step.signOffs)
      const against = signOffs.filter(({ statement }) => !statement.agrees)
      const names = joined(against.map(({ statement }) => personName(state, statement.person)))
      const agreed =
        against.length === 0
          ? `all ${String(signOffs.length)} participants agree that the script was followed`
          : `${String(signOffs.length - against.length)} of ${String(signOffs.length)} participants agree that the script was followed, ${names} ${against.length === 1 ? 'does' : 'do'} not`
      return `Closed: ${steps}, ${exceptions}, and ${agreed}.`
    }
    case 'aborted':
      return `Aborted: ${steps}, ${exceptions}. Nothing of it is signed off.`
    case 'open':
      return run.paused === null
        ? `Not finished: ${steps}, ${exceptions}. This is how it stands now.`
        : `Paused since ${dateAndTime(run.paused.at)}: ${steps}, ${exceptions}. This is how it stands now.`
  }
}

function headPart({ state, run, policy, entries }: RecordScene): Block[] {
  const inputs = Object.entries(run.plan.definition.inputs)
  const ended = { closed: 'Closed', aborted: 'Aborted', open: 'Ended' }[run.status]
  return [
    {
      block: 'facts',
      facts: [
        { label: 'Facility', value: `${state.founded.name}${isPractice(state) ? ', for practice only' : ''}` },
        { label: 'Log', value: state.founded.origin, mono: true },
        { label: 'Run', value: `${run.id}, entries ${String(run.openedIndex)} to ${String(run.lastIndex)}` },
        { label: 'Opened', value: dateAndTime(run.openedAt) },
        ...(run.awareAt === null ? [] : [{ label: 'Known since', value: dateAndTime(run.awareAt) }]),
        ...(run.incident === null ? [] : [{ label: 'For the incident', value: run.incident }]),
        { label: ended, value: run.closedAt === null ? 'not yet' : dateAndTime(run.closedAt) },
        {
          label: 'Policy',
          value: policy === null ? 'not in this log' : `${policy.title}, version ${String(policy.version)}`,
        },
        ...rehearsalFacts(state, run),
        ...inputs.map(([name, { label }]) => ({ label, value: run.plan.inputs[name] ?? '' })),
      ],
    },
    { block: 'digest', digest: paperDigest('SHA-256 of the plan that was run', run.planDigest) },
    { block: 'digest', digest: paperDigest('SHA-256 of the policy it was run under', run.policyDigest) },
    {
      block: 'signatures',
      marks: entries.filter(({ kind }) => kind === 'run-opened').flatMap((entry) => marksOf(entry, run, state)),
    },
  ]
}

/** The last evidence, before this run, that its very plan was rehearsed; nothing where none was brought. */
function rehearsalFacts(state: RecordScene['state'], run: RunState): { label: string; value: string }[] {
  const brought = state.rehearsals.findLast(
    ({ index, statement }) => index < run.openedIndex && statement.plan === run.planDigest,
  )
  if (brought === undefined) return []
  const { practice, person } = brought.statement
  const exceptions = practice.exceptions === 0 ? 'no exception' : counted(practice.exceptions, 'exception')
  const where = `${practice.run} of ${practice.origin}, ${counted(practice.participants, 'participant')}, ${exceptions}`
  return [
    {
      label: 'Rehearsed',
      value: `${dateAndTime(practice.closedAt)}, ${where}; brought by ${personName(state, person)}, entry ${String(brought.index)}`,
    },
  ]
}

/** Whoever does not agree is heard on the first page. */
function disagreements({ run, state }: RecordScene): Block[] {
  return run.steps
    .flatMap((step) => step.signOffs)
    .filter(({ statement }) => !statement.agrees)
    .map(({ statement }): Block => ({
      block: 'note',
      title: `${personName(state, statement.person)} does not agree that the script was followed`,
      text: statement.remark,
    }))
}

function actsPart(scene: RecordScene): Block[] {
  const { run, entries, state } = scene
  const flow = flowOf(run, entries)
  const acts = run.plan.definition.acts.flatMap(({ title }, act): Block[] => [
    { block: 'section', title: `Act ${String(act + 1)}. ${title}` },
    ...run.steps
      .filter((step) => step.act === act)
      .map((step) => recordStep(scene, step, flow.steps.get(step.step.id) ?? [])),
  ])
  const first = flow.closing[0]
  if (first === undefined) return acts
  const marks = flow.closing.flatMap((entry) => marksOf(entry, run, state))
  return [
    ...acts,
    { block: 'section', title: 'End of the run' },
    { block: 'happenings', lines: flow.closing.map((entry) => lineOf(entry, state, first.time)) },
    ...(marks.length === 0 ? [] : [{ block: 'signatures' as const, marks }]),
  ]
}

/** What everybody signed off, and what covers the whole run. */
function checkpointPart({ checkpoints }: PaperSource, run: RunState): Block[] {
  const head: Block = { block: 'section', title: 'Checkpoints', newPage: true }
  const signedOff = run.steps.flatMap((step) => step.signOffs)[0]?.statement.checkpoint.size
  const cosigned = checkpoints.find(({ size }) => size === signedOff)
  const covering = checkpointOver(checkpoints, run.lastIndex)
  const newest = checkpoints.at(-1)
  const shown = covering ?? newest
  return [
    head,
    ...(cosigned === undefined
      ? []
      : checkpointBlocks(
          cosigned,
          'Everybody who signed this run off signed this checkpoint: it covers every step before the sign-off.',
        )),
    ...(shown === undefined || shown.size === signedOff
      ? []
      : checkpointBlocks(
          shown,
          covering === undefined
            ? 'The newest checkpoint. Later entries of this run are not covered yet.'
            : 'The first checkpoint over the whole run, with its sign-offs and its end.',
        )),
  ]
}
