import { useEffect, useState } from 'react'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import { createAnswerOrder } from '../../bridge/answer-order.ts'
import { call, type Response } from '../../bridge/client.ts'
import type { Inputs } from './plan-inputs.ts'

export interface PlanCheck {
  /** The answer for exactly these inputs; null while they are being checked. */
  readonly plan: Response<'plan.preview'> | null
  /** The last answer, for what need not flicker. */
  readonly last: Response<'plan.preview'> | null
  readonly failure: Failure | null
  /** Asks once more: something else than the inputs changed. */
  readonly again: () => void
}

const PAUSE_MS = 120

/** Asks core for the plan that these inputs make, a moment after the last key. */
export function usePlanCheck(procedure: string, title: string, inputs: Inputs): PlanCheck {
  const [round, setRound] = useState(0)
  const key = JSON.stringify([procedure, title, inputs, round])
  const [order] = useState(createAnswerOrder)
  const [held, setHeld] = useState<{ key: string; plan: Response<'plan.preview'> | null; failure: Failure | null }>()
  useEffect(() => {
    const ticket = order.ask()
    const timer = setTimeout(() => {
      call('plan.preview', { procedure, title, inputs }).then(
        (plan) => {
          if (order.isLatest(ticket)) setHeld({ key, plan, failure: null })
        },
        (error: unknown) => {
          if (order.isLatest(ticket)) setHeld({ key, plan: null, failure: toFailure(error) })
        },
      )
    }, PAUSE_MS)
    return () => clearTimeout(timer)
    // the key holds all three
    // oxlint-disable-next-line react/exhaustive-deps
  }, [key, order])
  return {
    plan: held?.key === key ? held.plan : null,
    last: held?.plan ?? null,
    failure: held?.key === key ? held.failure : null,
    again: () => setRound((before) => before + 1),
  }
}
