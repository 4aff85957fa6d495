import type { FacilityConsole } from '../../../../electron/core/console.ts'
import { judgeRequest, type JudgedRequest } from '../../../../electron/core/transfer/read-request.ts'
import { makeRequest, requestBytes } from '../../../../electron/core/transfer/make-request.ts'
import { signAnswer } from '../../../../electron/core/transfer/sign-answer.ts'
import type { ApprovalAnswer } from '../../../../shared/transfer/approval-answer.ts'
import { currentStep, type RunState } from '../../../../shared/procedure/run-state.ts'
import { passphrase } from '../../../support/ceremony-run.ts'
import { present } from '../../../support/present.ts'
import type { TestFacility } from '../../../support/test-facility.ts'

export function currentId(run: RunState): string {
  return present(currentStep(run), 'current step').step.id
}

/** The request for the current step, as the bytes that leave the facility. */
export function requestOf(session: FacilityConsole, run: RunState): Uint8Array {
  return requestBytes(makeRequest(session.facility, run.id, currentId(run)))
}

/** Where a practice facility keeps the key of a person. Elsewhere, it is on their own media. */
export function keyFileOf(site: TestFacility, person: string): string {
  return site.layout.credential(`${person}-1`)
}

/** What somebody signs on the second Conclave, with their key file. */
export function answerOf(
  request: JudgedRequest,
  person: string,
  keyFile: string,
  refusal: string | null = null,
): Promise<ApprovalAnswer> {
  return signAnswer(request, {
    person,
    keyFile,
    secret: passphrase(person),
    shown: request.items.map(({ tbs }) => tbs.hex),
    refusal,
    now: Date.now(),
  })
}

export function judged(session: FacilityConsole, run: RunState): JudgedRequest {
  return judgeRequest(requestOf(session, run), Date.now())
}
