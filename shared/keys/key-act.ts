import { sha256Hex } from '../bytes.ts'
import { digest, slug } from '../ids.ts'
import type { CustodyAct } from '../custody/custody-act.ts'
import { canonicalBytes } from '../ledger/canonical-json.ts'
import type { ApprovalAction } from '../people/policy.ts'
import type { DocumentItem } from '../procedure/approval.ts'
import { z } from '../zod.ts'
import { spokenText } from '../spoken-text.ts'

const what = {
  key: slug,
  /** SHA-256 of the key's SubjectPublicKeyInfo. */
  spki: digest,
  /** The token on which it is done, as plans name it. */
  token: slug,
}

/** What is to be done with a key, written down for approval: canonical JSON. */
export const keyAct = z.discriminatedUnion('act', [
  /** Wrapped under a transport key (SHA-256 of its SubjectPublicKeyInfo), which only the token `target` can open. */
  z.strictObject({ act: z.literal('back-up-key'), ...what, target: slug, transportKey: digest }),
  /** `sealed`: SHA-256 of the backup. */
  z.strictObject({ act: z.literal('restore-key'), ...what, sealed: digest, transportKey: digest }),
  z.strictObject({ act: z.literal('destroy-key'), ...what, reason: spokenText(600) }),
])
export type KeyAct = z.infer<typeof keyAct>

/** Whose approval it needs, whatever a ceremony calls it. */
export function actionOfKeyAct({ act }: KeyAct | CustodyAct): ApprovalAction {
  return act
}

/** The document as people approve it: SHA-256 and size of its canonical JSON. */
export function itemOfKeyAct(act: KeyAct | CustodyAct): DocumentItem {
  const bytes = canonicalBytes(act)
  return { kind: 'document', tbs: sha256Hex(bytes), size: bytes.length, key: null }
}
