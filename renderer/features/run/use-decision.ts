import { useState } from 'react'

import type { ClassificationAnswers } from '../../../shared/incident/classification.ts'
import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import type { PersonView } from '../../../shared/ipc/contract/views.ts'
import { type Hand, useHand } from '../../people/use-hand.ts'
import type { DecisionBody } from './decision-parts.tsx'
import { useAct, useRefusal } from './run-context.ts'
import { at } from './step-props.ts'

/** What one person is about to sign. */
export interface DecisionDraft {
  readonly people: readonly PersonView[]
  readonly person: PersonView | undefined
  readonly choose: (person: string) => void
  readonly reason: string
  readonly setReason: (reason: string) => void
  readonly hand: Hand
  /** Somebody said this already: who is next confirms it. */
  readonly confirms: boolean
  /** Why nothing can be signed yet. */
  readonly locked: string | undefined
  readonly sign: () => void
}

export interface DecisionChoice {
  readonly choice: string | undefined
  readonly answers: ClassificationAnswers | null
  /** What is wanted before anything can be chosen. */
  readonly missing?: string | undefined
}

/** Who decides what and why; whoever has spoken already comes after those who have not. */
export function useDecision(
  run: RunView,
  body: DecisionBody,
  { choice, answers, missing }: DecisionChoice,
): DecisionDraft {
  const act = useAct()
  const [picked, setPicked] = useState<string>()
  const [reason, setReason] = useState('')
  const silent = body.candidates.filter(({ id }) => !body.given.some((each) => each.person.id === id))
  const roleOf = (id: string) => run.people.find((each) => each.person.id === id)?.role
  const people = (silent.length > 0 ? silent : body.candidates).toSorted(
    (a, b) => Number(roleOf(b.id) === wantedRole(body)) - Number(roleOf(a.id) === wantedRole(body)),
  )
  const person = people.find(({ id }) => id === picked) ?? people[0]
  const hand = useHand(person, useRefusal('run.decide'))
  const locked =
    missing ?? lockOf({ isSomebody: person !== undefined, hasChoice: choice !== undefined, reason, role: body.decider })
  const sign = async (): Promise<void> => {
    if (locked !== undefined || choice === undefined) return
    const given = hand.take()
    if (given === null) return
    if (await act('run.decide', { ...at(run), ...given, choice, answers, reason: reason.trim() })) setReason('')
  }
  return {
    people,
    person,
    choose: setPicked,
    reason,
    setReason,
    hand,
    confirms: body.given.some((each) => each.choice === choice && each.person.id !== person?.id),
    locked,
    sign: () => void sign(),
  }
}

/** Who decides comes before who confirms it. */
function wantedRole({ given, decider, confirmer }: DecisionBody): string | null {
  return given.length === 0 ? decider : confirmer
}

interface Lock {
  readonly isSomebody: boolean
  readonly hasChoice: boolean
  readonly reason: string
  readonly role: string | null
}

function lockOf({ isSomebody, hasChoice, reason, role }: Lock): string | undefined {
  if (!isSomebody) return `Nobody is here who may decide${role === null ? '' : ` as ${role}`}.`
  if (!hasChoice) return 'Choose what is decided.'
  return reason.trim() === '' ? 'Write why.' : undefined
}
