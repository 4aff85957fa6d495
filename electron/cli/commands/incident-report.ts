import { resolve } from 'node:path'
import { sha256Hex, utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { doneSteps } from '../../../shared/incident/facts.ts'
import { openFields } from '../../../shared/incident/report-document.ts'
import { type Score, scoreOf, trendOf } from '../../../shared/incident/score.ts'
import { visible } from '../../../shared/spoken-text.ts'
import { writeNewFile } from '../../core/files/host-files.ts'
import { reportMarkdown, reportOf } from '../../core/incident/report.ts'
import { verifyFacility } from '../../core/log/verify-facility.ts'
import type { Call, Command, Outcome } from '../command.ts'
import { paragraphs, rows } from '../format.ts'
import { describeScore } from '../incident/describe-score.ts'
import { findIncident } from '../incident/find-incident.ts'
import { readSource } from '../paper-files.ts'

export const incidentReport: Command = {
  name: 'incident report',
  takes: 'DIR',
  summary:
    'The incident report in Markdown with every heading of the CCADB, filled from the log; the score of a drill.',
  details: [
    'Verifies the log first, as "conclave log verify" does, and writes nothing when it cannot be relied on. What the log cannot know is marked "To be written by people". The report of a drill says DRILL and is not to be filed; its score is printed behind it.',
    'Headings and fields are those of the CCADB Incident Reporting Guidelines v3.1. Without --run, the newest that is open, else the newest.',
  ],
  examples: ['conclave incident report north-vault --run run-0007 --out report.md'],
  options: {
    run: { type: 'string', value: 'RUN', help: 'Which one: run-0007.' },
    out: { type: 'string', value: 'FILE', help: 'Where the Markdown goes. No file is replaced. Without it: here.' },
  },
  positionals: { min: 1, max: 1 },
  run: report,
}

async function report(call: Call): Promise<Outcome> {
  const [directory = ''] = call.positionals
  const verdict = await verifyFacility(directory, {
    progress: (done) => {
      call.progress(`Verified ${String(done)} entries`)
    },
  })
  if (!verdict.ok)
    throw fail('log-inconsistent', `${verdict.headline}. No report was made.`, {
      remedy: 'Look at it with "conclave log verify".',
    })
  const source = readSource(directory)
  const { run, playbook, at } = findIncident(source.state, call.option('run'))
  const markdown = reportMarkdown(source, run, at)
  const open = openFields(reportOf(source, run, at))
  const score = run.drill ? scoreOf(run, at) : null
  const trend = run.drill ? trendOf(source.state.runs.values(), playbook.playbook) : []
  const review = doneSteps(run, 'review').at(-1)?.output ?? null
  const written = writeReport(call.option('out'), markdown)
  return {
    json: { run: run.id, drill: run.drill, status: run.status, markdown, open, review, score, trend, written },
    text: textOf({ markdown, written, open, score, trend: trend.length }),
  }
}

interface Written {
  readonly path: string
  readonly sha256: string
}

/** Throws file-exists, file-not-writable, disk-full. */
function writeReport(path: string | undefined, markdown: string): Written | null {
  if (path === undefined) return null
  const bytes = utf8ToBytes(markdown)
  writeNewFile(resolve(path), bytes)
  return { path: resolve(path), sha256: sha256Hex(bytes) }
}

function textOf(made: {
  readonly markdown: string
  readonly written: Written | null
  readonly open: readonly string[]
  readonly score: Score | null
  readonly trend: number
}): string {
  const { markdown, written, open, score, trend } = made
  const scored = score === null ? null : describeScore(score, trend)
  const text =
    written === null
      ? paragraphs(markdown.trimEnd(), scored)
      : paragraphs(
          rows([
            ['Report', written.path],
            ['SHA-256', written.sha256],
            ['To be written', open.length === 0 ? 'nothing' : open.join('\n')],
          ]),
          scored,
        )
  return text.split('\n').map(visible).join('\n')
}
