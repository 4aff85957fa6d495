import { resolve } from 'node:path'
import { utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { decodeUtf8 } from '../../../shared/ledger/utf8.ts'
import { readFileCapped, writeNewFile } from '../../core/files/host-files.ts'
import { addCosignatures, cosignRequest } from '../../core/log/cosign-request.ts'
import { type Call, type Command, type Outcome, UsageError } from '../command.ts'
import { rows } from '../format.ts'
import { readTrustPolicy } from '../trust-policy-file.ts'

const LARGEST_ANSWER = 65_536

/** To a witness. */
export const logRequestCosignature: Command = {
  name: 'log request-cosignature',
  takes: 'DIR',
  summary: 'Writes the newest checkpoint and the proof that it continues an older one, for an independent witness.',
  details: [
    'The file is the body of "add-checkpoint" of C2SP tlog-witness. Carry it to the witness ("conclave witness cosign", or any other), and bring back the lines that it answers. The facility is only read.',
  ],
  examples: ['conclave log request-cosignature north-vault --old 412 --out add-checkpoint.txt'],
  options: {
    old: {
      type: 'string',
      value: 'SIZE',
      help: 'Entries of the checkpoint that the witness cosigned last; 0, the default, for the first time.',
    },
    out: { type: 'string', value: 'FILE', help: 'Where the request goes. No file is replaced.' },
  },
  positionals: { min: 1, max: 1 },
  run: (call: Call): Outcome => {
    const out = call.option('out')
    if (out === undefined) throw new UsageError('"log request-cosignature" needs --out FILE.', logRequestCosignature)
    const old = call.option('old') ?? '0'
    if (!/^(0|[1-9]\d{0,14})$/.test(old))
      throw new UsageError(`"${old}" is not a number of entries.`, logRequestCosignature)
    const { size, text } = cosignRequest(call.positionals[0] ?? '', Number(old))
    writeNewFile(out, utf8ToBytes(text))
    return {
      json: { file: out, old: Number(old), size },
      text: rows([
        ['Written', out],
        ['From', `${old} entries`],
        ['To', `${String(size)} entries`],
      ]),
    }
  },
}

/** From a witness. */
export const logAddCosignature: Command = {
  name: 'log add-cosignature',
  takes: 'DIR FILE',
  summary: 'Keeps the lines that a witness gave back with the checkpoint that they belong to.',
  details: ['Each line is verified against the witnesses of the policy first. The facility must be closed.'],
  examples: ['conclave log add-cosignature north-vault answer.txt --policy trust.policy'],
  options: {
    policy: { type: 'string', value: 'POLICY-FILE', help: 'C2SP tlog-policy with the vkeys of the witnesses.' },
  },
  positionals: { min: 2, max: 2 },
  run: (call: Call): Outcome => {
    const [directory = '', file = ''] = call.positionals
    const policy = call.option('policy')
    if (policy === undefined)
      throw new UsageError('"log add-cosignature" needs --policy POLICY-FILE.', logAddCosignature)
    const text = decodeUtf8(readFileCapped(file, LARGEST_ANSWER))
    if (text === null) throw fail('invalid-request', `"${file}" is not text.`)
    const witnesses = readTrustPolicy(policy).witnesses.map(({ key }) => key)
    const added = addCosignatures(resolve(directory), text, witnesses)
    return {
      json: { added },
      text: rows(added.map(({ name, size }): [string, string] => [name, `cosigned ${String(size)} entries`])),
    }
  },
}
