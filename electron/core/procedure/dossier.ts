import type { FacilityKey } from '../../../shared/facility/keys.ts'
import type { KeyAttributes } from '../../../shared/ipc/hsm-contract.ts'
import type { Policy } from '../../../shared/people/policy.ts'
import type { Check } from '../../../shared/procedure/outputs.ts'

export type DossierAttributes = Omit<KeyAttributes, 'publicKey'>

export interface DossierCheck extends Check {
  /** What the policy wants, in words; null where it does not care. */
  readonly required: string | null
}

/** How a key came to be on its token: made there, made there so that it can be backed up, or restored from a backup. */
export type KeyOrigin = 'generated' | 'with-backup' | 'restored'

/** The origin of a key under this id of its token; `generated` for one that the facility does not know. */
export function originOf(key: FacilityKey | undefined, id: string): KeyOrigin {
  if (key === undefined) return 'generated'
  if (key.places.find((place) => place.id === id)?.origin === 'restored') return 'restored'
  return key.backup === 'wrap' ? 'with-backup' : 'generated'
}

/**
 * What the token says of a key beside what the policy wants (design §1.4). Null is "not told", which never meets a
 * requirement. Names are those of PKCS#11. A key that may be backed up has to be extractable (wrapped, as it is sensitive); one that
 * was restored was not made on this token, and the log says where it was.
 */
export function checkDossier(
  key: DossierAttributes,
  { keyRequirements: wanted }: Policy,
  origin: KeyOrigin,
): DossierCheck[] {
  const isBackedUp = origin === 'with-backup'
  const isMadeHere = origin !== 'restored'
  return [
    row('CKA_LOCAL', key.local, wanted.local && isMadeHere ? true : null),
    row('CKA_SENSITIVE', key.sensitive, wanted.sensitive ? true : null),
    row('CKA_ALWAYS_SENSITIVE', key.alwaysSensitive, wanted.alwaysSensitive && isMadeHere ? true : null),
    row('CKA_EXTRACTABLE', key.extractable, isBackedUp ? true : wanted.neverExtractable ? false : null),
    row('CKA_NEVER_EXTRACTABLE', key.neverExtractable, wanted.neverExtractable && origin === 'generated' ? true : null),
    row('CKA_TOKEN', key.token, true),
    row('CKA_PRIVATE', key.private, true),
    row('CKA_SIGN', key.sign, true),
    row('CKA_DECRYPT', key.decrypt, null),
    row('CKA_UNWRAP', key.unwrap, null),
    row('CKA_DERIVE', key.derive, null),
    row('CKA_MODIFIABLE', key.modifiable, null),
  ]
}

function row(name: string, actual: boolean | null, required: boolean | null): DossierCheck {
  return {
    name,
    ok: required === null || actual === required,
    detail: actual === null ? 'not told' : String(actual),
    required: required === null ? null : String(required),
  }
}
