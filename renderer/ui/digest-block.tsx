import type { ReactElement } from 'react'

import { Bitting } from './bitting.tsx'
import type { Digest } from './digest.ts'
import { WordGrid } from './word-grid.tsx'
import styles from './digest-block.module.css'

/** A digest as a room compares it: hex, words A to H, and the bitting for the eye. */
export function DigestBlock({ title, digest }: { readonly title: string; readonly digest: Digest }): ReactElement {
  return (
    <section className={styles['block']} aria-label={title}>
      <div className={styles['head']}>
        <h2>{title}</h2>
        <span>hex, then PGP words</span>
        <Bitting digest={digest.hex} width={178} height={15} strong />
      </div>
      <WordGrid digest={digest} label={title} />
    </section>
  )
}
