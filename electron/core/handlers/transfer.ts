import { join } from 'node:path'
import { sha256Hex, utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import type { transferContract } from '../../../shared/ipc/contract/transfer.ts'
import type { Handlers } from '../../../shared/ipc/operation.ts'
import { ANSWER_EXTENSION, answerFileName } from '../../../shared/transfer/approval-answer.ts'
import { type RequestedPerson, requestFileName } from '../../../shared/transfer/approval-request.ts'
import type { Desk } from '../desk.ts'
import { writeNewFile } from '../files/host-files.ts'
import { findPerson } from '../people/find-person.ts'
import { importAnswer } from '../transfer/import-answer.ts'
import { makeRequest, requestBytes } from '../transfer/make-request.ts'
import { qrPicture, qrPng } from '../transfer/qr-image.ts'
import { readAnswer } from '../transfer/read-answer.ts'
import { readRequestFile } from '../transfer/read-request.ts'
import { answerQrText, answerText, signAnswer } from '../transfer/sign-answer.ts'
import { viewDigest, viewPerson } from '../views/pieces.ts'
import { viewRequest } from '../views/request-view.ts'
import { viewRun } from '../views/run-view.ts'

export function transferHandlers(desk: Desk): Handlers<typeof transferContract> {
  const now = (): number => desk.options.clock.now()
  return {
    'transfer.export-request': ({ run, step, folder }) => {
      const request = makeRequest(desk.session.facility, run, step)
      const bytes = requestBytes(request)
      const path = join(folder, requestFileName(request))
      writeNewFile(path, bytes)
      return { path, file: viewDigest(sha256Hex(bytes)), people: request.people.map(viewAsked) }
    },
    'transfer.import-answer': async ({ run: runId, step, path }) => {
      const { session } = desk
      const { run, answer, via } = await importAnswer(session.engine, runId, step, path)
      const person = viewPerson(findPerson(session.facility.state, answer.statement.person))
      return { run: viewRun(session, run), person, approves: answer.statement.type === 'conclave-approval/v1', via }
    },
    'transfer.read-request': ({ path }) => ({ request: viewRequest(path, readRequestFile(path, now())) }),
    'transfer.sign-answer': async ({ path, file, items, person, keyFile, secret, refusal }) => {
      const judged = readRequestFile(path, now())
      if (judged.sha256 !== file) {
        throw fail('approval-for-other-bytes', 'The file of the request is another one than the one that was shown.', {
          remedy: 'Open it again and read it again.',
        })
      }
      const answer = await signAnswer(judged, { person, keyFile, secret, shown: items, refusal, now: now() })
      return { answer: answerText(answer), fileName: answerFileName(answer), qr: qrPicture(answerQrText(answer)) }
    },
    'transfer.save-answer': ({ answer: text, folder }) => {
      const answer = readAnswer(utf8ToBytes(text))
      const path = join(folder, answerFileName(answer))
      const picture = qrPng(answerQrText(answer))
      writeNewFile(path, utf8ToBytes(text))
      if (picture === null) return { path, picture: null }
      const beside = `${path.slice(0, -ANSWER_EXTENSION.length)}.approval-answer.png`
      writeNewFile(beside, picture)
      return { path, picture: beside }
    },
  }
}

function viewAsked({ id, name, role }: RequestedPerson): { person: ReturnType<typeof viewPerson>; role: typeof role } {
  return { person: viewPerson({ id, name, roles: [role] }), role }
}
