import { type ReactElement, useState } from 'react'

import type { RequestView } from '../../../shared/ipc/contract/transfer.ts'
import { OpenRequest } from './open-request.tsx'
import { RequestReview } from './request-review.tsx'
import { type Answer, SignedAnswer } from './signed-answer.tsx'

/** A request of another Conclave: opened, judged, answered, and the answer carried back. Needs no facility. */
export function TransferScreen(): ReactElement {
  const [request, setRequest] = useState<RequestView | null>(null)
  const [answer, setAnswer] = useState<Answer | null>(null)
  const leave = (): void => {
    setAnswer(null)
    setRequest(null)
  }
  if (request === null) return <OpenRequest onOpen={setRequest} />
  if (answer === null) return <RequestReview request={request} onLeave={leave} onSigned={setAnswer} />
  return <SignedAnswer request={request} answer={answer} onLeave={leave} />
}
