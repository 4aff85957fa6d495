import { OperationError } from '../../../shared/failure.ts'
import { inspectFile } from '../inspect/inspect-file.ts'
import type { InspectedFile } from '../inspect/inspection.ts'
import type { Call, Command, Outcome } from '../command.ts'
import { paragraphs, rows } from '../format.ts'

export const inspect: Command = {
  name: 'inspect',
  takes: 'FILE...',
  summary: 'Describes certificates, requests, CRLs, hand-offs and checkpoints, whatever their names are.',
  details: [
    'Recognises files by their content. Certificates, requests and CRLs are read by two independent parsers, which must agree. Apart from the signature of a request by its own key, nothing is verified.',
  ],
  options: {},
  positionals: { min: 1, max: 1000 },
  run: inspectAll,
}

async function inspectAll({ positionals }: Call): Promise<Outcome> {
  const files: InspectedFile[] = []
  for (const file of positionals) files.push(await inspectOne(file))
  return {
    json: {
      files: files.map(({ file, found, failure }) => ({
        file,
        found: found.map(({ kind, data }) => ({ kind, ...data })),
        error: failure,
      })),
    },
    text: paragraphs(...files.map(describe)),
    failure: files.find(({ failure }) => failure !== null)?.failure ?? undefined,
  }
}

async function inspectOne(file: string): Promise<InspectedFile> {
  try {
    return { file, found: await inspectFile(file), failure: null }
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    return { file, found: [], failure: error.failure }
  }
}

function describe({ file, found, failure }: InspectedFile): string {
  if (failure !== null) return `${file}: ${failure.message}`
  return paragraphs(
    ...found.map(
      ({ kind, rows: facts, note }) =>
        `${file}: ${kind}\n${rows(facts, '  ')}${note === undefined ? '' : `\n  ${note}`}`,
    ),
  )
}
