import type { ApprovalAnswer } from '../../../shared/transfer/approval-answer.ts'
import { MAX_REQUEST_BYTES } from '../../../shared/transfer/approval-request.ts'
import { readFileCapped } from '../../core/files/host-files.ts'
import { isPng, MAX_IMAGE_BYTES } from '../../core/transfer/png-pixels.ts'
import { objectionsTo } from '../../core/transfer/objections.ts'
import { readAnswerFile } from '../../core/transfer/read-answer.ts'
import { judgeRequest, looksLikeRequest } from '../../core/transfer/read-request.ts'
import type { Call, Command, Outcome } from '../command.ts'
import { digestText, paragraphs, rows } from '../format.ts'
import { clock } from '../places.ts'
import { requestJson, requestText } from '../transfer/describe-request.ts'

export const approvalInspect: Command = {
  name: 'approval inspect',
  takes: 'FILE',
  summary: 'Shows an approval request, or an answer to one: a file, or a PNG picture of its QR code.',
  details: [
    'A request is decoded and compared with its plan here, from the exact bytes; nothing that it says about itself is believed. Needs no facility. The signature of an answer is checked where it is imported.',
  ],
  options: {},
  positionals: { min: 1, max: 1 },
  run: inspect,
}

function inspect({ positionals: [path = ''] }: Call): Outcome {
  const bytes = readFileCapped(path, Math.max(MAX_REQUEST_BYTES, MAX_IMAGE_BYTES))
  if (isPng(bytes) || !looksLikeRequest(bytes)) {
    const { answer, via } = readAnswerFile(path)
    return { json: { kind: 'approval-answer', via, ...answer }, text: answerSummary(answer, via) }
  }
  const judged = judgeRequest(bytes, clock.now())
  const wrong = objectionsTo(judged.items)
  return {
    json: { ...requestJson(judged), objections: wrong },
    text: requestText(judged),
    failure:
      wrong.length === 0
        ? undefined
        : {
            code: 'tbs-mismatch',
            message: `${wrong.join('; ')}.`,
            remedy: 'Do not approve it. Ask the people in the room.',
          },
  }
}

export function answerSummary({ statement }: ApprovalAnswer, via: 'file' | 'qr'): string {
  const isApproval = statement.type === 'conclave-approval/v1'
  return paragraphs(
    rows([
      ['Answer', isApproval ? 'approves' : `does not agree: ${statement.note}`],
      ['By', `${statement.person}, with ${statement.credential}`],
      ['For', `${statement.facility}, ${statement.run}, step ${statement.step ?? ''}`],
      ['Signed', statement.time],
      ['Read from', via === 'qr' ? 'a QR code' : 'a file'],
    ]),
    ...(isApproval ? statement.items.map(({ tbs }) => `What it approves, SHA-256\n${digestText(tbs, '  ')}`) : []),
  )
}
