import type { CustodyAct } from '../../../shared/custody/custody-act.ts'
import type { ShareKind } from '../../../shared/custody/share-set.ts'
import type { PinSource } from '../../../shared/facility/pins.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { ApprovalItem } from '../../../shared/ipc/contract/approval-item.ts'
import type { ComparisonRow } from '../../../shared/ipc/contract/views.ts'
import type { DocumentItem } from '../../../shared/procedure/approval.ts'
import { personName } from '../log/wording.ts'
import { viewDigest } from './pieces.ts'

const FORM: Readonly<Record<ShareKind, string>> = { sealed: 'sealed with their key file', paper: 'on paper' }
const CHARACTERS: Readonly<Record<CustodyAct['characters'], string>> = {
  alphanumeric: 'letters and digits',
  digits: 'digits',
}

/** How a PIN is to be split, for approval: what is so now, beside what would be. */
export function viewCustodyAct(state: FacilityState, item: DocumentItem, act: CustodyAct): ApprovalItem {
  const now = replacedBy(state, act)
  const before = now?.custodians.map(({ person, kind }) => `${personName(state, person)}, ${FORM[kind]}`) ?? []
  const after = act.custodians.map(({ person, share }) => `${personName(state, person)}, ${FORM[share]}`)
  return {
    title: `The PIN of ${act.token}, ${String(act.k)} of ${String(act.custodians.length)}`,
    kind: 'document',
    size: item.size,
    rows: [
      row('Token', act.token, act.token),
      row('Opens with', sourceWords(now), `${String(act.k)} of ${String(act.custodians.length)} shares`),
      ...Array.from({ length: Math.max(before.length, after.length) }, (_, at) =>
        row(`Custodian ${String(at + 1)}`, before[at] ?? 'nobody', after[at] ?? 'nobody'),
      ),
      row('New PIN', 'not made yet', `random numbers of the HSM, ${CHARACTERS[act.characters]}, seen by nobody`),
    ],
    lint: null,
    key: null,
    signingKey: null,
    tbs: viewDigest(item.tbs),
  }
}

/** The source that the act replaces, also after it was done. */
function replacedBy({ runs }: FacilityState, { replaces }: CustodyAct): PinSource {
  if (replaces === null) return null
  const made = [...runs.values()].flatMap(({ steps }) => steps.flatMap(({ intents }) => intents))
  return (
    made.flatMap(({ intent }) => (intent.action === 'set-pin' ? [intent.set] : [])).find(({ id }) => id === replaces) ??
    null
  )
}

/** "2 of 3 shares", or that somebody types it. */
export function sourceWords(source: PinSource): string {
  if (source === null) return 'a PIN that its holder types'
  return `${String(source.k)} of ${String(source.custodians.length)} shares`
}

function row(field: string, planned: string, actual: string): ComparisonRow {
  return { field, planned, actual, verdict: planned === actual ? 'same' : 'changes' }
}
