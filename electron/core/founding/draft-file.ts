import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { slug } from '../../../shared/ids.ts'
import { tokenRef } from '../../../shared/ipc/hsm-contract.ts'
import { person } from '../../../shared/people/person.ts'
import { policy } from '../../../shared/people/policy.ts'
import { z } from '../../../shared/zod.ts'
import type { FacilityLayout } from '../facility/layout.ts'
import { replaceFile } from '../files/replace-file.ts'
import { readFileCapped } from '../files/host-files.ts'

/** founding.json: what people have decided so far. Public data only, so that a founding can be left and gone on with. */
export const foundingDraft = z.strictObject({
  format: z.literal('conclave-founding/v1'),
  name: z.string().min(1).max(80),
  origin: z.string().min(1).max(200),
  policy: policy.nullable(),
  modules: z.array(z.string().min(1)),
  tokens: z.array(z.strictObject({ name: slug, token: tokenRef, model: z.string(), manufacturer: z.string() })),
  people: z.array(person),
})
export type FoundingDraft = z.infer<typeof foundingDraft>

const DRAFT_LIMIT = 1 << 20

export function draftPath(layout: FacilityLayout): string {
  return join(layout.root, 'founding.json')
}

/** Throws facility-exists where the founding is over, file-not-found, facility-damaged. */
export function readDraft(layout: FacilityLayout): FoundingDraft {
  if (existsSync(layout.ledger)) {
    throw fail('facility-exists', `The facility in ${layout.root} is founded already.`, { remedy: 'Open it.' })
  }
  const bytes = readFileCapped(draftPath(layout), DRAFT_LIMIT)
  try {
    return foundingDraft.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
  } catch (cause) {
    throw fail('facility-damaged', `founding.json in ${layout.root} is not whole.`, {
      remedy: 'Found the facility anew, in another folder.',
      cause,
    })
  }
}

/** The whole draft or the one before it. */
export function writeDraft(layout: FacilityLayout, draft: FoundingDraft): void {
  replaceFile(draftPath(layout), utf8ToBytes(`${JSON.stringify(draft, null, 2)}\n`), 0o600)
}
