import { basename } from 'node:path'
import { fail } from '../../../../shared/failure.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { toInstant } from '../../clock.ts'
import { readRecipients, RECIPIENTS_LIMIT } from '../../evidence/recipients.ts'
import { readFileCapped } from '../../files/host-files.ts'
import type { StepContext } from '../step-context.ts'

/** Takes the certificates in to which evidence will be encrypted; people read the digest of the file back. Throws recipients-invalid. */
export function importRecipients({
  input,
  services,
}: StepContext<'import-recipients'>): StepOutput<'import-recipients'> {
  if (input.kind !== 'file') throw fail('invalid-request', 'This step wants the file with the certificates.')
  const { artifacts, clock } = services.facility
  const bytes = readFileCapped(input.path, RECIPIENTS_LIMIT)
  const recipients = readRecipients(bytes, toInstant(clock.now()))
  return {
    fileName: basename(input.path),
    recipientsFile: artifacts.put(bytes).sha256,
    recipients: recipients.map(({ subject, sha256, notAfter, algorithm }) => ({
      subject,
      sha256,
      notAfter,
      algorithm,
    })),
  }
}
