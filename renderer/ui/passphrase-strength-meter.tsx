import type { ReactElement } from 'react'

import { PASSPHRASE_STRONG_BITS, type PassphraseStrength } from '../../shared/people/passphrase-strength.ts'
import { Meter } from './meter.tsx'

const WORDS = {
  refused: 'Too easily guessed: it is refused.',
  enough: 'Enough.',
  good: 'Good.',
  strong: 'Strong.',
} as const satisfies Record<PassphraseStrength['level'], string>

/** How hard a new passphrase is to guess, and what would make it harder. */
export function PassphraseStrengthMeter({ strength }: { readonly strength: PassphraseStrength }): ReactElement {
  const { bits, level, advice } = strength
  return (
    <Meter
      label="How hard it is to guess"
      value={Math.min(bits, PASSPHRASE_STRONG_BITS)}
      max={PASSPHRASE_STRONG_BITS}
      tone={level === 'refused' ? 'danger' : 'normal'}
      words={[WORDS[level], ...advice].join(' ')}
    />
  )
}
