import type { ProfileKind } from '../../../../../shared/pki/profile.ts'
import { type Authority, loadProfile, makeIssuing, makeRoot } from '../authority.ts'

/** One good certificate of each kind, made anew for each test file. */
export const root = makeRoot()
export const issuing = makeIssuing(root)
export const signer = makeRoot({ profile: loadProfile('handoff-signer') })
export const SAMPLES: Readonly<Record<ProfileKind, Authority>> = { root, issuing, 'handoff-signer': signer }
