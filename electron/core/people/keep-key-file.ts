import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fail } from '../../../shared/failure.ts'
import type { NewCredentialRequest } from '../../../shared/ipc/contract/new-credential.ts'
import type { FacilityLayout } from '../facility/layout.ts'
import { writeNewFile } from '../files/host-files.ts'
import { replaceFile } from '../files/replace-file.ts'
import type { MadeCredential } from './make-credential.ts'

/** Puts the key file of a new credential where its person wants it. A card has none. Throws invalid-request, file-exists. */
export function keepKeyFile(
  layout: FacilityLayout,
  { credential: { id }, file }: MadeCredential,
  request: NewCredentialRequest,
): void {
  if (file === null || request.kind !== 'key-file') return
  if (request.place === 'facility') {
    const path = layout.credential(id)
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    // A try before this one, or somebody who was taken out again, may have left a file; no log knows its key.
    replaceFile(path, file, 0o600)
    return
  }
  if (request.folder === undefined) throw fail('invalid-request', 'The folder on their own media is not named.')
  writeNewFile(join(request.folder, `${id}.key.json`), file, 0o600)
}
