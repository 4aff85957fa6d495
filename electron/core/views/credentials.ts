import type { CredentialView } from '../../../shared/ipc/contract/views.ts'
import { activeCredentials, type EnrolledPerson } from '../../../shared/people/person.ts'
import { isSameToken, type ModuleReading } from '../hsm/room.ts'

/** What a person may sign with now; of a card also what it said of its PIN when the modules were last read. */
export function viewCredentials(person: EnrolledPerson, readings: readonly ModuleReading[]): CredentialView[] {
  const here = readings.flatMap(({ slots }) => slots.flatMap((slot) => slot.token ?? []))
  return activeCredentials(person).map((credential): CredentialView => {
    const { id } = credential
    if (credential.kind === 'key-file') return { kind: 'key-file', id, place: credential.place }
    const { label, serial } = credential.token
    const token = here.find((info) => isSameToken(info, credential.token))
    return { kind: 'card', id, label, serial, userPin: token?.userPin ?? null }
  })
}
