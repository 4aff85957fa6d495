import type { ReactElement } from 'react'

import { Bitting } from './bitting.tsx'
import { type Digest, groupHex } from './digest.ts'
import styles from './digest-line.module.css'
import { Words } from './words.tsx'

export interface DigestLineProps {
  readonly digest: Digest
  /** `recognise`: 8 digits and two words. `compare`: 24 digits before the words. */
  readonly length?: 'recognise' | 'compare'
  readonly width?: number
}

/** A digest where it is only recognised: hex, words, bitting. The whole digest is the accessible title. */
export function DigestLine({ digest, length = 'recognise', width = 100 }: DigestLineProps): ReactElement {
  const digits = length === 'recognise' ? 8 : 24
  return (
    <span className={styles['line']} title={groupHex(digest.hex)}>
      <code>
        {groupHex(digest.hex, digits)}
        {length === 'compare' && ' …'}
      </code>
      <Words words={digest.words.slice(0, 2)} />
      <Bitting digest={digest.hex} width={width} height={12} />
    </span>
  )
}
