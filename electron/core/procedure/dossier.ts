import type { KeyAttributes } from '../../../shared/ipc/hsm-contract.ts'
import type { Policy } from '../../../shared/people/policy.ts'
import type { Check } from '../../../shared/procedure/outputs.ts'

export type DossierAttributes = Omit<KeyAttributes, 'publicKey'>

export interface DossierCheck extends Check {
  /** What the policy wants, in words; null where it does not care. */
  readonly required: string | null
}

/**
 * What the token says of a key beside what the policy wants (design §1.4). Null is "not told", which never meets a
 * requirement. Names are those of PKCS#11.
 */
export function checkDossier(key: DossierAttributes, { keyRequirements: wanted }: Policy): DossierCheck[] {
  return [
    row('CKA_LOCAL', key.local, wanted.local ? true : null),
    row('CKA_SENSITIVE', key.sensitive, wanted.sensitive ? true : null),
    row('CKA_ALWAYS_SENSITIVE', key.alwaysSensitive, wanted.alwaysSensitive ? true : null),
    row('CKA_EXTRACTABLE', key.extractable, wanted.neverExtractable ? false : null),
    row('CKA_NEVER_EXTRACTABLE', key.neverExtractable, wanted.neverExtractable ? true : null),
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
