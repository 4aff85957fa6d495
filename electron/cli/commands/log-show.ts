import type { LogEntry } from '../../../shared/ledger/entries.ts'
import { readFacility } from '../../core/log/read-facility.ts'
import { type Sentence, sentenceOf } from '../../core/log/sentence.ts'
import { type Call, type Command, type Outcome, UsageError } from '../command.ts'

export const logShow: Command = {
  name: 'log show',
  takes: 'DIR',
  summary: 'The entries of the log as sentences; with --json the entries themselves.',
  details: ['Reads only. It shows what stands in the log and verifies nothing: "conclave log verify" does.'],
  examples: ['conclave log show practice-1/facility --from 35 --to 45'],
  options: {
    from: { type: 'string', value: 'N', help: 'First entry to show; without it 0.' },
    to: { type: 'string', value: 'N', help: 'Last entry to show; without it the newest.' },
  },
  positionals: { min: 1, max: 1 },
  run: show,
}

function show(call: Call): Outcome {
  const from = indexOption(call, 'from') ?? 0
  const to = indexOption(call, 'to') ?? Number.MAX_SAFE_INTEGER
  if (from > to) throw new UsageError('--from is greater than --to.', logShow)
  const shown: { entry: LogEntry; sentence: Sentence }[] = []
  const { state } = readFacility(call.positionals[0] ?? '', (entry, at) => {
    if (entry.index >= from && entry.index <= to) shown.push({ entry, sentence: sentenceOf(entry, at) })
  })
  return {
    json: {
      facility: state.founded.name,
      mode: state.founded.mode,
      origin: state.founded.origin,
      size: state.size,
      entries: shown.map(({ entry, sentence }) => ({ ...entry, sentence })),
    },
    text: shown.map(({ entry, sentence }) => line(entry, sentence)).join('\n'),
  }
}

function line({ index, time }: LogEntry, { strong, text, label }: Sentence): string {
  return `${String(index).padStart(6)}  ${time.slice(0, 19)}Z  ${label.padEnd(9)}  ${strong} ${text}`
}

function indexOption(call: Call, name: string): number | undefined {
  const given = call.option(name)
  if (given === undefined) return undefined
  if (!/^\d{1,15}$/.test(given))
    throw new UsageError(`--${name} takes the number of an entry, not "${given}".`, logShow)
  return Number(given)
}
