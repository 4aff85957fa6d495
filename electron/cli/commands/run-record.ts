import { existsSync, mkdirSync } from 'node:fs'
import { fail } from '../../../shared/failure.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import { attendancePaper } from '../../core/paper/attendance.ts'
import { exceptionsPaper } from '../../core/paper/exceptions.ts'
import { recordPaper } from '../../core/paper/record.ts'
import type { PaperSource } from '../../core/paper/source.ts'
import { writeFailure } from '../../core/files/disk-failure.ts'
import { verifyFacility } from '../../core/log/verify-facility.ts'
import { type Call, type Command, type Outcome, UsageError } from '../command.ts'
import { paragraphs, rows, wrapped } from '../format.ts'
import { readSource, writePaperInto } from '../paper-files.ts'

export const runRecord: Command = {
  name: 'run record',
  takes: '',
  summary:
    'The papers of a run: annotated record, attendance sheet, exception sheets, each one HTML file to be printed.',
  details: [
    'Verifies the log first, as "conclave log verify" does, and writes nothing when it cannot be relied on. Reads the folder of the facility only, so it works on read-only media and beside an open console. Nothing stands on a paper that is not in the log: the same log makes the same files.',
    'The files need nothing else and hold no script. A browser prints them on A4 or US Letter, with page numbers. Papers of a practice facility are marked on every page and in their names.',
  ],
  examples: ['conclave run record --facility practice-1/facility --run run-0001 --out papers'],
  options: {
    facility: { type: 'string', value: 'DIR', help: 'The folder of the facility.' },
    run: { type: 'string', value: 'RUN', help: 'Which run: run-0001. Without it, the newest.' },
    out: {
      type: 'string',
      value: 'DIR',
      help: 'Where the papers go. Made if it is not there; nothing in it is replaced.',
    },
  },
  positionals: { min: 0, max: 0 },
  run: record,
}

async function record(call: Call): Promise<Outcome> {
  const directory = needed(call, 'facility')
  const out = needed(call, 'out')
  const verdict = await verifyFacility(directory, {
    progress: (done) => {
      call.progress(`Verified ${String(done)} entries`)
    },
  })
  if (!verdict.ok) {
    throw fail('log-inconsistent', `${verdict.headline}. No paper was made.`, {
      remedy: 'Look at it with "conclave log verify".',
    })
  }
  const source = readSource(directory)
  const run = findRun(source, call.option('run'))
  const papers = [
    recordPaper(source, run),
    attendancePaper(source, run),
    ...(run.exceptions.length === 0 ? [] : [exceptionsPaper(source, run)]),
  ]
  makeFolder(out)
  const written = papers.map((paper) => ({ subject: paper.subject, ...writePaperInto(out, paper) }))
  return {
    json: { run: run.id, title: run.plan.title, status: run.status, papers: written },
    text: paragraphs(
      wrapped(`${run.plan.title} (${run.id}): ${papers[0]?.sentence ?? ''}`),
      ...written.map(({ subject, path, sha256 }) =>
        rows([
          [subject, path],
          ['SHA-256', sha256],
        ]),
      ),
    ),
  }
}

function needed(call: Call, option: string): string {
  const given = call.option(option)
  if (given !== undefined) return given
  throw new UsageError(`"run record" needs --${option}.`, runRecord)
}

function findRun({ state }: PaperSource, id: string | undefined): RunState {
  const runs = [...state.runs.values()]
  const found = id === undefined ? runs.at(-1) : state.runs.get(id)
  if (found !== undefined) return found
  throw fail('run-not-found', id === undefined ? 'This facility has no run.' : `This facility has no run "${id}".`, {
    remedy: '"conclave facility status" lists the runs.',
  })
}

function makeFolder(path: string): void {
  try {
    if (!existsSync(path)) mkdirSync(path, { recursive: true })
  } catch (error) {
    throw writeFailure(error, `The folder "${path}"`)
  }
}
