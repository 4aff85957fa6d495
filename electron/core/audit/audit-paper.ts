import type { AuditReport } from '../../../shared/audit/report.ts'
import type { Block, Paper } from '../../../shared/paper/paper.ts'
import { counted } from '../../../shared/counted.ts'
import { dateAndTime, paperDigest, paperFileName } from '../paper/words.ts'
import { facilityTables } from './facility-tables.ts'
import { incidents } from './incident-tables.ts'
import { exceptions, issued, keys, people, runs } from './record-tables.ts'
import { section, table } from './report-blocks.ts'

/** The report as it is printed and read from start to end. */
export function auditPaper(report: AuditReport): Paper {
  const { facility, log } = report
  const practice = facility.mode === 'practice'
  return {
    title: facility.name,
    subject: 'Auditor report',
    sentence: `${log.headline}. ${log.sentence}`,
    facility: facility.name,
    practice,
    foot: `Auditor report over ${counted(log.entries, 'entry', 'entries')}${log.root === null ? '' : `. Root ${log.root.slice(0, 4)} ${log.root.slice(4, 8)}`}`,
    fileName: paperFileName(practice, facility.name, 'audit'),
    blocks: [
      ...head(report),
      ...openMatters(report),
      ...controls(report),
      ...people(report),
      ...runs(report),
      ...exceptions(report),
      ...incidents(report),
      ...keys(report),
      ...issued(report),
      ...facilityTables(report),
      ...sample(report),
    ],
  }
}

function head({ facility, log, withheld }: AuditReport): Block[] {
  return [
    {
      block: 'facts',
      facts: [
        { label: 'Log', value: facility.origin, mono: true },
        { label: 'From, to', value: `${dateAndTime(facility.foundedAt)} to ${dateAndTime(log.lastAt)}` },
        { label: 'Entries', value: String(log.entries) },
        { label: 'Checkpoints', value: String(log.checkpoints) },
      ],
    },
    ...(log.root === null
      ? []
      : [{ block: 'digest' as const, digest: paperDigest('Root over all entries', log.root) }]),
    { block: 'text', text: `The key of the log: ${facility.logKey}` },
    {
      block: 'note',
      title: 'Do not believe this page',
      text: 'It was made by the program that wrote the log. README.txt says how to verify everything without it, from a checkpoint on paper. This page says where to look.',
    },
    ...(withheld.length === 0
      ? []
      : [
          section('Left out of this package'),
          table(
            [
              { title: 'Entry', width: 12, mono: true },
              { title: 'Why', width: 88 },
            ],
            withheld.map(({ index, reason }) => [String(index), reason]),
          ),
        ]),
  ]
}

/** First what an auditor would ask next. */
function openMatters(report: AuditReport): Block[] {
  const { log, separation, exceptions: raised, refusals, incidents: played, runs: all, keys: known } = report
  const lines = [
    ...log.problems.map(({ index, code, message }) => [`entry ${String(index)}`, `${code}: ${message}`]),
    ...separation
      .filter(({ ok }) => !ok)
      .map(({ rule, detail, entries }) => [
        entries.map((at) => `entry ${String(at)}`).join(', '),
        `NOT SO: ${rule}. ${detail}`,
      ]),
    ...raised
      .filter(({ decision }) => decision === null)
      .map(({ entry, happened }) => [`entry ${String(entry)}`, `Not decided: ${happened}`]),
    ...all.flatMap(({ id, disagree }) =>
      disagree.map(({ person, remark }) => [id, `${person} does not agree: ${remark}`]),
    ),
    ...refusals.map(({ entry, person, step, reason }) => [
      `entry ${String(entry)}`,
      `${person} did not approve at "${step}": ${reason}`,
    ]),
    ...played
      .filter(({ drill }) => !drill)
      .map(({ run, title, class: kind, status, ceremonies }) => [
        run,
        `Incident "${title}", ${kind === null ? 'not classified' : `class ${kind.letter}`}, ${status}; ${counted(ceremonies.length, 'ceremony', 'ceremonies')} for it. See "Incidents and drills".`,
      ]),
    ...played.flatMap(({ run, drill, clocks }) =>
      clocks
        .filter(({ status }) => status === 'late' || status === 'missed')
        .map(({ title, source }) => [run, `${drill ? 'In a drill: ' : ''}${title} was not in time (${source}).`]),
    ),
    ...played.flatMap(({ run, actions }) =>
      actions
        .filter(({ closedAt, due }) => closedAt === null && due !== '' && due < log.lastAt.slice(0, 10))
        .map(({ action, owner, due }) => [run, `${owner} promised until ${due}: ${action}`]),
    ),
    ...all.filter(({ status }) => status === 'open').map(({ id, title }) => [id, `${title} is still open.`]),
    ...all.filter(({ status }) => status === 'aborted').map(({ id, title }) => [id, `${title} was aborted.`]),
    ...known
      .filter(({ state }) => state === 'parked')
      .map(({ name, run }) => [run, `The key ${name} has no certificate (parked).`]),
    ...log.notes.map((note) => ['log', note]),
  ]
  return [
    section('What to ask about', lines.length === 0 ? 'nothing' : String(lines.length)),
    lines.length === 0
      ? { block: 'text', text: 'Nothing in the record is open, contradicted or against a rule.' }
      : table(
          [
            { title: 'Where', width: 18 },
            { title: 'What', width: 82 },
          ],
          lines,
        ),
  ]
}

function controls({ controls: mapped }: AuditReport): Block[] {
  return [
    section('Requirements, and what the record says', 'checked against, never "compliant"'),
    table(
      [
        { title: 'Source', width: 18 },
        { title: 'Asks', width: 32 },
        { title: 'The record', width: 34 },
        { title: 'Where', width: 16 },
      ],
      mapped.map(({ source, asks, finds, where }) => [source, asks, finds, where.slice(0, 8).join('\n')]),
    ),
  ]
}

function sample({ sample: drawn }: AuditReport): Block[] {
  return [
    section('Sample', `${counted(drawn.entries.length, 'entry', 'entries')}, seed "${drawn.seed}"`),
    {
      block: 'text',
      text: `${drawn.how} Each entry lies in samples/ as its exact bytes (entry-N.json) with its C2SP tlog-proof.`,
    },
    table(
      [
        { title: 'Entry', width: 10 },
        { title: 'Time', width: 22 },
        { title: 'What it says', width: 68 },
      ],
      drawn.entries.map(({ index, time, sentence }) => [String(index), time === '' ? '' : dateAndTime(time), sentence]),
    ),
  ]
}
