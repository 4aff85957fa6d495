import type { ReactElement } from 'react'

import { Bitting } from './bitting.tsx'
import { type Digest, groupHex } from './digest.ts'
import styles from './digest-line.module.css'
import { Words } from './words.tsx'

export interface DigestLineProps {
  readonly digest: Digest
  /** How many digits stand before two words: 8, 20 in a row among others, 24. */
  readonly length?: 'recognise' | 'row' | 'compare'
  readonly width?: number
}

const DIGITS = { recognise: 8, row: 20, compare: 24 } as const

/** A digest where it is only recognised: hex, words, bitting. The whole digest is the accessible title. */
export function DigestLine({ digest, length = 'recognise', width = 100 }: DigestLineProps): ReactElement {
  const digits = DIGITS[length]
  return (
    <span className={styles['line']} title={groupHex(digest.hex)}>
      <code>
        {groupHex(digest.hex, digits)}
        {length !== 'recognise' && ' …'}
      </code>
      <Words words={digest.words.slice(0, 2)} />
      <Bitting digest={digest.hex} width={width} height={12} />
    </span>
  )
}
