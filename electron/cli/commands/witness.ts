import { resolve } from 'node:path'
import { utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { decodeUtf8 } from '../../../shared/ledger/utf8.ts'
import { readFileCapped, writeNewFile } from '../../core/files/host-files.ts'
import { Witness } from '../../core/witness/witness.ts'
import { type Call, type Command, type Outcome, UsageError } from '../command.ts'
import { paragraphs, rows } from '../format.ts'
import { clock } from '../places.ts'

const LARGEST_REQUEST = 1_000_000

export const witnessCreate: Command = {
  name: 'witness create',
  takes: 'DIR',
  summary: 'Makes a witness: an independent machine that remembers what it saw of a log, and refuses forks.',
  details: [
    'It cosigns checkpoints (C2SP tlog-witness) that come and go as files. Its key is a plain file that only its owner can read: keep the machine apart from the facility, under other hands.',
  ],
  examples: ['conclave witness create /srv/witness --name witness.audit.example/w1'],
  options: {
    name: { type: 'string', value: 'NAME', help: 'Of the key, without spaces: usually a host name and a path.' },
  },
  positionals: { min: 1, max: 1 },
  run: (call: Call): Outcome => {
    const name = call.option('name')
    if (name === undefined) throw new UsageError('"witness create" needs --name NAME.', witnessCreate)
    const { vkey } = Witness.create(resolve(call.positionals[0] ?? ''), name)
    return { json: { vkey }, text: rows([['The vkey of this witness', vkey]]) }
  },
}

export const witnessTrust: Command = {
  name: 'witness trust',
  takes: 'DIR VKEY',
  summary: 'Tells a witness of a log, by the vkey that came another way: from the genesis page on paper.',
  details: ['Checkpoints of a log that was not told are refused (404).'],
  options: {},
  positionals: { min: 2, max: 2 },
  run: (call: Call): Outcome => {
    const [directory = '', vkey = ''] = call.positionals
    const { name, keyId } = Witness.open(resolve(directory)).trust(vkey)
    return { json: { name, keyId }, text: rows([['Trusted', `${name} (${keyId})`]]) }
  },
}

export const witnessCosign: Command = {
  name: 'witness cosign',
  takes: 'DIR REQUEST',
  summary:
    'Cosigns a checkpoint that continues the last one seen of its log; anything else is refused with the reason.',
  details: [
    'Refusals carry the status that C2SP tlog-witness has for them: 403 not signed by the log, 404 unknown log, 409 from another size than was seen last, 422 a proof that does not hold. When the log has signed two histories, both checkpoints are kept as evidence.',
  ],
  examples: ['conclave witness cosign /srv/witness add-checkpoint.txt --out answer.txt'],
  options: { out: { type: 'string', value: 'FILE', help: 'Where the lines go. No file is replaced.' } },
  positionals: { min: 2, max: 2 },
  run: (call: Call): Outcome => {
    const [directory = '', file = ''] = call.positionals
    const out = call.option('out')
    if (out === undefined) throw new UsageError('"witness cosign" needs --out FILE.', witnessCosign)
    const request = decodeUtf8(readFileCapped(file, LARGEST_REQUEST))
    if (request === null) throw fail('invalid-request', `"${file}" is not text.`)
    const { checkpoint, lines } = Witness.open(resolve(directory)).cosign(request, new Date(clock.now()))
    writeNewFile(out, utf8ToBytes(lines))
    const { origin, size } = checkpoint
    return {
      json: { origin, size, file: out },
      text: paragraphs(
        rows([
          ['Cosigned', `${String(size)} entries of ${origin}`],
          ['Written', out],
        ]),
        'Carry the file back: "conclave log add-cosignature".',
      ),
    }
  },
}
