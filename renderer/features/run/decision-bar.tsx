import { type ReactElement, useState } from 'react'

import type { ClassificationAnswers } from '../../../shared/incident/classification.ts'
import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import type { StepView } from '../../../shared/ipc/contract/steps.ts'
import { HandField } from '../../people/hand-field.tsx'
import { useHand } from '../../people/use-hand.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { SECRET_CODES } from '../../ui/use-secret.ts'
import type { DecisionBody } from './given-decisions.tsx'
import { useAct, useInPractice, useIsWorking, useRefusal } from './run-context.ts'
import { SignBar } from './sign-bar.tsx'
import { at } from './step-props.ts'

export interface DecisionBarProps {
  readonly run: RunView
  readonly step: StepView
  readonly body: DecisionBody
  readonly choice: string | undefined
  readonly answers: ClassificationAnswers | null
  /** What is wanted before anything can be chosen. */
  readonly missing?: string | undefined
  readonly nameOf: (choice: string) => string
}

/** Who decides, why, and their signature. A second person who has to confirm uses the same bar. */
export function DecisionBar({ run, step, body, choice, answers, missing, nameOf }: DecisionBarProps): ReactElement {
  const act = useAct()
  const working = useIsWorking()
  const inPractice = useInPractice()
  const failure = useRefusal('run.decide')
  const [picked, setPicked] = useState<string>()
  const [reason, setReason] = useState('')
  const silent = body.candidates.filter(({ id }) => !body.given.some((each) => each.person.id === id))
  const people = silent.length > 0 ? silent : body.candidates
  const person = people.find(({ id }) => id === picked) ?? people[0]
  const hand = useHand(person, failure)
  const lock = lockOf({ isSomebody: person !== undefined, missing, choice, reason, role: body.decider })
  const decide = async (): Promise<void> => {
    const given = lock === undefined && choice !== undefined ? hand.take() : null
    if (given === null || choice === undefined) return
    if (await act('run.decide', { ...at(run), ...given, choice, answers, reason: reason.trim() })) setReason('')
  }
  return (
    <SignBar
      writes={step.writes}
      spares={step.doesNot}
      secret={
        <>
          <Select
            label="Who decides"
            value={person?.id}
            onChange={setPicked}
            choices={people.map(({ id, name }) => ({ id, label: name }))}
          />
          <TextField label="Why" value={reason} onChange={setReason} maxLength={2000} />
          <HandField hand={hand} onEnter={() => void decide()} />
          {failure !== null && !SECRET_CODES.has(failure.code) && <FailureNote failure={failure} />}
        </>
      }
    >
      <Button variant="primary" size="tall" isPending={working} locked={lock} onPress={() => void decide()}>
        {choice === undefined ? 'Decide' : `Decide ${nameOf(choice)}`}
        {inPractice} as {person?.name ?? 'nobody'}
      </Button>
    </SignBar>
  )
}

interface Lock {
  readonly isSomebody: boolean
  readonly missing: string | undefined
  readonly choice: string | undefined
  readonly reason: string
  readonly role: string | null
}

function lockOf({ isSomebody, missing, choice, reason, role }: Lock): string | undefined {
  if (!isSomebody) return `Nobody is here who may decide${role === null ? '' : ` as ${role}`}.`
  if (missing !== undefined) return missing
  if (choice === undefined) return 'Choose what is decided.'
  return reason.trim() === '' ? 'Write the reason.' : undefined
}
