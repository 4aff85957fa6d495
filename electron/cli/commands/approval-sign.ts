import { utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import type { ApprovalAnswer } from '../../../shared/transfer/approval-answer.ts'
import { writeNewFile } from '../../core/files/host-files.ts'
import { assertNoObjection } from '../../core/transfer/objections.ts'
import { qrPng } from '../../core/transfer/qr-image.ts'
import { readRequestFile, type JudgedRequest } from '../../core/transfer/read-request.ts'
import { answerQrText, answerText, signAnswer } from '../../core/transfer/sign-answer.ts'
import { type Call, type Command, Interrupted, type Outcome, UsageError } from '../command.ts'
import { clock } from '../places.ts'
import { Terminal } from '../terminal/terminal.ts'
import { requestText } from '../transfer/describe-request.ts'
import { answerSummary } from './approval-inspect.ts'

export const approvalSign: Command = {
  name: 'approval sign',
  takes: 'REQUEST',
  summary: 'Approves a request from another Conclave with a key file, or says that its owner does not agree.',
  details: [
    'Shows the request, asks whether it is approved, and asks for the passphrase, which is not shown and is never an argument. The answer is what would have been signed in the room: a small file, and with --qr-out a QR code.',
    'With --refuse REASON the answer is that this person does not agree.',
  ],
  examples: [
    'conclave approval sign run-0003.approve-root.approval-request.json --person priya-raman --key-file /media/stick/priya.key.json --out answer.json --qr-out answer.png',
  ],
  options: {
    person: { type: 'string', value: 'ID', help: 'Who answers; one of those whom the request asks.' },
    'key-file': { type: 'string', value: 'FILE', help: 'The key file of this person.' },
    out: { type: 'string', value: 'FILE', help: 'A new file for the answer.' },
    'qr-out': { type: 'string', value: 'FILE', help: 'A new PNG with the QR code of the answer.' },
    refuse: { type: 'string', value: 'REASON', help: 'Does not agree, for this reason.' },
  },
  positionals: { min: 1, max: 1 },
  run: sign,
}

async function sign(call: Call): Promise<Outcome> {
  const person = needed(call, 'person')
  const keyFile = needed(call, 'key-file')
  const out = needed(call, 'out')
  const refusal = call.option('refuse') ?? null
  const judged = readRequestFile(call.positionals[0] ?? '', clock.now())
  const terminal = new Terminal(process.stdin, process.stderr)
  terminal.say(requestText(judged))
  await assertWanted(terminal, judged, person, refusal)
  const answer = await signAnswer(judged, {
    person,
    keyFile,
    secret: await terminal.secret(`Passphrase of ${person}:`),
    shown: judged.items.map(({ tbs }) => tbs.hex),
    refusal,
    now: clock.now(),
  })
  const qr = call.option('qr-out') ?? null
  const png = qr === null ? null : pictureOf(answer)
  writeNewFile(out, utf8ToBytes(answerText(answer)))
  if (qr !== null && png !== null) writeNewFile(qr, png)
  return {
    json: { file: out, qr, ...answer },
    text: `${answerSummary(answer, 'file')}\n\nWritten: ${[out, ...(qr === null ? [] : [qr])].join(', ')}`,
  }
}

async function assertWanted(
  terminal: Terminal,
  judged: JudgedRequest,
  person: string,
  refusal: string | null,
): Promise<void> {
  if (refusal === null) assertNoObjection(judged.items)
  const question = refusal === null ? `Does ${person} approve exactly this?` : `Does ${person} refuse: ${refusal}?`
  if (!(await terminal.agree(question))) throw new Interrupted('Nothing was signed.')
}

function pictureOf(answer: ApprovalAnswer): Uint8Array {
  const png = qrPng(answerQrText(answer))
  if (png !== null) return png
  throw fail('too-large', 'This answer covers too much for one QR code. Nothing was written.', {
    remedy: 'Bring it as a file: leave --qr-out away.',
  })
}

function needed(call: Call, name: string): string {
  const value = call.option(name)
  if (value !== undefined) return value
  throw new UsageError(`"approval sign" needs --${name}.`, approvalSign)
}
