import { hexToBytes } from '../../../shared/bytes.ts'
import { toWords } from '../../../shared/ledger/words.ts'
import type { DigestView, FileView, PersonView } from '../../../shared/ipc/contract/views.ts'
import type { EnrolledPerson } from '../../../shared/people/person.ts'
import type { ArtifactStore } from '../facility/artifacts.ts'

/** A SHA-256 digest with its 32 PGP words. */
export function viewDigest(hex: string): DigestView {
  return { hex, words: [...toWords(hexToBytes(hex))] }
}

/** First letters of the first and the last name. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '')
  const first = words[0] ?? ''
  const last = words.length > 1 ? (words.at(-1) ?? '') : ''
  return `${first.charAt(0)}${last.charAt(0)}`.toUpperCase()
}

export function viewPerson(person: Pick<EnrolledPerson, 'id' | 'name' | 'roles'>): PersonView {
  return { id: person.id, name: person.name, initials: initialsOf(person.name), roles: [...person.roles] }
}

export function viewFile(artifacts: ArtifactStore, name: string, sha256: string): FileView {
  return { name, size: artifacts.get(sha256).length, sha256 }
}
