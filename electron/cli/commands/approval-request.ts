import { sha256Hex } from '../../../shared/bytes.ts'
import { requestFileName } from '../../../shared/transfer/approval-request.ts'
import { join } from 'node:path'
import { writeNewFile } from '../../core/files/host-files.ts'
import { readFacility } from '../../core/log/read-facility.ts'
import { makeRequest, requestBytes } from '../../core/transfer/make-request.ts'
import { type Call, type Command, type Outcome, UsageError } from '../command.ts'
import { digestJson, digestText, paragraphs, rows } from '../format.ts'
import { clock } from '../places.ts'
import { openApproval } from '../transfer/open-approval.ts'

export const approvalRequestCommand: Command = {
  name: 'approval request',
  takes: 'DIR',
  summary: 'Writes the approval that the open run waits for as a file, for somebody who is not in the room.',
  details: [
    'The file holds the exact bytes, the plan, the policy and the public keys of those who may approve: everything that is needed to judge it on another Conclave. It holds no secret. The facility is only read and may be open.',
  ],
  options: { out: { type: 'string', value: 'FOLDER', help: 'Where the file goes; a medium that leaves the room.' } },
  positionals: { min: 1, max: 1 },
  run: request,
}

function request(call: Call): Outcome {
  const folder = call.option('out')
  if (folder === undefined) throw new UsageError('"approval request" needs --out FOLDER.', approvalRequestCommand)
  const facility = readFacility(call.positionals[0] ?? '')
  const { run, step } = openApproval(facility.state)
  const document = makeRequest({ ...facility, clock }, run, step)
  const bytes = requestBytes(document)
  const path = join(folder, requestFileName(document))
  writeNewFile(path, bytes)
  const sha256 = sha256Hex(bytes)
  return {
    json: { file: path, run, step, sha256: digestJson(sha256), people: document.people.map(({ id }) => id) },
    text: paragraphs(
      rows([
        ['Written', path],
        ['Run', `${run}, step ${step}`],
        ['May approve', document.people.map(({ name, role }) => `${name}, ${role}`).join('\n')],
      ]),
      `SHA-256 of the file, to compare by voice\n${digestText(sha256, '  ')}`,
    ),
  }
}
