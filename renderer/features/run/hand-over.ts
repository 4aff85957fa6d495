import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import type { ActName } from './run-store.ts'

/** Another person is next: the console changes hands before they type anything. */
export interface HandOver {
  /** Any of these; empty where it is not known who comes. */
  readonly to: readonly string[]
  /** Whom the script still needs in the room; null where that is not the question. */
  readonly missing: string | null
}

const BY_ONE_PERSON: ReadonlySet<ActName> = new Set(['run.sign-in', 'run.approve', 'run.decide', 'run.sign-off'])

/** After what one person did: who is next, if that is certainly another one. Null where they can go on, or the console does. */
export function handOverAfter(act: ActName, person: string | undefined, run: RunView): HandOver | null {
  if (person === undefined || !BY_ONE_PERSON.has(act) || run.status !== 'open') return null
  const { body, status, current } = run.step
  if (act === 'run.sign-in') {
    const isFilling = run.paused !== null || body.kind === 'assemble'
    return isFilling && run.missing !== null ? { to: [], missing: run.missing } : null
  }
  if (!current || status === 'done') return null
  if (body.kind === 'approve') return toOthers(person, body.slots.candidates)
  if (body.kind === 'decide' || body.kind === 'classify')
    return toOthers(
      person,
      body.candidates.filter(({ id }) => !body.given.some((each) => each.person.id === id)),
    )
  if (body.kind !== 'sign-off') return null
  return toOthers(
    person,
    body.people.filter(({ signed }) => signed === 'no').map((each) => each.person),
  )
}

function toOthers(person: string, next: readonly { readonly id: string; readonly name: string }[]): HandOver | null {
  if (next.length === 0 || next.some(({ id }) => id === person)) return null
  return { to: next.map(({ name }) => name), missing: null }
}
