import { resolve } from 'node:path'
import { utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { formatProof } from '../../../shared/ledger/proof.ts'
import { writeNewFile } from '../../core/files/host-files.ts'
import { openSnapshot } from '../../core/log/snapshot.ts'
import { type Call, type Command, type Outcome, UsageError } from '../command.ts'
import { rows } from '../format.ts'

export const logProve: Command = {
  name: 'log prove',
  takes: 'DIR INDEX',
  summary: 'Writes the proof that one entry is in the log (C2SP tlog-proof), and the entry itself.',
  details: [
    'Whoever has the entry, the proof and the vkey of the log needs nothing else. The checkpoint in it is the newest that covers the entry, with all its cosignatures.',
  ],
  examples: ['conclave log prove north-vault 412 --out entry-412'],
  options: {
    out: { type: 'string', value: 'NAME', help: 'NAME.json and NAME.tlog-proof are written; no file is replaced.' },
  },
  positionals: { min: 2, max: 2 },
  run: prove,
}

function prove(call: Call): Outcome {
  const [directory = '', digits = ''] = call.positionals
  const out = call.option('out')
  if (out === undefined) throw new UsageError('"log prove" needs --out NAME.', logProve)
  if (!/^(0|[1-9]\d{0,14})$/.test(digits)) throw new UsageError(`"${digits}" is not the index of an entry.`, logProve)
  const index = Number(digits)
  const snapshot = openSnapshot(resolve(directory))
  try {
    const { store } = snapshot
    const bytes = store.bytesOf(index)
    const last = store.checkpoints(index + 1).at(-1)
    if (last === undefined)
      throw fail('invalid-request', `No checkpoint covers entry ${digits} yet.`, {
        remedy: 'Take an earlier entry, or close the facility: that signs a checkpoint.',
      })
    const proof = formatProof({ index, hashes: store.inclusionProof(index, last.size), checkpoint: last.note })
    writeNewFile(`${out}.json`, bytes)
    writeNewFile(`${out}.tlog-proof`, utf8ToBytes(proof))
    return {
      json: { index, size: last.size, entry: `${out}.json`, proof: `${out}.tlog-proof` },
      text: rows([
        ['Entry', `${out}.json`],
        ['Proof', `${out}.tlog-proof`],
        ['Checkpoint', `${String(last.size)} entries`],
      ]),
    }
  } finally {
    snapshot.close()
  }
}
