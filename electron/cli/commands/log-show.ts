import type { LogEntry } from '../../../shared/ledger/entries.ts'
import { visible } from '../../../shared/spoken-text.ts'
import { type Evidence, evidenceOf } from '../../core/log/evidence.ts'
import { readFacility, type ReadFacility } from '../../core/log/read-facility.ts'
import { type Sentence, sentenceOf } from '../../core/log/sentence.ts'
import { type Call, type Command, type Outcome, UsageError } from '../command.ts'
import { rows } from '../format.ts'

export const logShow: Command = {
  name: 'log show',
  takes: 'DIR',
  summary: 'The entries of the log as sentences; with --json the entries themselves.',
  details: [
    'A line each: the number of the entry, its time in UTC, its kind, and what happened. Below it what that rests on: the SHA-256 of what was approved, made or signed, and the credential of who signed. A digest in what a step made is the name of a file in "artifacts", of a key, or of bytes.',
    'Reads only. It shows what stands in the log and verifies nothing: "conclave log verify" does.',
  ],
  examples: [
    'conclave log show practice-1/facility --run run-0001',
    'conclave log show practice-1/facility --brief --from 35 --to 45',
  ],
  options: {
    from: { type: 'string', value: 'N', help: 'First entry to show; without it 0.' },
    to: { type: 'string', value: 'N', help: 'Last entry to show; without it the newest.' },
    run: { type: 'string', value: 'RUN', help: 'Only the entries of this run.' },
    brief: { type: 'boolean', help: 'Only the sentences, a line each.' },
  },
  positionals: { min: 1, max: 1 },
  run: show,
}

interface Shown {
  readonly entry: LogEntry
  readonly sentence: Sentence
  readonly evidence: Evidence
}

function show(call: Call): Outcome {
  const from = indexOption(call, 'from') ?? 0
  const to = indexOption(call, 'to') ?? Number.MAX_SAFE_INTEGER
  const run = call.option('run')
  if (from > to) throw new UsageError('--from is greater than --to.', logShow)
  const shown: Shown[] = []
  const read = readFacility(call.positionals[0] ?? '', (entry, at) => {
    if (entry.index < from || entry.index > to || (run !== undefined && entry.run !== run)) return
    shown.push({ entry, sentence: sentenceOf(entry, at), evidence: evidenceOf(entry, at) })
  })
  const { founded, size } = read.state
  const text = call.flag('brief')
    ? shown.map(line).join('\n')
    : [head(read), '', ...shown.map((one) => [line(one), ...below(one)].join('\n'))].join('\n')
  return {
    json: {
      facility: founded.name,
      mode: founded.mode,
      origin: founded.origin,
      size,
      entries: shown.map(({ entry, sentence, evidence }) => ({ ...entry, sentence, evidence })),
    },
    text,
  }
}

function head({ state, checkpoints }: ReadFacility): string {
  const last = checkpoints.at(-1)
  return rows([
    ['Facility', `${oneLine(state.founded.name)}, ${state.founded.mode}`],
    ['Log', state.founded.origin],
    ['Entries', `${String(state.size)}, of which ${String(last?.size ?? 0)} are under the last checkpoint`],
    [
      'People',
      [...state.people.values()].map(({ name, roles }) => `${oneLine(name)} (${roles.join(', ')})`).join('; '),
    ],
    ['Read as', 'number, time in UTC, kind, sentence; below it what that rests on'],
  ])
}

function line({ entry: { index, time }, sentence: { strong, text, label } }: Shown): string {
  return `${String(index).padStart(6)}  ${time.slice(0, 19)}Z  ${label.padEnd(9)}  ${oneLine(`${strong} ${text}`)}`
}

/** Below the kind. */
const INDENT = ' '.repeat(30)

function below({ evidence }: Shown): string[] {
  return evidence.length === 0
    ? []
    : [
        rows(
          evidence.map(([label, value]) => [label, oneLine(value)] as const),
          INDENT,
        ),
      ]
}

/** What people wrote stays on its line: nothing that they say can look like an entry. */
function oneLine(text: string): string {
  return visible(text.replace(/\s*\n\s*/g, ' / '))
}

function indexOption(call: Call, name: string): number | undefined {
  const given = call.option(name)
  if (given === undefined) return undefined
  if (!/^\d{1,15}$/.test(given))
    throw new UsageError(`--${name} takes the number of an entry, not "${given}".`, logShow)
  return Number(given)
}
