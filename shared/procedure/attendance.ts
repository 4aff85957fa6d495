import { type Role, roleWord } from '../ids.ts'
import type { EntryOf } from '../ledger/entries.ts'
import { inconsistent } from './intents.ts'
import { currentStep, type RunState, type StepState } from './run-state.ts'

type AttendanceEntry = EntryOf<'person-signed-in' | 'person-signed-out' | 'run-paused' | 'run-resumed'>

/** Who comes, who goes, and the room that is left for the night. */
export function applyAttendance(run: RunState, entry: AttendanceEntry): void {
  if (isBeingSignedOff(run)) throw inconsistent(entry, 'the run was being signed off by those who were there')
  switch (entry.kind) {
    case 'person-signed-in': {
      const { person, role } = entry.data.statement
      if (isPresent(run, person)) throw inconsistent(entry, 'this person was there already')
      run.present.push({ person, role })
      run.attendance.push({
        person,
        role,
        since: entry.time,
        index: entry.index,
        until: null,
        untilIndex: null,
        signedOut: false,
        note: '',
      })
      return
    }
    case 'person-signed-out':
      if (!leave(run, entry.data.statement.person, entry, entry.data.statement.note))
        throw inconsistent(entry, 'this person was not there')
      return
    case 'run-paused':
      if (run.paused !== null) throw inconsistent(entry, 'the run was paused already')
      assertActorThere(run, entry)
      for (const { person } of run.present) leave(run, person, entry, '')
      run.paused = { at: entry.time, by: entry.data.statement.person, reason: entry.data.statement.note }
      return
    case 'run-resumed':
      if (run.paused === null) throw inconsistent(entry, 'the run was not paused')
      assertActorThere(run, entry)
      if (missingRoles(run).length > 0) throw inconsistent(entry, 'not everybody was there whom the script needs')
      run.paused = null
  }
}

function assertActorThere(run: RunState, entry: EntryOf<'run-paused' | 'run-resumed'>): void {
  if (!isPresent(run, entry.data.statement.person)) throw inconsistent(entry, 'who signed it was not there')
}

function leave(run: RunState, person: string, at: AttendanceEntry, note: string): boolean {
  const stay = run.attendance.findLast((one) => one.person === person && one.until === null)
  if (stay === undefined) return false
  stay.until = at.time
  stay.untilIndex = at.index
  stay.signedOut = at.kind === 'person-signed-out'
  stay.note = note
  run.present = run.present.filter((seat) => seat.person !== person)
  return true
}

/** What is signed names those who are there; it cannot change under their hands. */
export function isBeingSignedOff(run: RunState): boolean {
  const step = currentStep(run)
  return step?.step.kind === 'sign-off' && step.signOffs.length > 0
}

/** Whether somebody is in the room now. */
export function isPresent({ present }: RunState, person: string): boolean {
  return present.some((seat) => seat.person === person)
}

/** Whether somebody is in the room now, in this role. */
export function isSeated({ present }: RunState, person: string, role: Role): boolean {
  return present.some((seat) => seat.person === person && seat.role === role)
}

/** Whether somebody was in the room, in this role, when the entry `index` was written. */
export function wasPresent({ attendance }: RunState, person: string, role: Role, index: number): boolean {
  return attendance.some(
    (stay) =>
      stay.person === person &&
      stay.role === role &&
      stay.index < index &&
      (stay.untilIndex === null || stay.untilIndex > index),
  )
}

/** Whom the script needs and who is not in the room now. */
export function missingRoles(run: RunState): { readonly role: Role; readonly more: number }[] {
  return (Object.entries(run.plan.definition.script.roles) as [Role, number][]).flatMap(([role, count]) => {
    const more = count - run.present.filter((seat) => seat.role === role).length
    return more > 0 ? [{ role, more }] : []
  })
}

/** "1 more officer and 1 more witness" */
export function missingWords(run: RunState): string {
  return missingRoles(run)
    .map(({ role, more }) => `${String(more)} more ${roleWord(role, more)}`)
    .join(' and ')
}

/** The entries with which somebody signed out of a role and another one into it, both after the step before; null: not yet. */
export function handedOver(
  run: RunState,
  state: StepState,
  { role, from, to }: { readonly role: Role; readonly from: string; readonly to: string },
): { left: number | null; came: number | null } {
  const since = run.steps.slice(0, state.number - 1).findLast(({ status }) => status === 'done')?.doneIndex ?? 0
  const out = run.attendance.findLast((stay) => stay.person === from && stay.role === role && stay.signedOut)
  const stay = run.attendance.findLast((one) => one.person === to && one.role === role && one.until === null)
  const hasLeft = !isSeated(run, from, role) && out !== undefined && (out.untilIndex ?? 0) > since
  return {
    left: hasLeft ? out.untilIndex : null,
    came: stay !== undefined && stay.index > since ? stay.index : null,
  }
}
