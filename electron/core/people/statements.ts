import { bytesToHex } from '../../../shared/bytes.ts'
import type { EnrolledPerson } from '../../../shared/people/person.ts'
import { type Statement, statementBytes } from '../../../shared/procedure/approval.ts'
import type { FacilityLayout } from '../facility/layout.ts'
import { readFileCapped } from '../files/host-files.ts'
import { unlockCredential, type UnlockedCredential } from './credential-file.ts'

const KEY_FILE_LIMIT = 16_384

/**
 * Opens a person's key file for one piece of work and wipes the key after it, as well as the passphrase, whatever happens.
 * Throws passphrase-incorrect, credential-damaged.
 */
export async function withCredential<T>(
  layout: FacilityLayout,
  person: EnrolledPerson,
  passphrase: Uint8Array,
  work: (credential: UnlockedCredential) => T,
): Promise<T> {
  try {
    const file = readFileCapped(layout.credential(person.id), KEY_FILE_LIMIT)
    const credential = await unlockCredential(file, person.credential, passphrase)
    try {
      return work(credential)
    } finally {
      credential.wipe()
    }
  } finally {
    passphrase.fill(0)
  }
}

/** A person's Ed25519 signature over a statement, hex. */
export async function signStatement(
  layout: FacilityLayout,
  person: EnrolledPerson,
  passphrase: Uint8Array,
  statement: Statement,
): Promise<string> {
  return withCredential(layout, person, passphrase, (credential) =>
    bytesToHex(credential.sign(statementBytes(statement))),
  )
}
