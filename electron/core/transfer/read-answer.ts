import { utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { type ApprovalAnswer, approvalAnswer, MAX_ANSWER_BYTES } from '../../../shared/transfer/approval-answer.ts'
import { QR_KIND_WORDS, readQrText } from '../../../shared/transfer/qr-text.ts'
import { readFileCapped } from '../files/host-files.ts'
import { readDocument } from './canonical-file.ts'
import { isPng, MAX_IMAGE_BYTES } from './png-pixels.ts'
import { readQrPng } from './qr-image.ts'
import { looksLikeRequest } from './read-request.ts'

export interface BroughtAnswer {
  readonly answer: ApprovalAnswer
  readonly via: 'file' | 'qr'
}

/**
 * An answer from a file or from a picture of its QR code, whatever the name is. It is well-formed; nothing else of it was
 * checked. Throws transfer-malformed, transfer-wrong-kind, qr-unreadable, and what reading a file throws.
 */
export function readAnswerFile(path: string): BroughtAnswer {
  const bytes = readFileCapped(path, MAX_IMAGE_BYTES)
  if (isPng(bytes)) return { answer: readAnswer(utf8ToBytes(answerOf(readQrPng(bytes)))), via: 'qr' }
  if (bytes[0] === 0xff && bytes[1] === 0xd8) {
    throw fail('transfer-wrong-kind', 'This is a JPEG picture. QR codes are read from PNG pictures.', {
      remedy: 'Save it as PNG, or bring the answer as a file.',
    })
  }
  if (looksLikeRequest(bytes)) {
    throw fail('transfer-wrong-kind', 'This is an approval request, not an answer to one.', {
      remedy: 'Choose the file that the approver sent back.',
    })
  }
  return { answer: readAnswer(bytes), via: 'file' }
}

export function readAnswer(bytes: Uint8Array): ApprovalAnswer {
  if (bytes.length > MAX_ANSWER_BYTES)
    throw fail('file-too-large', `An approval answer has at most ${String(MAX_ANSWER_BYTES)} bytes.`)
  return readDocument('an approval answer', bytes, approvalAnswer)
}

function answerOf(text: string): string {
  const found = readQrText(text)
  if (found?.kind === 'approval-answer') return found.body
  const what = found === null ? 'something that is not of Conclave' : QR_KIND_WORDS[found.kind]
  throw fail('transfer-wrong-kind', `This QR code is ${what}, not an approval answer.`, {
    remedy: 'Take the picture of the QR code that the approver shows after signing.',
  })
}
