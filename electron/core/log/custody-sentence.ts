import type { ShareKind } from '../../../shared/custody/share-set.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { EntryOf } from '../../../shared/ledger/entries.ts'
import type { Sentence } from './sentence.ts'
import { endedWithoutStop, personName } from './wording.ts'

/** Who took and who gave a share of which PIN. */
export function custodySentence(
  entry: EntryOf<'share-dealt' | 'share-given' | 'share-refused'>,
  state: FacilityState,
): Sentence {
  const strong = personName(state, entry.actor ?? '')
  const { token, share } = entry.data
  switch (entry.kind) {
    case 'share-dealt':
      return { strong, text: `took a share of the new PIN of ${token}, ${HELD[share]}`, label: 'share' }
    case 'share-given':
      return { strong, text: `gave their share of the PIN of ${token}`, label: 'share' }
    case 'share-refused':
      return {
        strong,
        text: `gave no right share of the PIN of ${token}: ${endedWithoutStop(entry.data.failure.message)}`,
        label: 'refuse',
      }
  }
}

const HELD: Readonly<Record<ShareKind, string>> = { sealed: 'sealed with their key file', paper: 'on paper' }
