import type { ReactElement } from 'react'

import type { StepView } from '../../../shared/ipc/contract/steps.ts'
import { HandField } from '../../people/hand-field.tsx'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { SECRET_CODES } from '../../ui/use-secret.ts'
import { useInPractice, useIsWorking, useRefusal } from './run-context.ts'
import { SignBar } from './sign-bar.tsx'
import type { DecisionDraft } from './use-decision.ts'

export interface DecisionBarProps {
  readonly step: StepView
  readonly draft: DecisionDraft
  /** What was chosen, in words; undefined while nothing is. */
  readonly choice: string | undefined
  /** Who is asked next, when this was recorded. */
  readonly next?: string | undefined
}

/** The signature of whoever decides or confirms. */
export function DecisionBar({ step, draft, choice, next }: DecisionBarProps): ReactElement {
  const working = useIsWorking()
  const inPractice = useInPractice()
  const failure = useRefusal('run.decide')
  const verb = draft.confirms ? 'Confirm' : 'Decide'
  return (
    <SignBar
      writes={step.writes}
      spares={step.doesNot}
      secret={
        <>
          <HandField hand={draft.hand} onEnter={draft.sign} />
          {failure !== null && !SECRET_CODES.has(failure.code) && <FailureNote failure={failure} />}
        </>
      }
    >
      <Button
        variant="primary"
        size="tall"
        isPending={working}
        locked={draft.locked}
        note={draft.confirms ? undefined : next}
        onPress={draft.sign}
      >
        {verb}
        {choice === undefined ? '' : ` “${choice}”`}
        {inPractice} as {draft.person?.name ?? 'nobody'}
      </Button>
    </SignBar>
  )
}
