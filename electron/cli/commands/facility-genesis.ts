import { genesisPaper } from '../../core/paper/genesis.ts'
import { type Call, type Command, type Outcome, UsageError } from '../command.ts'
import { rows } from '../format.ts'
import { readSource, writePaper } from '../paper-files.ts'

export const facilityGenesis: Command = {
  name: 'facility genesis',
  takes: 'DIR',
  summary:
    'The genesis page of a facility: its first checkpoint with QR code, policy, people, and who signed them off.',
  details: [
    'One HTML file to be printed and kept by the auditor. Reads the folder only and verifies nothing: "conclave log verify" does.',
  ],
  examples: ['conclave facility genesis north-vault --html genesis.html'],
  options: { html: { type: 'string', value: 'FILE', help: 'Where the page goes. No file is replaced.' } },
  positionals: { min: 1, max: 1 },
  run: genesis,
}

function genesis(call: Call): Outcome {
  const path = call.option('html')
  if (path === undefined) throw new UsageError('"facility genesis" needs --html.', facilityGenesis)
  const paper = genesisPaper(readSource(call.positionals[0] ?? ''))
  const written = writePaper(path, paper)
  return {
    json: { facility: paper.title, ...written },
    text: rows([
      [paper.subject, written.path],
      ['SHA-256', written.sha256],
    ]),
  }
}
